using Graft.Data;
using Graft.Runtime;

namespace Graft;

/// <summary>What to measure a model file on.</summary>
public sealed record ValidateRequest
{
    private readonly int? _batch;

    /// <summary>The model file.</summary>
    public required string Model { get; init; }

    /// <summary>Folder of classes, folder of splits, or CSV manifest; its classes are among the model's.</summary>
    public required string Data { get; init; }

    /// <summary>Split to measure on where the data has splits: <c>test</c> where there is one, else <c>val</c>, unless given.</summary>
    public string? Split { get; init; }

    /// <summary>What to do with images that cannot be read.</summary>
    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    /// <summary>Images that run through the network together; 8 unless given, and 1 for detectors.</summary>
    public int Batch
    {
        get => _batch ?? 8;
        init => _batch = value;
    }

    internal int LargeBatch => _batch ?? 1;

    /// <summary>How a segmentation network sees large images; of no meaning to others.</summary>
    public TilingOptions Tiling { get; init; } = new();

    /// <summary>Seed of the bootstrap.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Where to write metrics.json and predictions.csv; null writes neither.</summary>
    public string? OutputFolder { get; init; }
}
