namespace Graft.Networks;

/// <summary>An entry of a zip file's directory.</summary>
/// <param name="LocalHeader">Byte at which the entry's own header starts.</param>
/// <param name="Length">Bytes of content.</param>
/// <param name="Method">0 for content stored as it is.</param>
internal readonly record struct ZipEntry(long LocalHeader, long Length, ushort Method);
