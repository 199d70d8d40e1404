namespace Graft.Training;

/// <summary>When a job is tried in bfloat16 before it begins.</summary>
internal sealed record TrialSettings
{
    /// <summary>The processor; what a run chose on another one is chosen again.</summary>
    public string Processor { get; init; } = ProcessorFeatures.Model + (ProcessorFeatures.HasBfloat16 ? " BF16" : "");

    /// <summary>Whether it multiplies bfloat16 in hardware: elsewhere it is emulated, and a trial would take most of a minute.</summary>
    public bool HasBfloat16 { get; init; } = ProcessorFeatures.HasBfloat16;

    /// <summary>Batches that the job must have. A trial takes 18 steps, mostly fewer seconds than a fifth of such a job.</summary>
    public long MinBatches { get; init; } = 64;

    /// <summary>Floating-point operations that the job must have for each thread: a processor with bfloat16 does them in about ten seconds.</summary>
    public double MinWork { get; init; } = 1.5e12;

    /// <summary>Seconds that the training may take; null for no limit.</summary>
    public double? SecondsLimit { get; init; }

    /// <summary>Folder where measured speeds are kept; null keeps none.</summary>
    public string? Folder { get; init; } = Path.Combine(GraftHome.Folder, "engine");

    /// <summary>How steps are taken; null for really.</summary>
    public Func<TorchGraphOptions, Turn>? Take { get; init; }
}
