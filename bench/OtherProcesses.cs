using System.Diagnostics;
using System.Globalization;

namespace Graft.Bench;

/// <summary>The share of the machine that processes other than ours used meanwhile; 0 where the system does not tell.</summary>
internal sealed class OtherProcesses
{
    private const double TicksPerSecond = 100; // USER_HZ, on every Linux

    private readonly Process[] _servers;
    private readonly double _busy, _ours;
    private readonly long _at = Stopwatch.GetTimestamp();

    private OtherProcesses(Process[] servers) => (_servers, _busy, _ours) = (servers, Busy(), Ours(servers));

    public static OtherProcesses Since(params Process[] servers) => new(servers);

    public double Share()
    {
        var seconds = Stopwatch.GetElapsedTime(_at).TotalSeconds * Environment.ProcessorCount;
        return Math.Max(0, Busy() - _busy - (Ours(_servers) - _ours)) / seconds;
    }

    private static double Ours(Process[] servers)
    {
        foreach (var server in servers) server.Refresh();
        return (Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds) + servers.Sum(server => server.TotalProcessorTime.TotalSeconds);
    }

    // user, nice, system, without idle and waiting for disks.
    private static double Busy() => !File.Exists("/proc/stat") ? 0
        : File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..4].Sum(word =>
            double.Parse(word, CultureInfo.InvariantCulture))
            / TicksPerSecond;
}
