using Graft.Reports;
using Graft.Training;

namespace Graft;

/// <summary>
/// The other places where a run's numbers are kept, by the words of <c>--log</c>, for every task alike: loss and rate of each step, the metrics of each
/// epoch, and those of the exported file at the end.
/// </summary>
internal sealed class RunLogs : IDisposable
{
    /// <summary>Words of <c>--log</c>.</summary>
    public const string TensorBoard = "tensorboard", Mlflow = "mlflow";

    private readonly IReadOnlyList<IRunLog> _logs;
    private bool _isUnderWay, _isEnded;

    private RunLogs(IReadOnlyList<IRunLog> logs) => _logs = logs;

    /// <summary>Whether anybody listens.</summary>
    public bool IsAny => _logs.Count > 0;

    /// <summary>Opens what a request asks for; a resumed run goes on in the same places.</summary>
    public static RunLogs Open(TrainRequest request, RunFolder folder) => new([.. (request.Log ?? []).Distinct(StringComparer.Ordinal)
        .Select(word => word == TensorBoard ? (IRunLog)new TensorBoardLog(folder.FullPath)
            : new MlflowLog(MlflowAddress.Of(word, request.Task), folder, RunParameters.Of(request)))]);

    /// <summary>What is wrong with the words of a request.</summary>
    public static IEnumerable<Problem> Problems(IEnumerable<string> words) => words.Select(ProblemOf).OfType<Problem>();

    /// <summary>A step was taken.</summary>
    /// <param name="step">What it gave.</param>
    /// <param name="number">Its number through all phases, from 1.</param>
    public void Step(StepResult step, long number)
    {
        if (!IsAny) return;
        if (!_isUnderWay && number > 1)
            foreach (var log in _logs) log.GoesOn(number);
        _isUnderWay = true;
        Tell(number, new() { ["step/train_loss"] = step.Loss, ["step/learning_rate"] = step.LearningRate });
    }

    /// <summary>Something happened: epochs are kept.</summary>
    public void Report(RunEvent value)
    {
        if (!IsAny || value is not RunEvent.Epoch { Row: var row }) return;
        var values = new Dictionary<string, double> { ["epoch/train_loss"] = row.TrainingLoss };
        if (row.ValidationLoss is { } loss) values["epoch/val_loss"] = loss;
        if (row.ValidationMetric is { } metric) values[$"epoch/val_{row.Metric.Replace(' ', '_')}"] = metric;
        if (row.LearningRate is { } rate) values["epoch/learning_rate"] = rate;
        Tell(row.Epoch, values);
    }

    /// <summary>The exported file was measured.</summary>
    public void Measured(RunReport report)
    {
        if (!IsAny) return;
        // A resumed run may have had all its epochs before.
        var epoch = report.History.Count == 0 ? 0 : report.History[^1].Epoch;
        foreach (var split in report.Splits)
            Tell(epoch, RunMetrics.Of(split.Report).ToDictionary(metric => $"{split.Split}/{metric.Key}", metric => metric.Value));
    }

    /// <summary>Ends all.</summary>
    /// <returns>A sentence for each that did not take everything.</returns>
    public IReadOnlyList<string> End(RunEnd end)
    {
        if (_isEnded) return [];
        _isEnded = true;
        return [.. _logs.Select(log => log.End(end)).OfType<string>()];
    }

    /// <summary>A run that nobody ended failed at its start.</summary>
    public void Dispose()
    {
        End(RunEnd.Failed);
        foreach (var log in _logs) log.Dispose();
    }

    private void Tell(long step, Dictionary<string, double> values)
    {
        foreach (var log in _logs) log.Scalars(step, values);
    }

    private static Problem? ProblemOf(string word)
    {
        if (word == TensorBoard) return null;
        if (MlflowAddress.IsOne(word)) return MlflowAddress.ProblemOf(word);
        return new Problem(nameof(TrainRequest.Log), $"{MlflowAddress.Said(word)} is no place where the numbers of a run can be kept.",
            $"Expected {TensorBoard}, or {Mlflow}=URL with the address of a tracking server.");
    }
}
