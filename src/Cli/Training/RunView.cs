using Spectre.Console;

namespace Graft.Cli;

/// <summary>What every finished training says: its reports by split, the time, and where things are.</summary>
internal static class RunView
{
    public static void Show<T>(T validation, T? test, (TimeSpan Time, RunFolder Folder) run, Action<T, IAnsiConsole> show, IAnsiConsole console) where T : class
    {
        console.WriteLine("validation:");
        show(validation, console);
        if (test is not null)
        {
            console.WriteLine("test:");
            show(test, console);
        }
        console.WriteLine($"trained in {Duration.Of(run.Time.TotalSeconds)}");
        console.WriteLine($"model   {run.Folder.Model}");
        console.WriteLine($"report  {run.Folder.Report}");
    }
}
