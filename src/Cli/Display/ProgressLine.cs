using System.Globalization;

namespace Graft.Cli;

/// <summary>Progress in one line that is drawn over itself on a terminal; elsewhere a plain line now and then.</summary>
internal sealed class ProgressLine(Terminal terminal, TimeProvider clock)
{
    private const int BarWidth = 24;

    // Often enough to see life, seldom enough for the eye and for a log.
    private static readonly TimeSpan BetweenDrawings = TimeSpan.FromMilliseconds(100), BetweenPlainLines = TimeSpan.FromSeconds(10);

    private DateTimeOffset _shown = DateTimeOffset.MinValue;
    private string _work = "";
    private bool _isDrawn, _workHasLines;

    public void Show(RunEvent.Progress progress)
    {
        var now = clock.GetUtcNow();
        var isNew = progress.Work != _work;
        var isLast = progress.Done >= progress.Total;
        var pause = terminal.IsInteractive ? BetweenDrawings : BetweenPlainLines;
        if (isNew) (_work, _workHasLines) = (progress.Work, false);
        // A log needs no line for work that is over before anyone wonders; a bar is drawn at once and to the end.
        if (isNew && !terminal.IsInteractive) _shown = now;
        var due = now - _shown >= pause || (isLast && (terminal.IsInteractive || _workHasLines));
        if (!due) return;
        _shown = now;
        _workHasLines = true;
        if (!terminal.IsInteractive)
        {
            terminal.Say(Describe(progress));
            return;
        }
        var width = Math.Max(20, terminal.Messages.Profile.Width - 1);
        var line = $"{Bar(progress)} {Describe(progress)}";
        terminal.Raw($"\r\u001b[2K{(line.Length > width ? line[..width] : line)}");
        _isDrawn = true;
    }

    /// <summary>Takes the line away before something that stays is written.</summary>
    public void Clear()
    {
        if (_isDrawn) terminal.Raw("\r\u001b[2K");
        _isDrawn = false;
    }

    private static string Bar(RunEvent.Progress progress)
    {
        var full = progress.Total <= 0 ? 0 : (int)Math.Clamp(progress.Done * BarWidth / progress.Total, 0, BarWidth);
        return new string('━', full) + new string('─', BarWidth - full);
    }

    private static string Describe(RunEvent.Progress progress) => string.Create(CultureInfo.InvariantCulture,
        $"{progress.Work}: {progress.Done} of {progress.Total}{(progress.SecondsLeft is { } left ? $", {Duration.Of(left)} left" : "")}");
}
