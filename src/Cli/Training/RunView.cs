using Graft.Reports;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>What every finished training says: its metrics by split, what chose them, the time, and where things are.</summary>
internal static class RunView
{
    public static void Show(ITrainResult result, Terminal terminal)
    {
        var console = terminal.Results;
        foreach (var split in result.Report.Splits.Reverse()) Show(split, result.Report.WarningOf(split), console);
        if (result.Comparison is { } comparison)
            foreach (var line in comparison.Notes.Select(note => $"note: {note}").Prepend(comparison.Summary)) console.WriteLine(line);
        console.WriteLine($"trained in {Duration.Of(result.FitTime.TotalSeconds)}");
        console.WriteLine($"model   {result.Folder.Model}");
        foreach (var line in result.Int8?.Lines() ?? []) console.WriteLine(line);
        console.WriteLine($"report  {result.Folder.Report}");
        terminal.Next("graft", "predict", Shell.Short(result.Folder.FullPath), "new/*.jpg");
    }

    /// <summary>One split, with what must be said of its images.</summary>
    public static void Show(SplitReport split, string? warning, IAnsiConsole console)
    {
        console.WriteLine(warning is null ? $"{split.Split}:" : $"{split.Split} ({warning}):");
        ReportView.Show(split.Report, console);
    }
}
