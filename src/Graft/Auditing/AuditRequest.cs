using Graft.Data;

namespace Graft;

/// <summary>What is audited, and with which network.</summary>
internal sealed record AuditRequest
{
    /// <summary>The data set, in any layout of its task; all splits are looked at.</summary>
    public required string Data { get; init; }

    /// <summary>What the labels are for.</summary>
    public TaskKind Task { get; init; } = TaskKind.Classify;

    /// <summary>The network whose features are compared, as <c>--model</c> takes it.</summary>
    public string Model { get; init; } = Pretrained.DefaultModel;

    /// <summary>What to do with an image that cannot be read.</summary>
    public OnBadImage OnBadImage { get; init; }

    /// <summary>Bits of 64 in which the perceptual hashes of nearly identical images may differ; such images are held out together.</summary>
    public int NearDuplicateBits { get; init; } = ExaminationOptions.DefaultNearDuplicateBits;

    /// <summary>Images decoded at a time; 0 for one a core.</summary>
    public int Workers { get; init; }

    /// <summary>How the data are examined.</summary>
    public ExaminationOptions Examining =>
        new() { OnBadImage = OnBadImage, OnBadObject = OnBadImage, Workers = Workers, NearDuplicateBits = NearDuplicateBits };

    /// <summary>Decides the folds.</summary>
    public ulong Seed { get; init; } = 1;
}
