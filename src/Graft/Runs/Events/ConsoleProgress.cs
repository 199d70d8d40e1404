using System.Globalization;

namespace Graft;

/// <summary>Writes what happens in a training to a text writer: messages, one line per epoch, and progress at every tenth of a piece of work.</summary>
/// <param name="writer">Where it goes; null for standard error, so that a program's own output stays its own.</param>
public sealed class ConsoleProgress(TextWriter? writer = null) : IProgress<RunEvent>
{
    private const int Parts = 10;

    private readonly TextWriter _writer = writer ?? Console.Error;
    private readonly Lock _gate = new();
    private (string Work, long Part) _last = ("", -1);

    /// <summary>Shows an event; may be called from any thread.</summary>
    public void Report(RunEvent value)
    {
        lock (_gate)
        {
            switch (value)
            {
                case RunEvent.Started started:
                    _writer.WriteLine(started.Summary);
                    _writer.WriteLine($"run folder: {started.Run}");
                    break;
                case RunEvent.Message message:
                    _writer.WriteLine(message.IsWarning ? $"warning: {message.Text}" : message.Text);
                    break;
                case RunEvent.Epoch { Row: var row }:
                    _writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"epoch {row.Epoch} ({row.Phase}): train loss {row.TrainingLoss:0.0000}, val loss {row.ValidationLoss:0.0000}, " +
                        $"val {row.Metric} {row.ValidationMetric:0.0000}"));
                    break;
                case RunEvent.Progress progress:
                    Show(progress);
                    break;
            }
        }
    }

    private void Show(RunEvent.Progress progress)
    {
        var part = progress.Total > 0 ? progress.Done * Parts / progress.Total : 0;
        if (part == 0 || _last == (progress.Work, part)) return;
        _last = (progress.Work, part);
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{progress.Work}: {progress.Done} of {progress.Total}"));
    }
}
