using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Graft.Mpi;

namespace Graft.Cli;

/// <summary>Starts this program several times by the system's mpirun, as one would oneself, and again where that is wanted and something failed.</summary>
internal sealed class RankLauncher(Terminal terminal, string? hostFile, int maxRestarts)
{
    /// <summary>Names a file that rank 0 writes the run's folder into.</summary>
    public const string FolderVariable = "GRAFT_RUN_FILE";

    /// <summary>Names another launcher than the first mpirun of the PATH.</summary>
    public const string LauncherVariable = "GRAFT_MPIRUN";

    private static readonly string[] Ended = ["--ranks", "--hosts", "--max-restarts"];

    /// <summary>Whether the ranks of a training are yet to be started.</summary>
    public static bool IsNeeded(int ranks) => ranks > 1 && MpiLauncher.Current is null;

    /// <summary>Runs a training to its end.</summary>
    /// <param name="ranks">Processes.</param>
    /// <param name="arguments">The words of this command line.</param>
    /// <param name="cancellation">Asks the ranks to stop.</param>
    /// <returns>The job's exit code.</returns>
    public int Run(int ranks, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var family = MpiRun.Find();
        using var folder = TemporaryFolder.Create();
        var told = Path.Combine(folder.Path, "run");
        IReadOnlyList<string> words = [.. Without(arguments), "--ranks", Text(ranks)];
        var hosts = hostFile is null ? null : HostList.Read(hostFile);
        for (var restarts = 0; ; restarts++)
        {
            var code = Start(family, ranks, words, hosts?.Write(Path.Combine(folder.Path, "hosts"), family), told, cancellation);
            if (cancellation.IsCancellationRequested) return ExitCode.Cancelled;
            if (code is ExitCode.Done or ExitCode.BadInput or ExitCode.Cancelled || restarts == maxRestarts || !File.Exists(told)) return code;
            var run = File.ReadAllText(told).Trim();
            if (hosts is not null)
            {
                var left = hosts.Answering(family);
                if (left.Hosts.Count == 0) return code;
                foreach (var gone in hosts.Hosts.Except(left.Hosts)) terminal.Warn($"{gone.Name} does not answer; the run goes on without it.");
                ranks = Math.Max(1, (int)((long)ranks * left.Slots / hosts.Slots));
                hosts = left;
            }
            terminal.Warn($"The ranks ended with {code}; start {restarts + 2} of {maxRestarts + 1}, from the last checkpoint, "
                + $"with {Words.Count(ranks, "rank")}.");
            words = ["train", "--resume", run, "--ranks", Text(ranks), .. arguments.Contains("--json") ? ["--json"] : Array.Empty<string>()];
        }
    }

    // What this program was told about starting others is not for them.
    private static IEnumerable<string> Without(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (Ended.Contains(arguments[i])) i++;
            else if (!Ended.Any(flag => arguments[i].StartsWith(flag + "=", StringComparison.Ordinal))) yield return arguments[i];
        }
    }

    private static int Start(MpiRun family, int ranks, IReadOnlyList<string> words, string? hosts, string told, CancellationToken cancellation)
    {
        using var process = Process.Start(family.Command(ranks, hosts, [.. Program(), .. words], told))
            ?? throw new GraftException($"'{family.Path}' could not be started.", "It starts the ranks.", "Start it by hand: `mpirun -np 2 graft train ...`.");
        // Other signals make the launchers end the ranks before they have left a checkpoint; this one they hand on.
        using var stop = cancellation.Register(() =>
        {
            if (!process.HasExited) _ = Kill(process.Id, Interruption.OfRanks);
        });
        process.WaitForExit();
        return process.ExitCode;
    }

    private static IEnumerable<string> Program()
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Path.GetFullPath(Environment.GetCommandLineArgs()[0])] : [program];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
