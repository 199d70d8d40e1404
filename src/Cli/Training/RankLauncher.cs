using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Graft.Mpi;

namespace Graft.Cli;

/// <summary>Starts this program several times by the system's mpirun, as one would oneself, and again where that is wanted and something failed.</summary>
internal sealed class RankLauncher(Terminal terminal, string? hostFile, int maxRestarts)
{
    /// <summary>Is there where this program started the ranks, and reads what they write.</summary>
    public const string Variable = "GRAFT_LAUNCHED";

    /// <summary>Names another launcher than the first mpirun of the PATH.</summary>
    public const string LauncherVariable = "GRAFT_MPIRUN";

    private const int KillSignal = 9;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] Ended = ["--ranks", "--hosts", "--max-restarts"];

    /// <summary>Whether the ranks of a training are yet to be started.</summary>
    public static bool IsNeeded(int ranks) => ranks > 1 && MpiLauncher.Current is null;

    /// <summary>Whether such a program started this one, and speaks for it.</summary>
    public static bool IsAbove => MpiLauncher.Current is not null && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Tells the program that started this rank something; nothing where none did.</summary>
    public static void Tell(params IEnumerable<string> words)
    {
        if (IsAbove) Console.Error.WriteLine(LauncherOutput.Telling(words));
    }

    /// <summary>Runs a training to its end.</summary>
    /// <param name="ranks">Processes.</param>
    /// <param name="arguments">The words of this command line.</param>
    /// <param name="cancellation">Asks the ranks to stop.</param>
    /// <returns>The job's exit code.</returns>
    public int Run(int ranks, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var family = MpiRun.Find();
        using var folder = TemporaryFolder.Create();
        IReadOnlyList<string> words = [.. Without(arguments), "--ranks", Text(ranks)];
        var hosts = hostFile is null ? null : HostList.Read(hostFile);
        for (var restarts = 0; ; restarts++)
        {
            var (code, end, run) = Start(family, ranks, words, hosts?.Write(Path.Combine(folder.Path, "hosts"), family), cancellation);
            if (cancellation.IsCancellationRequested) return ExitCode.Cancelled;
            if (end is null && code is ExitCode.Done or ExitCode.BadInput or ExitCode.Cancelled) return code;
            var left = restarts == maxRestarts || run is null ? null : hosts?.Answering(family);
            if (restarts == maxRestarts || run is null || left?.Hosts.Count == 0)
            {
                if (end is not null) terminal.Fail(run is null ? end : $"{end} {GoOn(run)}");
                return ExitCode.Failed;
            }
            if (left is not null)
            {
                foreach (var gone in hosts!.Hosts.Except(left.Hosts)) terminal.Warn($"{gone.Name} does not answer; the run goes on without it.");
                ranks = Math.Max(1, (int)((long)ranks * left.Slots / hosts.Slots));
                hosts = left;
            }
            terminal.Warn($"{end ?? $"The ranks ended with {code}."} Start {restarts + 2} of {maxRestarts + 1}, from the last checkpoint, "
                + $"with {Words.Count(ranks, "rank")}.");
            words = ["train", "--resume", run, "--ranks", Text(ranks), .. arguments.Contains("--json") ? ["--json"] : Array.Empty<string>()];
        }
    }

    /// <summary>How a run that was ended from outside goes on.</summary>
    /// <param name="run">Its folder.</param>
    public static string GoOn(string run) => $"`graft train --resume {Shell.Quote(Shell.Short(run))}` goes on from the last checkpoint.";

    // What this program was told about starting others is not for them.
    private static IEnumerable<string> Without(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (Ended.Contains(arguments[i])) i++;
            else if (!Ended.Any(flag => arguments[i].StartsWith(flag + "=", StringComparison.Ordinal))) yield return arguments[i];
        }
    }

    // The exit code, what ended it where no rank has said that, and the run's folder.
    private (int Code, string? End, string? Run) Start(MpiRun family, int ranks, IReadOnlyList<string> words, string? hosts, CancellationToken cancellation)
    {
        var start = family.Command(ranks, hosts, [.. Program(), .. words]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)
            ?? throw new GraftException($"'{family.Path}' could not be started.", "It starts the ranks.", "Start it by hand: `mpirun -np 2 graft train ...`.");
        var said = new LauncherOutput(terminal);
        Thread[] readers = [Reader(process.StandardOutput, isError: false), Reader(process.StandardError, isError: true)];
        // Other signals make the launchers end the ranks before they have left a checkpoint; this one they hand on.
        using var stop = cancellation.Register(() =>
        {
            if (!process.HasExited) _ = Kill(process.Id, Interruption.OfRanks);
        });
        process.WaitForExit();
        foreach (var reader in readers) reader.Join(Patience); // what outlives the launcher may hold them open
        foreach (var rank in said.AwaitRanks(Patience)) _ = Kill(rank, KillSignal);
        said.AwaitRanks(Patience);
        var code = process.ExitCode;
        var ended = said.WhoEnded();
        var end = ended is not null ? $"{ended}, and the launcher ended the others."
            : said.HasError || code is ExitCode.Done or ExitCode.Failed or ExitCode.BadInput or ExitCode.Cancelled ? null
            : $"{family.Path}, which started the ranks, ended with {code}.";
        said.Finish(ended is not null || said.HasError || code == ExitCode.Cancelled || cancellation.IsCancellationRequested);
        return (code, end, said.Run);

        Thread Reader(StreamReader from, bool isError)
        {
            var thread = new Thread(() => said.Read(from, isError)) { IsBackground = true, Name = "ranks" };
            thread.Start();
            return thread;
        }
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
