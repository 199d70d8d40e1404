using Graft.Runtime;

namespace Graft.Cli;

/// <summary>What <c>graft predict</c> was asked for, read from its flags.</summary>
/// <param name="Model">The model file.</param>
/// <param name="CreateRun">Makes the folder for what is saved.</param>
internal sealed record PredictSettings(string Model, Func<RunFolder> CreateRun)
{
    /// <summary>How images are read and answered.</summary>
    public required RuntimeOptions Runtime { get; init; }

    /// <summary>How a segmentation network sees large images.</summary>
    public required TilingOptions Tiling { get; init; }

    /// <summary>Below this score an image gets no class, and an object is dropped; null for the task's own.</summary>
    public double? Confidence { get; init; }

    /// <summary>Answers as JSON instead of a table.</summary>
    public bool IsJson { get; init; }

    /// <summary>Images are saved.</summary>
    public bool SavesImages { get; init; }

    /// <summary>Text files are saved.</summary>
    public bool SavesText { get; init; }

    /// <summary>What changes answers, in words: those of one folder of parts are all of one kind.</summary>
    public string Words => FormattableString.Invariant($"conf={Confidence} iou={Runtime.IouThreshold} max_det={Runtime.MaxDetections} ")
        + FormattableString.Invariant($"abstain={Runtime.Abstain} tile={Tiling.Tile} overlap={Tiling.Overlap} original_scale={Tiling.OriginalScale} ")
        + FormattableString.Invariant($"max_pixels={Runtime.MaxPixels}");

    /// <summary>Anything is saved.</summary>
    public bool Saves => SavesImages || SavesText;
}
