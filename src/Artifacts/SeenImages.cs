using System.Buffers.Binary;
using System.Globalization;

namespace Graft.Artifacts;

/// <summary>
/// The images that a network knows, by their contents: those it was trained on, and those that chose its weights. Of each SHA-256 the first 48 bits
/// are kept, so that 100 000 images take 800 kB, and one of 10 000 measured images is taken for a known one by mistake once in 280 000 times.
/// </summary>
/// <param name="TrainedOn">Base64 of the sorted hashes, 6 bytes each.</param>
/// <param name="ChosenOn">The same of the images that chose the weights.</param>
internal sealed record SeenImages(string TrainedOn, string ChosenOn)
{
    private const int Bytes = 6;

    /// <summary>From hashes of files in hexadecimal; empty ones are passed over.</summary>
    public static SeenImages Of(IEnumerable<string> trainedOn, IEnumerable<string> chosenOn) =>
        new(Pack(trainedOn.Select(Short)), Pack(chosenOn.Select(Short)));

    /// <summary>With what the weights that a training began with have seen.</summary>
    public SeenImages With(SeenImages? parent) => parent is null ? this
        : new(Pack(Unpack(TrainedOn).Concat(Unpack(parent.TrainedOn))), Pack(Unpack(ChosenOn).Concat(Unpack(parent.ChosenOn))));

    /// <summary>Tells of a file's SHA-256 whether it was trained on, or chose the weights.</summary>
    public Func<string, (bool Trained, bool Chose)> Lookup()
    {
        var (trained, chose) = (Unpack(TrainedOn).ToHashSet(), Unpack(ChosenOn).ToHashSet());
        return sha256 => (trained.Contains(Short(sha256)), chose.Contains(Short(sha256)));
    }

    private static ulong Short(string sha256) => sha256.Length < 2 * Bytes ? 0
        : ulong.Parse(sha256.AsSpan(0, 2 * Bytes), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Pack(IEnumerable<ulong> hashes)
    {
        ulong[] sorted = [.. hashes.Where(hash => hash != 0).Distinct().Order()];
        var packed = new byte[sorted.Length * Bytes];
        Span<byte> whole = stackalloc byte[sizeof(ulong)];
        for (var i = 0; i < sorted.Length; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(whole, sorted[i]);
            whole[^Bytes..].CopyTo(packed.AsSpan(i * Bytes));
        }
        return Convert.ToBase64String(packed);
    }

    private static IEnumerable<ulong> Unpack(string text)
    {
        var packed = Convert.FromBase64String(text);
        for (var i = 0; i + Bytes <= packed.Length; i += Bytes)
        {
            var hash = 0UL;
            for (var at = 0; at < Bytes; at++) hash = hash << 8 | packed[i + at];
            yield return hash;
        }
    }
}
