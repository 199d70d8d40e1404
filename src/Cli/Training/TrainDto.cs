using Graft.Tasks;

namespace Graft.Cli;

/// <summary>The answer of <c>graft train</c> under <c>--json</c>.</summary>
internal sealed record TrainDto(string Run, string Model, string Report, double FitSeconds, double ParityDifference)
{
    public required ClassificationReport Validation { get; init; }

    /// <summary>Null where the data has no test split.</summary>
    public ClassificationReport? Test { get; init; }

    public static TrainDto Of(TrainResult<ClassificationReport> result) =>
        new(result.Folder.FullPath, result.Folder.Model, result.Folder.Report, result.FitTime.TotalSeconds, result.ParityDifference)
        {
            Validation = result.Validation,
            Test = result.Test,
        };
}
