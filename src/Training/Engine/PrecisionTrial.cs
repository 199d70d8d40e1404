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

    // Share of the processors that other programs may use before the clock says little.
    private const double MaxOtherPrograms = 0.1;

    // Channels-last was as fast or faster in bfloat16 wherever it was measured, and needs no copy of the input.
    private const double LayoutMargin = 1.1;

    /// <summary>Measures both.</summary>
    /// <param name="take">Takes steps from the job's start in one way.</param>
    /// <param name="float32">Layout in float32.</param>
    /// <param name="layouts">Layouts in bfloat16 to choose from, the preferred one first.</param>
    /// <param name="sets">Sets of turns at most: short jobs cannot pay for repeating.</param>
    public static TrialResult Run(Func<TorchGraphOptions, Turn> take, MemoryLayout float32, IReadOnlyList<MemoryLayout> layouts, long sets = Sets)
    {
        // What a library does once, at the first step of its kind, counts for neither: of these turns only the losses do, and which layout is better.
        var (whole, tried) = First(take, float32, layouts);
        if (tried.Count == 0) return TrialResult.Impossible;
        var (layout, half) = tried[0];
        foreach (var (other, turn) in tried.Skip(1))
            if (turn.ProcessorSeconds * LayoutMargin < half.ProcessorSeconds) (layout, half) = (other, turn);
        var difference = DifferenceOf(whole.Losses, half.Losses);
        List<double> gains = [];
        var isShared = false;
        for (var set = 0; set < Math.Clamp(sets, 1, Sets); set++)
        {
            var pairs = Enumerable.Range(0, TurnsPerSet)
                .Select(_ => (Whole: take(Way(float32, Precision.Float32)), Half: take(Way(layout, Precision.Bfloat16)))).ToList();
            isShared |= pairs.Average(pair => (pair.Whole.OtherPrograms + pair.Half.OtherPrograms) / 2) > MaxOtherPrograms;
            gains = [.. pairs.Select(pair => isShared
                ? pair.Whole.ProcessorSeconds / pair.Half.ProcessorSeconds
                : pair.Whole.Seconds / pair.Half.Seconds)];
            if (gains.Select(gain => gain >= MinGain).Distinct().Count() == 1)
                return new TrialResult(layout, Median(gains), difference) { IsShared = isShared };
        }
        return new TrialResult(layout, Median(gains), difference) { IsShared = isShared, IsNoisy = true };
    }

    /// <summary>The losses alone, where the speed is known.</summary>
    public static double Difference(Func<TorchGraphOptions, Turn> take, MemoryLayout float32, MemoryLayout layout) =>
        First(take, float32, [layout]) is (var whole, [var (_, half)]) ? DifferenceOf(whole.Losses, half.Losses) : double.PositiveInfinity;

    private static (Turn Whole, List<(MemoryLayout Layout, Turn Turn)> Tried) First(
        Func<TorchGraphOptions, Turn> take, MemoryLayout float32, IReadOnlyList<MemoryLayout> layouts)
    {
        var whole = take(Way(float32, Precision.Float32));
        List<(MemoryLayout, Turn)> tried = [];
        foreach (var layout in layouts)
            try
            {
                tried.Add((layout, take(Way(layout, Precision.Bfloat16))));
            }
            catch (Exception failure) when (failure is ExternalException or GraftException)
            {
                // An operation that the library has not in bfloat16, or a loss that is not finite in it.
            }
        return (whole, tried);
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
    /// <summary>The library does not train this network in bfloat16.</summary>
    public static TrialResult Impossible { get; } = new(MemoryLayout.ChannelsLast, 0, double.PositiveInfinity);

    /// <summary>Whether turns contradicted each other to the end.</summary>
    public bool IsNoisy { get; init; }

    /// <summary>Whether other programs used the processors meanwhile: the ratio is that of the processors' time, and is not kept.</summary>
    public bool IsShared { get; init; }

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
