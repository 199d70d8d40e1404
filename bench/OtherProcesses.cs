using System.Diagnostics;
using System.Globalization;

namespace Graft.Bench;

/// <summary>The share of the machine that processes other than ours used meanwhile; 0 where the system does not tell.</summary>
internal sealed class OtherProcesses
{
    private const double TicksPerSecond = 100; // USER_HZ, on every Linux

    private readonly Process _server;
    private readonly double _busy, _ours;
    private readonly long _at = Stopwatch.GetTimestamp();

    private OtherProcesses(Process server) => (_server, _busy, _ours) = (server, Busy(), Ours(server));

    public static OtherProcesses Since(Process server) => new(server);

    public double Share()
    {
        var seconds = Stopwatch.GetElapsedTime(_at).TotalSeconds * Environment.ProcessorCount;
        return Math.Max(0, Busy() - _busy - (Ours(_server) - _ours)) / seconds;
    }

    private static double Ours(Process server)
    {
        server.Refresh();
        return (Process.GetCurrentProcess().TotalProcessorTime + server.TotalProcessorTime).TotalSeconds;
    }

    // user, nice, system, without idle and waiting for disks.
    private static double Busy() => !File.Exists("/proc/stat") ? 0
        : File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..4].Sum(word =>
            double.Parse(word, CultureInfo.InvariantCulture))
            / TicksPerSecond;
}
