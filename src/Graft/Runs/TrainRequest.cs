using System.ComponentModel.DataAnnotations;
using Graft.Data;
using Graft.Training;

namespace Graft;

/// <summary>
/// What every training is asked for, whatever is learned; the command line's flags are these properties. Each task has a record of its own with
/// its default values, and those that the user sets replace them.
/// </summary>
public abstract record TrainRequest
{
    /// <summary>A request whose data is given in the initialiser.</summary>
    private protected TrainRequest() { }

    /// <summary>The data set: a folder, or a file that lists images.</summary>
    public required string Data { get; init; }

    /// <summary>Name in the catalogue, with an optional tag: <c>resnet50.IMAGENET1K_V2</c>.</summary>
    public string Model { get; init; } = Pretrained.DefaultModel;

    /// <summary>A .safetensors or .pth file to use instead of the published weights.</summary>
    public string? Weights { get; init; }

    /// <summary>What is trained.</summary>
    public Strategy Strategy { get; init; } = Strategy.Full;

    /// <summary>
    /// Last stage that stays frozen, for <see cref="Strategy.Partial"/>. Null where objects and pixels are learned: the last stage at a quarter of
    /// the image's size.
    /// </summary>
    public string? Freeze { get; init; }

    /// <summary>Passes over the training images.</summary>
    [Range(1, 10_000)] public int Epochs { get; init; } = 10;

    /// <summary>Images per step.</summary>
    [Range(1, 4096)] public int Batch { get; init; } = 16;

    /// <summary>Batches whose gradients are added up for one step: as a batch this many times as large, in the memory of one.</summary>
    [Range(1, 4096)] public int Accumulate { get; init; } = 1;

    /// <summary>Longest gradient of a step, all parameters together; longer ones are shortened to it. 0 for no limit.</summary>
    [Range(0.0, 1e6)] public double ClipNorm { get; init; } = 5;

    /// <summary>Input size in pixels; 0 for the model's own.</summary>
    [Range(0, 4096)] public int ImageSize { get; init; }

    /// <summary>Highest learning rate of the head; 0 for the optimizer's default.</summary>
    [Range(0.0, 100.0)] public double LearningRate { get; init; }

    /// <summary><c>adamw</c> or <c>sgd</c>.</summary>
    [RegularExpression("adamw|sgd")] public string Optimizer { get; init; } = "adamw";

    /// <summary>Decoupled weight decay; not applied to normalisation and biases.</summary>
    [Range(0.0, 1.0)] public double WeightDecay { get; init; } = 0.01;

    /// <summary>Epochs over which the rate rises from zero.</summary>
    [Range(0.0, 1000.0)] public double WarmupEpochs { get; init; } = 1;

    /// <summary>Factor on the rate for each stage further from the head; 0 for the strategy's default.</summary>
    [Range(0.0, 1.0)] public double LayerDecay { get; init; }

    /// <summary>Share of the target spread over all classes.</summary>
    [Range(0.0, 0.9)] public double LabelSmoothing { get; init; }

    /// <summary>Decay per step of the moving average of the weights; 0 is off.</summary>
    [Range(0.0, 0.99999)] public double Ema { get; init; }

    /// <summary>Epochs without improvement before stopping; 0 never stops early.</summary>
    [Range(0, 10_000)] public int Patience { get; init; }

    /// <summary>The validation metric that chooses the best weights and decides when to stop early, or <c>loss</c>; null for the task's default.</summary>
    public string? Monitor { get; init; }

    /// <summary><c>fp32</c> or <c>bf16</c>.</summary>
    [RegularExpression("fp32|bf16")] public string Precision { get; init; } = "fp32";

    /// <summary><c>none</c>, <c>light</c>, <c>standard</c> or <c>strong</c>.</summary>
    [RegularExpression("none|light|standard|strong")] public string Augment { get; init; } = "light";

    /// <summary>Weigh the loss against the frequency of the class.</summary>
    public bool ClassWeights { get; init; }

    /// <summary>Decides every random choice.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that decode and augment; 0 for one per core.</summary>
    [Range(0, 256)] public int Workers { get; init; }

    /// <summary>Share of images kept for validation where the data has no split of its own.</summary>
    [Range(0.05, 0.9)] public double ValidationShare { get; init; } = 0.2;

    /// <summary>What to do with images that cannot be read.</summary>
    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    /// <summary>Folder the run's folder is made in.</summary>
    public string Project { get; init; } = "runs";

    /// <summary>Name of the run; the data folder's name unless given.</summary>
    public string? Name { get; init; }

    /// <summary>Write into a run folder that is there already.</summary>
    public bool ExistOk { get; init; }

    /// <summary>Go on from the checkpoint in the run folder of this name.</summary>
    public bool Resume { get; init; }

    /// <summary>Stop training after this many seconds; 0 for no limit. The demo gives both of its runs the same.</summary>
    [Range(0.0, 1e7)] public double SecondsLimit { get; init; }

    /// <summary>Whether the task knows which stages to freeze unless told.</summary>
    private protected virtual bool HasEarlyStages => false;

    /// <summary>The task's metrics, the default first.</summary>
    private protected virtual IReadOnlyList<string> Metrics => [];

    /// <summary><see cref="Monitor"/> as the task calls it, whatever its case and whether words are joined; null for the default.</summary>
    internal string? MonitoredMetric => Monitor is null ? null : Metrics.Append(ValidationMetrics.LossName).FirstOrDefault(metric => Plain(metric) == Plain(Monitor));

    /// <summary>The metric shown after every epoch, and its name: the monitored one, beside the loss the default.</summary>
    internal (string Key, string Name) Shown((string Key, string Name) defaults) =>
        MonitoredMetric is { } metric && metric != ValidationMetrics.LossName && metric != defaults.Key ? (metric, metric.Replace('_', ' ')) : defaults;

    /// <summary>Checks everything at once.</summary>
    /// <exception cref="ProblemsException">Lists every value that cannot be.</exception>
    public void Validate()
    {
        List<Problem> problems = [.. Examine()];
        if (problems.Count > 0) throw new ProblemsException("The training request", problems);
    }

    /// <summary>Whatever is wrong with the request.</summary>
    private protected virtual IEnumerable<Problem> Examine()
    {
        foreach (var problem in OptionsRange.Find(this)) yield return problem;
        if (Strategy == Strategy.Partial && Freeze is null && !HasEarlyStages)
            yield return new Problem(nameof(Freeze), "The partial strategy needs the last stage to keep frozen.", "Add --freeze STAGE; `graft models NAME` lists the stages.");
        if (Freeze is not null && Strategy != Strategy.Partial)
            yield return new Problem(nameof(Freeze), $"--freeze has no meaning for the strategy '{Strategy.ToString().ToLowerInvariant()}'.", "Use --strategy partial.");
        if (Monitor is not null && MonitoredMetric is null)
            yield return new Problem(nameof(Monitor), $"'{Monitor}' is not a metric of this task.", $"They are {string.Join(", ", Metrics)} and {ValidationMetrics.LossName}.");
    }

    private static string Plain(string metric) => metric.Replace('_', ' ').ToLowerInvariant();

    /// <summary>The closed solution of a linear layer is for one answer per image.</summary>
    private protected IEnumerable<Problem> RefuseProbe()
    {
        if (Strategy == Strategy.Probe)
            yield return new Problem(nameof(Strategy), "The probe is for classification only.", "Use --strategy head: it trains what is new, alone.");
    }
}
