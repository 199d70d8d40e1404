using System.Diagnostics;

namespace Graft.EndToEnd.Tests;

/// <summary>The command line as a user runs it: a process with its streams and its exit code.</summary>
internal static class CommandLineProcess
{
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Graft.Cli.dll");

    /// <summary>Runs to the end.</summary>
    public static Task<Outcome> Run(params string[] arguments) => Run(Repository.Root, arguments);

    public static async Task<Outcome> Run(string folder, string[] arguments, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        using var process = Start(folder, arguments, environment, program);
        var cancellation = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new Outcome(process.ExitCode, await output, await error);
    }

    public static Process Start(string folder, string[] arguments, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        // A program that is no assembly, and no verb of the SDK's command line, runs by itself.
        var isExecutable = program is not null && Path.IsPathFullyQualified(program) && !program.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isExecutable ? program! : "dotnet", isExecutable ? arguments : [program ?? Program, .. arguments])
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
        // Nor where the machine it runs on takes its downloads from.
        foreach (var name in new[]
                 {
                     "GRAFT_MIRROR", "GRAFT_HUB", "GRAFT_OFFLINE",
                     "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY",
                     "http_proxy", "https_proxy", "no_proxy", "all_proxy",
                 })
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
