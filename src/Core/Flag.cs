namespace Graft;

/// <summary>
/// A setting as messages name it: by the flag of the command line, and in brackets by the option that a program sets. A message of a library reaches
/// users of both, so no other place writes a flag.
/// </summary>
internal static class Flag
{
    /// <summary>The option of each flag that messages name.</summary>
    public static IReadOnlyDictionary<string, string> Options { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["--abstain"] = "RuntimeOptions.Abstain",
        ["--add"] = "Add",
        ["--against"] = "Against",
        ["--alignment"] = "Alignment",
        ["--batch"] = "Batch",
        ["--center-crop"] = "CenterCrop",
        ["--class-weights"] = "ClassWeights",
        ["--crop"] = "CropSize",
        ["--device"] = "RuntimeOptions.Device",
        ["--dimension"] = "Dimension",
        ["--descriptor"] = "FaceAnalyzerOptions.Descriptor",
        ["--drain-seconds"] = "ServingLimits.Drain",
        ["--epochs"] = "Epochs",
        ["--false-alarms"] = "FalseAlarms",
        ["--freeze"] = "Freeze",
        ["--imgsz"] = "ImageSize",
        ["--index"] = "FaceGalleryOptions.Hnsw",
        ["--images-per-identity"] = "ImagesPerIdentity",
        ["--keep-state"] = "KeepState",
        ["--key-file"] = "FaceGalleryOptions.KeyFile",
        ["--loss"] = "Loss",
        ["--lr"] = "LearningRate",
        ["--margin"] = "Margin",
        ["--max-batch"] = "ServingLimits.MaxBatch",
        ["--max-body-mb"] = "ServingLimits.MaxBodyBytes",
        ["--max-delay-ms"] = "ServingLimits.MaxDelay",
        ["--max-pixels"] = "DecodeOptions.MaxPixels, RuntimeOptions.MaxPixels",
        ["--model"] = "Model",
        ["--name"] = "Name",
        ["--near-copies"] = "NearDuplicateBits",
        ["--new-version-share"] = "GraftServing.NewVersionShare",
        ["--on-bad-image"] = "OnBadImage",
        ["--out"] = "OutputFolder",
        ["--precision"] = "Precision",
        ["--project"] = "Project",
        ["--qat"] = "QuantisationAware",
        ["--queue"] = "ServingLimits.Queue",
        ["--ranks"] = "Ranks",
        ["--reference"] = "Reference",
        ["--review-days"] = "ReviewOptions.Days",
        ["--review-mb"] = "ReviewOptions.MaxBytes",
        ["--review-share"] = "ReviewOptions.Share",
        ["--score"] = "FaceGalleryOptions.Score",
        ["--split"] = "Split",
        ["--stage"] = "Stage",
        ["--strategy"] = "Strategy",
        ["--test-split"] = "TestShare",
        ["--step-timeout"] = "StepTimeout",
        ["--sync-norm"] = "SyncNorm",
        ["--tile"] = "TilingOptions.Tile",
        ["--time"] = "CompareSeconds",
        ["--timeout-ms"] = "ServingLimits.Timeout",
        ["--val-split"] = "ValidationShare",
        ["--watch-false-alarms"] = "WatchOptions.FalseAlarms",
        ["--watch-window"] = "WatchOptions.Window",
        ["--weights"] = "Weights",
        ["--workers"] = "ServingLimits.Workers",
    };

    /// <summary>What a program makes in place of choosing the task by <c>--task</c>.</summary>
    public static IReadOnlyDictionary<string, string> Tasks { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["classify"] = "ClassifyRequest",
        ["detect"] = "DetectRequest",
        ["identities"] = "IdentityRequest",
        ["instances"] = "InstanceRequest",
        ["segment"] = "SegmentRequest",
    };

    /// <summary>As in "--imgsz (ImageSize)", or with a value "--strategy full (Strategy)".</summary>
    public static string Of(string flag, string? value = null) => value is null ? $"{flag} ({Options[flag]})" : $"{flag} {value} ({Options[flag]})";

    /// <summary>As in "--task detect (DetectRequest)".</summary>
    public static string Task(string name) => $"--task {name} ({Tasks[name]})";
}
