using System.Diagnostics;
using System.Globalization;

namespace Graft.Training;

/// <summary>
/// The time of a step: by the clock, and of the processors. Where other programs want them too, a step takes as long as the system lets it wait; the
/// time that its own threads computed (they sleep while they wait for each other) then says more.
/// </summary>
internal sealed class TurnClock
{
    private const double TicksPerSecond = 100; // USER_HZ, on every Linux

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly double _processor = Own(), _busy = Busy();

    /// <summary>The step's times, now that it is done.</summary>
    public Turn Stop(IReadOnlyList<double> losses)
    {
        var (seconds, processor) = (_watch.Elapsed.TotalSeconds, Own() - _processor);
        var others = Math.Max(0, Busy() - _busy - processor) / (seconds * Environment.ProcessorCount);
        return new Turn(seconds, losses) { ProcessorSeconds = processor, OtherPrograms = others };
    }

    private static double Own()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    // user, nice, system of all processors, without idle ones and those that wait for disks; 0 where the system does not tell.
    private static double Busy()
    {
        try
        {
            return File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..4]
                .Sum(word => double.Parse(word, CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return 0;
        }
    }
}
