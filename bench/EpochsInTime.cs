using System.Diagnostics;

namespace Graft.Bench;

/// <summary>How many epochs fit into a time on this machine, so that a schedule ends when the time does.</summary>
internal static class EpochsInTime
{
    private const int Few = 1, More = 11;

    // Validation, and steps that get slower when the machine gets warm.
    private const double Reserve = 1.15;

    /// <summary>By two short runs after one that only warms up; their results are thrown away.</summary>
    /// <param name="minutes">The time.</param>
    /// <param name="images">Training images of an epoch.</param>
    /// <param name="batch">Images per step.</param>
    /// <param name="train">Trains one epoch over that many images.</param>
    public static int Of(double minutes, int images, int batch, Action<int> train)
    {
        train(Few * batch);
        var perStep = Math.Max(0.01, (Seconds(() => train(More * batch)) - Seconds(() => train(Few * batch))) / (More - Few));
        return Math.Max(1, (int)(minutes * 60 / (perStep * images / batch * Reserve)));
    }

    private static double Seconds(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }
}
