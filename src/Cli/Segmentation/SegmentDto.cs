using Graft.Tasks;

namespace Graft.Cli;

/// <summary>The answer of <c>graft train --task segment</c> under <c>--json</c>.</summary>
internal sealed record SegmentDto(string Run, string Model, string Report, double FitSeconds, double ParityDifference, SegmentationReport Validation, SegmentationReport? Test)
{
    public static SegmentDto Of(TrainResult<SegmentationReport> result) => new(result.Folder.FullPath, result.Folder.Model, result.Folder.Report,
        result.FitTime.TotalSeconds, result.ParityDifference, result.Validation, result.Test);
}
