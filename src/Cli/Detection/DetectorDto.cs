using Graft.Tasks;

namespace Graft.Cli;

/// <summary>The answer of <c>graft train --task detect</c> and <c>--task instances</c> under <c>--json</c>.</summary>
internal sealed record DetectorDto(string Run, string Model, string Report, double FitSeconds, double ParityPixels, DetectionReport Validation, DetectionReport? Test)
{
    public static DetectorDto Of(TrainResult<DetectionReport> result) => new(result.Folder.FullPath, result.Folder.Model, result.Folder.Report,
        result.FitTime.TotalSeconds, result.ParityDifference, result.Validation, result.Test);
}
