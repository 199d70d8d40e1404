using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Artifacts;

/// <summary>
/// What a classifier needs to know when not to answer: how sure and how right it was of images that it did not learn from, and embeddings of training images,
/// in few numbers of 8 bits, from which nothing is far that is like them. Stored as JSON under the metadata key <see cref="Key"/>, behind the manifest.
/// </summary>
internal sealed record AbstentionData
{
    /// <summary>Name of the metadata entry in the model file.</summary>
    public const string Key = "graft.abstention";

    /// <summary>The <see cref="Format"/> this version writes, and the one it reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Answers that are kept at most; 6 bytes each.</summary>
    public const int MaxAnswers = 5000;

    /// <summary>Embeddings that are kept at most.</summary>
    public const int MaxEmbeddings = 1000;

    /// <summary>Numbers of an embedding at most.</summary>
    public const int MaxDimensions = 256;

    /// <summary>Share of images like those of the training that may be called unlike.</summary>
    public const double UnlikeShare = 0.05;

    /// <summary>Version of this layout; another one is passed over.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>Which images the answers are about, for people.</summary>
    public required string Source { get; init; }

    /// <summary>What else these images chose, such as the temperature; null for nothing.</summary>
    public string? Chosen { get; init; }

    /// <summary>The precision of the file that gave the answers, where it is not this one.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>Confidence of each answer, 32 bits.</summary>
    [JsonInclude] public required byte[] Confidences { get; init; }

    /// <summary>Its class in 16 bits, of which the lowest says that it is right.</summary>
    [JsonInclude] public required byte[] Labels { get; init; }

    /// <summary>Numbers of an embedding; 0 without any.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Embeddings of training images, a byte with sign for each number.</summary>
    [JsonInclude] public required byte[] Embeddings { get; init; }

    /// <summary>An image is unlike those if all are farther than this; null where too few images were held out to tell.</summary>
    public double? UnlikeDistance { get; init; }

    /// <summary>Held-out images whose distance was measured for that.</summary>
    public required int Distances { get; init; }

    /// <summary>One line of JSON, as it stands in the file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, AbstentionJson.Compact.AbstentionData);

    /// <summary>From a file's metadata; null for what another version wrote in another layout.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="InvalidDataException">It does not hold together.</exception>
    public static AbstentionData? FromJson(string text)
    {
        var read = JsonSerializer.Deserialize(text, AbstentionJson.Compact.AbstentionData) ?? throw new JsonException("The calibration is null.");
        if (read.Format != CurrentFormat) return null;
        if (read.Confidences.Length != 2 * read.Labels.Length || read.Labels.Length % 2 != 0 || read.Dimensions < 0
            || (read.Dimensions == 0 ? read.Embeddings.Length > 0 : read.Embeddings.Length % read.Dimensions != 0))
            throw new InvalidDataException("The calibration does not hold as many numbers as it says.");
        return read;
    }
}
