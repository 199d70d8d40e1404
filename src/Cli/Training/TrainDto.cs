namespace Graft.Cli;

/// <summary>The answer of <c>graft train</c> under <c>--json</c>, whatever was learned.</summary>
internal sealed record TrainDto(string Task, string Run, string Model, string Report, double FitSeconds, double ParityDifference)
{
    public required object Validation { get; init; }

    /// <summary>Null where the data has no test split.</summary>
    public object? Test { get; init; }

    public static TrainDto Of(TaskKind task, ITrainResult result) =>
        new(task.Name(), result.Folder.FullPath, result.Folder.Model, result.Folder.Report, result.FitTime.TotalSeconds, result.ParityDifference)
        {
            Validation = result.Validation,
            Test = result.Test,
        };
}
