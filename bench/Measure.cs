using System.Diagnostics;

namespace Graft.Bench;

/// <summary>Medians of interleaved rounds, so that a machine whose speed drifts is unfair to nobody.</summary>
internal static class Measure
{
    /// <summary>Runs every contender once per round, in turn, after one warm-up round; seconds per round and contender.</summary>
    public static double[][] Rounds(int rounds, params Action[] contenders)
    {
        foreach (var contender in contenders) contender();
        var seconds = contenders.Select(_ => new double[rounds]).ToArray();
        for (var round = 0; round < rounds; round++)
            for (var index = 0; index < contenders.Length; index++)
            {
                var watch = Stopwatch.StartNew();
                contenders[index]();
                seconds[index][round] = watch.Elapsed.TotalSeconds;
            }
        return seconds;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>One line that says what machine the figures are from.</summary>
    public static string Machine()
    {
        var cpu = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"{cpu ?? "processor not known"}, {Environment.ProcessorCount} cores, "
            + $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}";
    }

    /// <summary>Resident memory of this process now, in bytes.</summary>
    public static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    /// <summary>Largest resident memory of this process so far, in MB.</summary>
    public static double PeakMegabytes() => Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
}
