using System.Globalization;
using System.Text.RegularExpressions;

namespace Graft.Cli;

/// <summary>
/// What a launcher of MPI and its ranks write. What the ranks say goes on line by line. What the launcher says of their ends is kept back, since Graft says it
/// with what can be done about it, and is shown at the end where nobody did; everything else that it says goes on too.
/// </summary>
internal sealed partial class LauncherOutput(Terminal terminal)
{
    private const string Told = "#graft ";
    private const string Trace = "==== backtrace (tid:"; // UCX, which MPICH sends by, ends a rank whose peer is gone
    private const int MaxBox = 40;

    // Of the ends of processes that have said themselves why: OpenMPI 4 and 5.
    private static readonly string[] OfEnds =
    [
        "non-zero exit code", "exited with non-zero status", "MPI_ABORT was invoked", "MPI_Abort()", "calling \"abort\"", "noticed that the job aborted", Trace,
    ];

    private static readonly string[] AfterBox =
        ["This typically refers to a problem with your application", "Please see the FAQ page for debugging suggestions"];

    private readonly Lock _gate = new();
    private readonly Dictionary<int, int?> _ranks = []; // by process; null where two hosts have the same
    private readonly List<int> _here = [];
    private readonly List<string>[] _boxes = [[], []];
    private readonly string[] _begun = ["", ""];
    private readonly List<string> _kept = [];
    private (int Process, string Host, int Code)? _failed;

    /// <summary>The run's folder, once rank 0 has told it.</summary>
    public string? Run { get; private set; }

    private EndedRank? Ended { get; set; }

    /// <summary>Whether a rank has said what went wrong.</summary>
    public bool HasError { get; private set; }

    /// <summary>Waits for ranks of this host that the launcher has ended and not waited for: the run's folder is theirs until then.</summary>
    /// <returns>Those that are still there.</returns>
    public IReadOnlyList<int> AwaitRanks(TimeSpan patience)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (clock.Elapsed < patience && _here.Any(IsAlive)) Thread.Sleep(20);
        return [.. _here.Where(IsAlive)];
    }

    /// <summary>A line by which a rank tells the program that started it something.</summary>
    public static string Telling(params IEnumerable<string> words) => Told + string.Join(' ', words);

    /// <summary>Reads a stream to its end.</summary>
    public void Read(TextReader from, bool isError)
    {
        while (from.ReadLine() is { } line) Take(line, isError);
    }

    /// <summary>Takes a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="isError">Whether it came on standard error.</param>
    public void Take(string line, bool isError)
    {
        lock (_gate)
        {
            var stream = isError ? 1 : 0;
            var box = _boxes[stream];
            (line, _begun[stream]) = (_begun[stream] + line, "");
            // What another rank writes at the same time may stand before it, and goes on in the next line.
            if (line.IndexOf(Told, StringComparison.Ordinal) is >= 0 and var at)
            {
                _begun[stream] = line[..at];
                Learn(line[(at + Told.Length)..].Split(' '));
            }
            else if (box.Count > 0 || Rule().IsMatch(line) || line.StartsWith(Trace, StringComparison.Ordinal)) Box(box, line, isError);
            else if (Note().IsMatch(line) || AfterBox.Any(start => line.StartsWith(start, StringComparison.Ordinal))) Keep(line);
            else Pass(line, isError);
        }
    }

    /// <summary>
    /// The rank that a signal ended, when nothing comes any more. Of one on another host MPICH gives the signal as an exit code, which none of ours is.
    /// </summary>
    public EndedRank? WhoEnded() => Ended
        ?? (_failed is { Code: > ExitCode.BadInput and < 65 } failed ? OfProcess(failed.Process, failed.Host, failed.Code) : null);

    /// <summary>Nothing comes any more.</summary>
    /// <param name="isSaid">Whether the end has been explained.</param>
    public void Finish(bool isSaid)
    {
        lock (_gate)
        {
            for (var stream = 0; stream < 2; stream++) foreach (var line in _boxes[stream]) Pass(line, stream == 1);
            if (!isSaid) foreach (var line in _kept) Pass(line, isError: true);
        }
    }

    private void Learn(string[] words)
    {
        if (words is ["run", ..]) Run = string.Join(' ', words[1..]);
        else if (words is ["rank", var rank, var process, var host])
        {
            _ranks[Number(process)] = _ranks.ContainsKey(Number(process)) ? null : Number(rank);
            if (host == Environment.MachineName) _here.Add(Number(process));
        }
    }

    private void Box(List<string> box, string line, bool isError)
    {
        var isOpen = box.Count == 0;
        box.Add(line);
        if (isOpen || (!Rule().IsMatch(line) && box.Count < MaxBox)) return;
        var text = string.Join(' ', box);
        if (BySignal().Match(text) is { Success: true } killed) Ended ??= new(Number(killed.Groups[1]), killed.Groups[2].Value, Number(killed.Groups[3]));
        else if (Terminated().Match(text) is { Success: true } ended) _failed ??= (Number(ended.Groups[1]), ended.Groups[2].Value, Number(ended.Groups[3]));
        else if (!OfEnds.Any(words => text.Contains(words, StringComparison.Ordinal)))
        {
            foreach (var one in box) Pass(one, isError);
            box.Clear();
            return;
        }
        foreach (var one in box) Keep(one);
        box.Clear();
    }

    private void Keep(string line)
    {
        _kept.Add(line);
        if (PeerGone().Match(line) is { Success: true } gone && _ranks.TryGetValue(Number(gone.Groups[2]), out var silent))
            Ended ??= new EndedRank(silent, gone.Groups[1].Value, null);
        if (_failed is { } failed && Ended is null && SignalOf().Match(line) is { Success: true } signal)
            Ended = OfProcess(failed.Process, failed.Host, Number(signal.Groups[1]));
    }

    private EndedRank OfProcess(int process, string host, int signal) => new(_ranks.GetValueOrDefault(process), host, signal);

    private void Pass(string line, bool isError)
    {
        HasError |= isError && line.StartsWith("error: ", StringComparison.Ordinal);
        if (isError) terminal.Raw(line + Environment.NewLine);
        else terminal.Output.WriteLine(line);
    }

    // What has ended and was waited for by nobody is still listed, and so is what has some threads left.
    private static bool IsAlive(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat") is var stat && (!stat[(stat.LastIndexOf(')') + 1)..].StartsWith(" Z", StringComparison.Ordinal)
                || Directory.GetDirectories($"/proc/{process}/task").Length > 1);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int Number(Capture text) => Number(text.Value);

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // OpenMPI draws a line above and below, MPICH another.
    [GeneratedRegex("^(-{60,}|={30,})$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"process rank (\d+) with PID \d+ on node (\S+) exited on\s+signal (\d+)")]
    private static partial Regex BySignal();

    [GeneratedRegex(@"BAD TERMINATION .*PID (\d+) RUNNING AT (\S+) .*EXIT CODE: (\d+)")]
    private static partial Regex Terminated();

    [GeneratedRegex(@"^\[(\S+):\d+\s*:\d+:\d+\].* process_vm_\w+\(pid=(\d+) .*No such process")]
    private static partial Regex PeerGone();

    [GeneratedRegex(@"^YOUR APPLICATION TERMINATED WITH THE EXIT STRING: .*\(signal (\d+)\)")]
    private static partial Regex SignalOf();

    [GeneratedRegex("""^\S+: Forwarding signal \d+ to job$|^\[(mpiexec|proxy:\S+)@"""
        + """|^\[\S+:\d+\s*:\d+:\d+\].* process_vm_|^application called MPI_Abort\(|^Abort\(\d+\) on node \d+"""
        + """|^YOUR APPLICATION TERMINATED WITH """
        + """|^\[\S+:\d+\] (\d+ more process(es)? (has|have) sent help message|Set MCA parameter "orte_base_help_aggregate")""")]
    private static partial Regex Note();
}

/// <summary>A rank that did not end by itself.</summary>
/// <param name="Rank">Which; null where that is not known.</param>
/// <param name="Host">Where it ran.</param>
/// <param name="Signal">What ended it; null where that is not known.</param>
internal sealed record EndedRank(int? Rank, string Host, int? Signal)
{
    private const int Kill = 9;

    public override string ToString() => FormattableString.Invariant(
        $"{(Rank is { } rank ? $"Rank {rank}" : "A rank")} on {Host} was ended by {(Signal is { } signal ? $"signal {signal}" : "a signal")}")
        + (Signal is Kill or null ? ": somebody killed it, or the host ran out of memory" : "");
}
