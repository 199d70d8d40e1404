using System.Runtime.InteropServices;

namespace Graft.Training;

/// <summary>
/// A few real steps of a job in float32 and in bfloat16, in turns, so that a burst of other work on the machine does not hit one of them alone.
/// bfloat16 is taken where every turn of a set says that it is faster, and the losses are the same.
/// </summary>
internal static class PrecisionTrial
{
    /// <summary>bfloat16 must be so many times as fast: less is within what machines vary.</summary>
    public const double MinGain = 1.15;

    /// <summary>Largest relative difference of a step's loss.</summary>
    public const double MaxDifference = 0.01;

    /// <summary>A noisy set of turns is taken again, twice at most.</summary>
    public const int Sets = 3, TurnsPerSet = 3;

    /// <summary>Steps that a trial without noise takes at most.</summary>
    public const int Steps = 3 * TrialTurns.Steps + 2 * TurnsPerSet * TrialTurns.Steps;

    /// <summary>Share of the processors that other programs may use before the clock says little.</summary>
    public const double MaxOtherPrograms = 0.1;

    // Channels-last was as fast or faster in bfloat16 wherever it was measured, and needs no copy of the input.
    private const double LayoutMargin = 1.1;

    /// <summary>Measures both.</summary>
    /// <param name="take">Takes steps from the job's start in one way.</param>
    /// <param name="float32">Layout in float32.</param>
    /// <param name="layouts">Layouts in bfloat16 to choose from, the preferred one first.</param>
    /// <param name="sets">Sets of turns at most: short jobs cannot pay for repeating.</param>
    /// <param name="taken">A turn in float32 that was taken before; null where none was.</param>
    public static TrialResult Run(
        Func<TorchGraphOptions, Turn> take, MemoryLayout float32, IReadOnlyList<MemoryLayout> layouts, long sets = Sets, Turn? taken = null)
    {
        // What a library does once, at the first step of its kind, counts for neither: of these turns only the losses do, and which layout is better.
        var (whole, tried, failure) = First(take, float32, layouts, taken);
        if (failure is not null) return TrialResult.Failed(layouts[0], failure);
        var (layout, half) = tried[0];
        foreach (var (other, turn) in tried.Skip(1))
            if (turn.ProcessorSeconds * LayoutMargin < half.ProcessorSeconds) (layout, half) = (other, turn);
        var difference = DifferenceOf(whole.Losses, half.Losses);
        List<double> gains = [];
        var others = 0.0;
        for (var set = 0; set < Math.Clamp(sets, 1, Sets); set++)
        {
            var pairs = Enumerable.Range(0, TurnsPerSet)
                .Select(_ => (Whole: take(Way(float32, Precision.Float32)), Half: take(Way(layout, Precision.Bfloat16)))).ToList();
            others = Math.Max(others, pairs.Average(pair => (pair.Whole.OtherPrograms + pair.Half.OtherPrograms) / 2));
            gains = [.. pairs.Select(pair => others > MaxOtherPrograms
                ? pair.Whole.ProcessorSeconds / pair.Half.ProcessorSeconds
                : pair.Whole.Seconds / pair.Half.Seconds)];
            if (gains.Select(gain => gain >= MinGain).Distinct().Count() == 1)
                return new TrialResult(layout, Median(gains), difference) { OtherPrograms = others };
        }
        return new TrialResult(layout, Median(gains), difference) { OtherPrograms = others, IsNoisy = true };
    }

    /// <summary>What is known of the speed, with the losses of this job.</summary>
    public static TrialResult WithLosses(TrialResult known, Func<TorchGraphOptions, Turn> take, MemoryLayout float32)
    {
        var (whole, tried, failure) = First(take, float32, [known.Layout]);
        return failure is null ? known with { Difference = DifferenceOf(whole.Losses, tried[0].Turn.Losses) } : TrialResult.Failed(known.Layout, failure);
    }

    // The failure where no layout can be taken. A loss that is not finite says more than what the library has not.
    private static (Turn Whole, List<(MemoryLayout Layout, Turn Turn)> Tried, Exception? Failure) First(
        Func<TorchGraphOptions, Turn> take, MemoryLayout float32, IReadOnlyList<MemoryLayout> layouts, Turn? taken = null)
    {
        var whole = taken ?? take(Way(float32, Precision.Float32));
        List<(MemoryLayout, Turn)> tried = [];
        Exception? failed = null;
        foreach (var layout in layouts)
            try
            {
                tried.Add((layout, take(Way(layout, Precision.Bfloat16))));
            }
            catch (Exception failure) when (failure is ExternalException or GraftException)
            {
                if (failed is not GraftException) failed = failure;
            }
        return (whole, tried, tried.Count == 0 ? failed : null);
    }

    private static double DifferenceOf(IReadOnlyList<double> losses, IReadOnlyList<double> others) =>
        losses.Zip(others, (loss, other) => Math.Abs(loss - other) / Math.Max(Math.Abs(loss), 1e-12)).Max();

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static TorchGraphOptions Way(MemoryLayout layout, Precision precision) => new() { Layout = layout, Precision = precision };
}

/// <summary>What a trial found.</summary>
/// <param name="Layout">The better layout in bfloat16.</param>
/// <param name="Gain">How many times as fast as float32 a step in bfloat16 is; 0 where there is none.</param>
/// <param name="Difference">Largest relative difference of the first losses.</param>
internal sealed record TrialResult(MemoryLayout Layout, double Gain, double Difference)
{
    /// <summary>No step could be taken in bfloat16: the loss is not a number, or the library does not train this network in it.</summary>
    public static TrialResult Failed(MemoryLayout layout, Exception failure) =>
        new(layout, 0, double.PositiveInfinity) { IsLossNotFinite = failure is GraftException };

    /// <summary>Whether it failed by a loss that is not a finite number, which depends on more than the network.</summary>
    public bool IsLossNotFinite { get; init; }

    /// <summary>Whether turns contradicted each other to the end.</summary>
    public bool IsNoisy { get; init; }

    /// <summary>Share of the processors that other programs used meanwhile, 0..1.</summary>
    public double OtherPrograms { get; init; }

    /// <summary>Whether that is so much that the ratio is that of the processors' time, which is not kept.</summary>
    public bool IsShared => OtherPrograms > PrecisionTrial.MaxOtherPrograms;

    /// <summary>Whether bfloat16 is to be used.</summary>
    public bool TakesBfloat16 => !IsNoisy && Gain >= PrecisionTrial.MinGain && Difference <= PrecisionTrial.MaxDifference;
}

/// <summary>A turn of a trial.</summary>
/// <param name="Seconds">Time of its last step.</param>
/// <param name="Losses">Loss of every step.</param>
internal sealed record Turn(double Seconds, IReadOnlyList<double> Losses)
{
    /// <summary>What its threads computed in that step, in seconds of one processor.</summary>
    public double ProcessorSeconds { get; init; } = Seconds;

    /// <summary>Share of the processors that other programs used, 0..1; 0 where the system does not tell.</summary>
    public double OtherPrograms { get; init; }
}
