namespace Graft.Artifacts;

/// <summary>How a file of 8 bits was calibrated, and what it cost.</summary>
internal sealed record QuantisationFacts
{
    /// <summary>Images that the ranges are from.</summary>
    public required int Images { get; init; }

    /// <summary>What images they were: "training images of the run".</summary>
    public required string From { get; init; }

    /// <summary>How the ranges were chosen: minmax, percentile or entropy.</summary>
    public required string Method { get; init; }

    /// <summary>Layers in 8 bits.</summary>
    public required int Layers { get; init; }

    /// <summary>Layers between them that stayed in 32 bits, because they lost most or the user kept them.</summary>
    public required IReadOnlyList<string> Kept { get; init; }

    /// <summary>Share of images whose main class is that of the file of 32 bits, 0 to 1; null where there are no classes.</summary>
    public double? Agreement { get; init; }

    /// <summary>Mean cosine of both files' embeddings on them; null where there is none.</summary>
    public double? Similarity { get; init; }

    /// <summary>Images that were compared; they took no part in the calibration.</summary>
    public int Compared { get; init; }

    /// <summary>Key of the metric that was compared; null where the images had no labels.</summary>
    public string? Metric { get; init; }

    /// <summary>Its value in 8 bits less that in 32, 0 to 1, over all held-out images.</summary>
    public double? Change { get; init; }

    /// <summary>The layers that the file tests itself by, in the order of its output `self_test`.</summary>
    public IReadOnlyList<TestedLayer> Tested { get; init; } = [];

    /// <summary>
    /// How far their answers are from those of the codes as the numbers that they stand for, as a share of the answer's length: the largest of all layers and
    /// probes when the file was written.
    /// </summary>
    public double SelfTestDistance { get; init; }

    /// <summary>SHA-256 of the network of 32 bits, as its manifest has it.</summary>
    public string? Source { get; init; }
}

/// <summary>A layer whose answer a file of 8 bits tests itself by.</summary>
/// <param name="Name">Its published name.</param>
/// <param name="Channels">Numbers that it answers with: the mean of each channel.</param>
internal sealed record TestedLayer(string Name, int Channels);
