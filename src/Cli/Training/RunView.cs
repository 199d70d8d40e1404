using Spectre.Console;

namespace Graft.Cli;

/// <summary>What every finished training says: its reports by split, the time, and where things are.</summary>
internal static class RunView
{
    public static void Show(ITrainResult result, Action<object, IAnsiConsole> show, IAnsiConsole console)
    {
        console.WriteLine("validation:");
        show(result.Validation, console);
        if (result.Test is { } test)
        {
            console.WriteLine("test:");
            show(test, console);
        }
        console.WriteLine($"trained in {Duration.Of(result.FitTime.TotalSeconds)}");
        console.WriteLine($"model   {result.Folder.Model}");
        console.WriteLine($"report  {result.Folder.Report}");
    }
}
