using System.Globalization;
using Graft.Networks;

namespace Graft.Training;

/// <summary>Layout and precision of a training, and why.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Precision">The precision.</param>
internal sealed record EngineChoice(MemoryLayout Layout, Precision Precision)
{
    /// <summary>Why this precision, for people.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How many times as fast as in float32 a step in bfloat16 was measured to be; null where it was not tried.</summary>
    public double? Gain { get; init; }

    /// <summary>Largest relative difference of the first losses in both; null where they were not compared.</summary>
    public double? LossDifference { get; init; }

    /// <summary>Where it was chosen; empty where the trial was cancelled.</summary>
    public string Processor { get; init; } = "";

    /// <summary>
    /// What the user chose, with a warning where it is slow here; otherwise bfloat16 where a trial of the job's own steps says that it pays, and float32.
    /// float32 has the layout that was measured to be faster for this kind of network on this processor, provided that its kernels are right.
    /// </summary>
    /// <param name="job">The job, with the values to go on from.</param>
    /// <param name="progress">What of it is done.</param>
    /// <param name="observer">Hears what a trial found.</param>
    /// <param name="cancellation">Ends the trial: float32 then, and a resumed run tries again.</param>
    public static EngineChoice For(TrainingJob job, TrainingProgress progress, ITrainingObserver observer, CancellationToken cancellation)
    {
        var wanted = job.Options.Precision;
        var float32 = new EngineChoice(EngineLayout.Float32(job, observer), Precision.Float32) { Processor = job.Trial.Processor };
        if (wanted == Precision.Float32) return float32 with { Reason = "chosen by the user" };
        if (WhyNotTried(job, progress) is { } why) return wanted is null ? float32 with { Reason = why } : Untried(job, progress, float32, observer);
        try
        {
            var take = job.Trial.Take ?? new TrialTurns(job, cancellation).Take;
            var kept = KeptTrials.Find(job, float32.Layout);
            var first = kept is null && job.Trial.SecondsLimit is not null ? take(float32.Options) : null;
            if (first is not null && 4 * PrecisionTrial.Steps * first.Seconds > job.Trial.SecondsLimit)
                return wanted is null ? float32 with { Reason = TooLittleTime } : Untried(job, progress, float32, observer);
            // Who has decided is told once: no set is repeated for that.
            var sets = wanted is null ? BatchesLeft(job, progress) / BatchesPerSet : 1;
            var result = kept ?? PrecisionTrial.Run(take, float32.Layout, LayoutsOf(job), sets, first);
            if (kept is null) KeptTrials.Keep(job, float32.Layout, result);
            else if (wanted is null && kept.Gain >= PrecisionTrial.MinGain) result = PrecisionTrial.WithLosses(kept, take, float32.Layout);
            return wanted is null ? Chosen(float32, result, observer) : Insisted(float32, result, observer);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return float32 with { Reason = "the trial of bfloat16 was cancelled", Processor = "" };
        }
    }

    /// <summary>Whether a resumed run must choose again: it was begun on another processor, or cancelled in the trial.</summary>
    public static bool IsStale(TrainingJob job, TrainingProgress progress) =>
        job.Options.Precision is null && progress.Engine is { } engine && engine.Processor != job.Trial.Processor;

    private const string TooLittleTime = "a trial of bfloat16 would take more than a quarter of the time limit";

    private const int BatchesPerSet = 64; // six turns of two steps

    private TorchGraphOptions Options => new() { Layout = Layout, Precision = Precision };

    private static MemoryLayout[] LayoutsOf(TrainingJob job) =>
        job.Options.Layout is { } only ? [only] : [MemoryLayout.ChannelsLast, MemoryLayout.ChannelsFirst];

    private static string? WhyNotTried(TrainingJob job, TrainingProgress progress)
    {
        if (!job.Trial.HasBfloat16) return "this processor has no instructions for bfloat16";
        if (EngineLayout.OnlyHead(job)) return "a head alone is too small for bfloat16 to pay";
        var batches = BatchesLeft(job, progress);
        // Forward once, backward twice, a multiplication and an addition each.
        var work = 6.0 * GraphCost.Of(job.Graph, job.Preprocess.Height, job.Preprocess.Width).MultiplyAdds * job.Options.BatchSize * batches;
        if (batches < job.Trial.MinBatches)
            return $"the training has {Words.Count((int)batches, "batch", "batches")} beside those of a head alone, "
                + $"and bfloat16 is tried from {job.Trial.MinBatches} on";
        return work < job.Trial.MinWork * EngineSetup.Info.Threads ? "the training is some seconds of work, too little to try bfloat16" : null;
    }

    // Epochs of a head alone count for little.
    private static long BatchesLeft(TrainingJob job, TrainingProgress progress)
    {
        var head = job.Graph.Stages[^1].Name;
        var epochs = job.Phases.Skip(progress.Phase).Where(phase => phase.TrainFrom != head).Sum(phase => phase.Epochs);
        var done = progress.Phase < job.Phases.Count && job.Phases[progress.Phase].TrainFrom != head ? progress.EpochsInPhase : 0;
        return (long)(epochs - done) * EpochOrder.BatchesOf(job.Train, job.Options.BatchSize);
    }

    private static EngineChoice Chosen(EngineChoice float32, TrialResult result, ITrainingObserver observer)
    {
        var (gain, difference) = (result.Gain, result.Difference);
        var reason = result switch
        {
            { TakesBfloat16: true } =>
                Text($"a training step is {gain:0.0#} times as fast in it here, and the first losses are the same to {difference:0.0#%}"),
            { IsLossNotFinite: true } => "in bfloat16 the loss is not a finite number",
            { Gain: 0 } => "this network cannot be trained in bfloat16",
            { IsNoisy: true } when result.IsShared =>
                Text($"other programs used {result.OtherPrograms:0%} of the processors, so it cannot be told how fast bfloat16 is"),
            { IsNoisy: true } => "the turns of the trial contradict each other, so it cannot be told how fast bfloat16 is",
            { Gain: < 1 } => Text($"in bfloat16 a training step has {gain:0.0#} times the speed here"),
            { Gain: < PrecisionTrial.MinGain } => Text($"in bfloat16 a training step is only {gain:0.0#} times as fast here"),
            _ => Text($"in bfloat16 a training step is {gain:0.0#} times as fast here, but the first losses differ by {difference:0.0#%}"),
        };
        if (result is { IsShared: true, IsNoisy: false, Gain: > 0 })
            reason += Text($"; other programs used {result.OtherPrograms:0%} of the processors meanwhile, so the ratio is not to be relied on");
        observer.Noted(result.TakesBfloat16
            ? $"precision: bfloat16, since {reason}; {Flag.Of("--precision", "fp32")} trains in float32"
            : $"precision: float32, since {reason}", isWarning: false);
        var choice = result.TakesBfloat16 ? float32 with { Layout = result.Layout, Precision = Precision.Bfloat16 } : float32;
        return choice.Measured(result) with { Reason = reason };
    }

    private static EngineChoice Insisted(EngineChoice float32, TrialResult result, ITrainingObserver observer)
    {
        if (result is { Gain: > 0 and < 1, IsNoisy: false })
            observer.Noted(Text($"bfloat16 was measured at {result.Gain:0.0#} times the speed of float32 on this network and machine; ")
                + $"{Flag.Of("--precision", "fp32")} is faster.", isWarning: true);
        return (float32 with
        {
            Layout = result.Layout,
            Precision = Precision.Bfloat16,
            Reason = "chosen by the user",
        }).Measured(result);
    }

    private EngineChoice Measured(TrialResult result) =>
        this with { Gain = result.Gain, LossDifference = double.IsFinite(result.Difference) ? result.Difference : null };

    private static EngineChoice Untried(TrainingJob job, TrainingProgress progress, EngineChoice float32, ITrainingObserver observer)
    {
        // What an earlier run of such a job has measured costs nothing.
        if (job.Trial.HasBfloat16 && KeptTrials.Find(job, float32.Layout) is { } kept) return Insisted(float32, kept, observer);
        if (job.Trial.HasBfloat16 && !EngineLayout.OnlyHead(job))
            observer.Noted("precision: bfloat16, as asked; whether it is faster here was not measured, since "
                + (WhyNotTried(job, progress) ?? TooLittleTime), isWarning: false);
        if (!job.Trial.HasBfloat16)
            observer.Noted("This processor has no instructions for bfloat16: training will be about ten times slower than with "
                + $"{Flag.Of("--precision", "fp32")}.", isWarning: true);
        return float32 with { Precision = Precision.Bfloat16, Reason = "chosen by the user" };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
