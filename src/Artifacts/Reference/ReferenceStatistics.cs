using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Artifacts;

/// <summary>
/// What images that a network did not learn from look like to it, so that others can be compared with them: a few numbers of each image, in 16 bits, and
/// nothing that an image could be made from. Stored as JSON under the metadata key <see cref="Key"/>, behind the manifest.
/// </summary>
internal sealed record ReferenceStatistics
{
    /// <summary>Name of the metadata entry in the model file.</summary>
    public const string Key = "graft.reference";

    /// <summary>The <see cref="Format"/> this version writes, and the one it reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Images are drawn beyond this number: more would tell hardly more.</summary>
    public const int MaxImages = 500;

    /// <summary>With fewer images only large changes are told.</summary>
    public const int EnoughImages = 100;

    /// <summary>With fewer images, in the reference or to be judged, nothing is said.</summary>
    public const int FewestImages = 20;

    /// <summary>Numbers of an embedding that are kept at most.</summary>
    public const int MaxDimensions = 64;

    /// <summary>Version of this layout; another one is passed over.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Where the images are from, for people.</summary>
    public required string Source { get; init; }

    /// <summary>Images that the network did not learn from, near-copies among them counted once.</summary>
    public required int Count { get; init; }

    /// <summary>Numbers of an embedding; 0 where the file has none.</summary>
    public required int Dimensions { get; init; }

    /// <summary><see cref="Count"/> x <see cref="Dimensions"/> halves.</summary>
    [JsonInclude] public required byte[] Embeddings { get; init; }

    /// <summary><see cref="Count"/> x <see cref="Trait"/> halves.</summary>
    [JsonInclude] public required byte[] Traits { get; init; }

    /// <summary>For each image the number of its entries in 16 bits, then of each the index in 16 bits and the amount as a half.</summary>
    [JsonInclude] public required byte[] Labels { get; init; }

    /// <summary>Of a classifier, the mean of the scores; null for other tasks.</summary>
    public IReadOnlyList<float>? MeanScores { get; init; }

    /// <summary>Bits in which the hashes of near-copies may differ, of which one counts; -1 for the same image alone, null for the default.</summary>
    public int? NearDuplicateBits { get; init; }

    /// <summary>Of images, at least one.</summary>
    public static ReferenceStatistics Of(IReadOnlyList<ImageTraits> images, IReadOnlyList<float>? meanScores, string source) => new()
    {
        Source = source,
        Count = images.Count,
        Dimensions = images[0].Embedding.Count,
        Embeddings = Pack(images.SelectMany(image => image.Embedding).Select(Bits)),
        Traits = Pack(images.SelectMany(image => image.Values).Select(Bits)),
        Labels = Pack(images.SelectMany(image => image.Labels.SelectMany(label => new[] { (ushort)label.Label, Bits(label.Amount) })
            .Prepend((ushort)image.Labels.Count))),
        MeanScores = meanScores,
    };

    /// <summary>The images again.</summary>
    /// <exception cref="InvalidDataException">It does not hold together.</exception>
    public IReadOnlyList<ImageTraits> Images()
    {
        var traits = Enum.GetValues<Trait>().Length;
        var (embeddings, values, labels) = (Halves(Embeddings), Halves(Traits), Unpack(Labels));
        if (Count < 1 || Dimensions < 0 || embeddings.Length != (long)Count * Dimensions || values.Length != (long)Count * traits)
            throw new InvalidDataException("The reference does not hold as many numbers as it says.");
        var (images, at) = (new ImageTraits[Count], 0);
        for (var image = 0; image < Count; image++)
        {
            var entries = at < labels.Length ? labels[at++] : -1;
            if (entries < 0 || at + 2 * entries > labels.Length) throw new InvalidDataException("The reference ends within its labels.");
            var found = new LabelAmount[entries];
            for (var entry = 0; entry < entries; entry++, at += 2) found[entry] = new(labels[at], Value(labels[at + 1]));
            images[image] = new(new ArraySegment<float>(embeddings, image * Dimensions, Dimensions),
                new ArraySegment<float>(values, image * traits, traits), found);
        }
        return images;
    }

    /// <summary>One line of JSON, as it stands in the file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReferenceJson.Compact.ReferenceStatistics);

    /// <summary>From a file's metadata; null for what another version wrote in another layout.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ReferenceStatistics? FromJson(string text)
    {
        var read = JsonSerializer.Deserialize(text, ReferenceJson.Compact.ReferenceStatistics) ?? throw new JsonException("The reference is null.");
        return read.Format == CurrentFormat ? read : null;
    }

    private static byte[] Pack(IEnumerable<ushort> values) => [.. values.SelectMany(value => new[] { (byte)value, (byte)(value >> 8) })];

    private static ushort[] Unpack(byte[] bytes)
    {
        var values = new ushort[bytes.Length / 2];
        for (var i = 0; i < values.Length; i++) values[i] = (ushort)(bytes[2 * i] | bytes[2 * i + 1] << 8);
        return values;
    }

    private static float[] Halves(byte[] bytes) => Array.ConvertAll(Unpack(bytes), Value);

    private static ushort Bits(float value) => BitConverter.HalfToUInt16Bits((Half)value);

    private static float Value(ushort bits) => (float)BitConverter.UInt16BitsToHalf(bits);
}
