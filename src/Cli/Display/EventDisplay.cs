using System.Globalization;
using Graft.Reports;

namespace Graft.Cli;

/// <summary>Shows a job's events as they come: notes and epochs stay on the screen, progress is one moving line.</summary>
internal sealed class EventDisplay(Terminal terminal, TimeProvider? clock = null) : IProgress<RunEvent>, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ProgressLine _progress = new(terminal, clock ?? TimeProvider.System);
    private bool _epochsBegan;

    /// <summary>Events may come from any thread; each is shown at once.</summary>
    public void Report(RunEvent value)
    {
        lock (_gate)
        {
            if (value is RunEvent.Progress progress)
            {
                _progress.Show(progress);
                return;
            }
            _progress.Clear();
            if (value is RunEvent.Started) _epochsBegan = false; // a job of several runs heads each of them
            switch (value)
            {
                case RunEvent.Started started: terminal.Say($"{started.Summary}\nrun folder: {started.Run}"); break;
                case RunEvent.Message message: Say(message); break;
                case RunEvent.Transfer transfer: terminal.Messages.Write(TransferTable.Of(transfer.Rows)); break;
                case RunEvent.Epoch epoch: Say(epoch.Row); break;
            }
        }
    }

    /// <summary>Writes something else meanwhile, where no progress is in the way.</summary>
    public void Between(Action write)
    {
        lock (_gate)
        {
            _progress.Clear();
            write();
        }
    }

    public void Dispose() => _progress.Clear();

    private void Say(RunEvent.Message message)
    {
        if (message.IsWarning) terminal.Warn(message.Text);
        else terminal.Say(message.Text);
    }

    private void Say(EpochRecord row)
    {
        // All of it has room in 60 columns.
        var name = $"val {row.Metric}";
        var width = Math.Max(12, name.Length);
        if (!_epochsBegan) terminal.Say($"{"phase",-9} epoch train loss val loss {name.PadLeft(width)}    rate");
        _epochsBegan = true;
        var metric = string.Create(CultureInfo.InvariantCulture, $"{row.ValidationMetric:0.0000}").PadLeft(width);
        terminal.Say(string.Create(CultureInfo.InvariantCulture,
            $"{row.Phase,-9} {row.Epoch,5} {row.TrainingLoss,10:0.0000} {row.ValidationLoss,8:0.0000} {metric} {row.LearningRate,7:0.0e+00}"));
    }
}
