using System.Text.Json;
using System.Text.Json.Serialization;
using Graft.Imaging;

namespace Graft.Artifacts;

/// <summary>What a model file says of itself, stored as JSON under the metadata key <see cref="Key"/>.</summary>
public sealed record Manifest
{
    /// <summary>Name of the metadata entry in the ONNX file.</summary>
    public const string Key = "graft.manifest";

    /// <summary>
    /// The highest <see cref="Format"/> this version reads. Only files of 8 bits are written in it, which test themselves in another way; others in 1.
    /// </summary>
    public const int CurrentFormat = 2;

    /// <summary>Version of this layout; readers refuse a higher one.</summary>
    public int Format { get; init; } = 1;

    /// <summary>classify, detect, segment, instances, identities or faces.</summary>
    public required string Task { get; init; }

    /// <summary>Name of the network in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>Class names in the order of the scores; none where there are no scores, as for identities, of whom the file names nobody.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Number of each class in COCO's files, in the order of <see cref="Classes"/>; null counts from 1.</summary>
    public IReadOnlyList<int>? CategoryIds { get; init; }

    /// <summary>How an image becomes the input.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>SHA-256 of the preprocessing contract.</summary>
    public required string PreprocessHash { get; init; }

    /// <summary>Logits are divided by this before the softmax that is inside the graph (1 = uncalibrated).</summary>
    public double Temperature { get; init; } = 1;

    /// <summary><see cref="Int8"/>, <see cref="Half"/> where weights are stored in 16 bits, otherwise <see cref="Single"/>.</summary>
    public string Precision { get; init; } = Single;

    /// <summary>Value of <see cref="Precision"/>: weights of 32 bits.</summary>
    public const string Single = "fp32";

    /// <summary>Value of <see cref="Precision"/>: weights of 16 bits.</summary>
    public const string Half = "fp16";

    /// <summary>Value of <see cref="Precision"/>: weights and activations of 8 bits, apart from the last layers.</summary>
    public const string Int8 = "int8";

    /// <summary>How a file of 8 bits was calibrated and what it cost; null for others.</summary>
    [JsonInclude]
    internal QuantisationFacts? Quantisation { get; init; }

    /// <summary>Where the pretrained weights came from.</summary>
    public WeightsOrigin? Origin { get; init; }

    /// <summary>SHA-256 over the names, labels and contents of the training images.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>Which images were trained on and which chose the weights; null where the file does not say.</summary>
    [JsonInclude]
    internal SeenImages? Seen { get; init; }

    /// <summary>Metrics measured on held-out images, by name.</summary>
    public IReadOnlyDictionary<string, double>? Metrics { get; init; }

    /// <summary>Program and version that wrote the file.</summary>
    public required string Producer { get; init; }

    /// <summary>SHA-256 over the graph and its weights, checked when the file is opened.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Small inputs with the trainer's answers.</summary>
    public IReadOnlyList<Probe> Probes { get; init; } = [];

    /// <summary>One line of JSON, as it stands in the file.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, ArtifactsJson.Compact.Manifest);

    /// <exception cref="JsonException">It is no manifest.</exception>
    internal static Manifest FromJson(string text) =>
        JsonSerializer.Deserialize(text, ArtifactsJson.Compact.Manifest) ?? throw new JsonException("The manifest is null.");
}
