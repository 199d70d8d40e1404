namespace Graft.Training;

/// <summary>
/// Speeds that were measured, so that a job run again is not tried again, and gives the same numbers where both are nearly as fast. A month later they are
/// measured again: the machine, its neighbours and its libraries change.
/// </summary>
internal static class KeptTrials
{
    private const int Version = 1; // of the measurement

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>What was measured for such a job here; null where it was not, or too long ago.</summary>
    public static TrialResult? Find(TrainingJob job, MemoryLayout float32)
    {
        var kept = FileOf(job, float32)?.Read();
        var age = DateTimeOffset.UtcNow - kept?.Measured;
        return kept is { Gain: > 0 } && age >= TimeSpan.Zero && age < Lifetime ? new TrialResult(kept.Layout, kept.Gain, double.NaN) : null;
    }

    /// <summary>
    /// Keeps a speed that is no accident of a busy machine. The losses are compared for every job, and a failure belongs to one job alone: they depend on its
    /// weights and images.
    /// </summary>
    public static void Keep(TrainingJob job, MemoryLayout float32, TrialResult result)
    {
        if (result is { Gain: > 0, IsNoisy: false, IsShared: false })
            FileOf(job, float32)?.Keep(new Kept(job.Graph.Name, result.Layout, result.Gain, DateTimeOffset.UtcNow));
    }

    private static KeptFile<Kept>? FileOf(TrainingJob job, MemoryLayout float32)
    {
        if (job.Trial.Folder is not { } folder) return null;
        string[] key =
        [
            $"{Version}", job.Trial.Processor, $"{EngineSetup.Info.Threads}", $"{EngineSetup.Info.KeepsMemory}",
            $"{typeof(KeptTrials).Assembly.GetName().Version}", $"{typeof(TorchSharp.torch).Assembly.GetName().Version}",
            JobFingerprint.Model(job), job.Task.GetType().Name, $"{job.Options.Optimizer.Kind}", TrialTurns.PhaseOf(job).TrainFrom,
            $"{PhaseModel.FixesStatistics(job)}", $"{job.Preprocess.Height} x {job.Preprocess.Width}", $"{job.Options.BatchSize}", $"{float32}",
            $"{job.Options.Layout}",
        ];
        return new(() => Path.Combine(folder, $"trial-{KeptFile.NameOf(key)}.json"), Json.TypeOf<Kept>());
    }

    /// <param name="Network">For people.</param>
    /// <param name="Layout">The better layout in bfloat16.</param>
    /// <param name="Gain">How many times as fast as float32.</param>
    /// <param name="Measured">When.</param>
    private sealed record Kept(string Network, MemoryLayout Layout, double Gain, DateTimeOffset Measured);
}
