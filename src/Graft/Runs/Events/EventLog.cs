using System.Text.Json;
using Graft.Training;

namespace Graft;

/// <summary>
/// Appends events to <c>events.jsonl</c>, one JSON object a line, and hands them on to the caller; to the other logs of the run too, which also get every
/// step.
/// </summary>
internal sealed class EventLog : IProgress<RunEvent>, IDisposable
{
    private readonly StreamWriter _writer;
    private readonly IProgress<RunEvent>? _next;
    private readonly Lock _gate = new();

    private readonly RunLogs _logs;
    private bool _isDisposed;

    /// <param name="folder">The run.</param>
    /// <param name="request">Its other logs.</param>
    /// <param name="next">The caller; null where nobody listens.</param>
    public EventLog(RunFolder folder, TrainRequest request, IProgress<RunEvent>? next)
    {
        _writer = new StreamWriter(new FileStream(folder["events.jsonl"], FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        _next = next;
        _logs = RunLogs.Open(request, folder);
    }

    public void Report(RunEvent value)
    {
        lock (_gate)
        {
            _writer.WriteLine(JsonSerializer.Serialize(value, Json.Compact));
            _next?.Report(value);
            _logs.Report(value);
        }
    }

    /// <summary>A step of the optimizer, for the other logs.</summary>
    /// <param name="step">What it gave.</param>
    /// <param name="number">Its number through all phases, from 1.</param>
    public void Step(StepResult step, long number) => _logs.Step(step, number);

    /// <summary>Runs to the end and says what the other logs did not take.</summary>
    public TResult Ended<TResult>(Func<TResult> run)
        where TResult : ITrainResult
    {
        var end = RunEnd.Failed;
        try
        {
            var result = run();
            _logs.Measured(result.Report);
            end = RunEnd.Finished;
            return result;
        }
        catch (OperationCanceledException)
        {
            end = RunEnd.Stopped;
            throw;
        }
        finally
        {
            foreach (var loss in _logs.End(end)) Report(new RunEvent.Message(loss, IsWarning: true));
        }
    }

    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _logs.Dispose();
        _writer.Dispose();
    }
}
