using System.Diagnostics;
using System.Globalization;

namespace Graft.Training;

/// <summary>
/// The time of a piece of work: by the clock, and of the processors. Where other programs want them too, it takes as long as the system lets it wait; the
/// time that its own threads computed (they sleep while they wait for each other) then says more.
/// </summary>
internal sealed class TurnClock
{
    private const double TicksPerSecond = 100; // USER_HZ, on every Linux

    private readonly Process[] _servers;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly double _own, _busy;

    /// <param name="servers">Processes that work for this one, such as a service that is measured.</param>
    public TurnClock(params Process[] servers) => (_servers, _own, _busy) = (servers, Own(servers), BusyOf(Lines("/proc/stat"), Allowed.Value).Seconds);

    /// <summary>The times so far.</summary>
    public TurnTimes Stop()
    {
        var (seconds, own) = (_watch.Elapsed.TotalSeconds, Own(_servers) - _own);
        var (busy, processors) = BusyOf(Lines("/proc/stat"), Allowed.Value);
        return new(seconds, own, processors == 0 ? 0 : Math.Max(0, busy - _busy - own) / (seconds * processors));
    }

    /// <summary>
    /// What the processors have computed since the system started (user, nice, system; no waiting), and how many they are: those that this process may use.
    /// A container sees all of its host's, and more of them may be busy than it has.
    /// </summary>
    /// <param name="lines">Of /proc/stat; none where the system does not tell.</param>
    /// <param name="allowed">Numbers of the processors; null for all.</param>
    internal static (double Seconds, int Processors) BusyOf(IEnumerable<string> lines, IReadOnlySet<int>? allowed)
    {
        var own = lines.Where(line => line.StartsWith("cpu", StringComparison.Ordinal)).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => int.TryParse(words[0].AsSpan(3), CultureInfo.InvariantCulture, out var number) && allowed?.Contains(number) != false).ToList();
        return (own.Sum(words => words[1..4].Sum(word => double.Parse(word, CultureInfo.InvariantCulture))) / TicksPerSecond, own.Count);
    }

    /// <summary>Numbers of a list such as "0-3,8"; null where it says nothing.</summary>
    internal static IReadOnlySet<int>? NumbersOf(string? list) => list?.Trim() is not { Length: > 0 } given ? null
        : given.Split(',').Select(part => part.Split('-').Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray())
            .SelectMany(ends => Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)).ToHashSet();

    /// <summary>The list of processors that this process may use, as the system writes it; empty where it does not tell.</summary>
    public static string AllowedProcessors => AllowedText() ?? "";

    private const string AllowedList = "Cpus_allowed_list:";

    private static readonly Lazy<IReadOnlySet<int>?> Allowed = new(() => NumbersOf(AllowedText()));

    private static string? AllowedText() =>
        Lines("/proc/self/status").FirstOrDefault(line => line.StartsWith(AllowedList, StringComparison.Ordinal))?[AllowedList.Length..];

    private static double Own(Process[] servers)
    {
        using var process = Process.GetCurrentProcess();
        foreach (var server in servers) server.Refresh();
        return process.TotalProcessorTime.TotalSeconds + servers.Sum(server => server.TotalProcessorTime.TotalSeconds);
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

/// <summary>What a piece of work took.</summary>
/// <param name="Seconds">By the clock.</param>
/// <param name="ProcessorSeconds">What its threads computed, in seconds of one processor.</param>
/// <param name="OtherPrograms">Share of the processors that other programs used, 0..1; 0 where the system does not tell.</param>
internal readonly record struct TurnTimes(double Seconds, double ProcessorSeconds, double OtherPrograms);
