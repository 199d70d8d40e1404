using Graft.Reports;
using Spectre.Console;

namespace Graft.Cli;

/// <summary>What every finished training says: its metrics by split, what chose them, the time, and where things are.</summary>
internal static class RunView
{
    public static void Show(RunReport report, RunFolder folder, TimeSpan time, IAnsiConsole console)
    {
        foreach (var split in report.Splits.Reverse())
        {
            console.WriteLine(report.WarningOf(split) is { } warning ? $"{split.Split} ({warning}):" : $"{split.Split}:");
            ReportView.Show(split.Report, console);
        }
        console.WriteLine($"trained in {Duration.Of(time.TotalSeconds)}");
        console.WriteLine($"model   {folder.Model}");
        console.WriteLine($"report  {folder.Report}");
    }
}
