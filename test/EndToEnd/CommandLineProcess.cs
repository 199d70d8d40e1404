using System.Diagnostics;

namespace Graft.EndToEnd.Tests;

/// <summary>The command line as a user runs it: a process with its streams and its exit code.</summary>
internal static class CommandLineProcess
{
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Graft.Cli.dll");

    /// <summary>Runs to the end.</summary>
    public static Task<Outcome> Run(params string[] arguments) => Run(Repository.Root, arguments);

    public static async Task<Outcome> Run(string folder, string[] arguments)
    {
        using var process = Start(folder, arguments);
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new Outcome(process.ExitCode, await output, await error);
    }

    public static Process Start(string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // What the tests' own environment asks for must not change what a user sees.
        foreach (var name in new[] { "GRAFT_DEBUG", "NO_COLOR", "FORCE_COLOR" }) start.Environment.Remove(name);
        // Nor may a test find what the user downloaded, or leave anything in his cache.
        start.Environment["GRAFT_HOME"] = Path.Combine(AppContext.BaseDirectory, "graft-home");
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
