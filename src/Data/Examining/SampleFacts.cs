namespace Graft.Data;

/// <summary>What the examination found out about one picture.</summary>
/// <param name="Name">The picture's <see cref="Sample.Name"/>.</param>
/// <param name="Sha256">SHA-256 of the file's bytes in hexadecimal; empty when the file could not be read.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Width">Pixels across after EXIF orientation; 0 when undecodable.</param>
/// <param name="Height">Pixels down after EXIF orientation; 0 when undecodable.</param>
/// <param name="PerceptualHash">64 bits that copies of one picture share but for a few; 0 when undecodable.</param>
/// <param name="Error">Why it cannot be used, and the cure; null when it is good.</param>
public sealed record SampleFacts(string Name, string Sha256, long Bytes, int Width, int Height, ulong PerceptualHash, Problem? Error);
