using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Graft.Data;
using Graft.Networks;
using Graft.Training;

namespace Graft;

/// <summary>
/// What every training is asked for, whatever is learned; the command line's flags are these properties. Each task has a record of its own with
/// its default values, and those that the user sets replace them.
/// </summary>
public abstract partial record TrainRequest
{
    /// <summary>A request with the defaults of a task.</summary>
    private protected TrainRequest(TaskKind task)
    {
        var defaults = TaskDefaults.Of(task);
        (Task, Batch, ClipNorm) = (task, defaults.Batch, defaults.ClipNorm);
        (Ema, ClassWeights, Project) = (defaults.Ema, defaults.ClassWeights, Path.Combine("runs", task.Name()));
    }

    /// <summary>What is learned.</summary>
    [JsonIgnore]
    public TaskKind Task { get; }

    /// <summary>The data set: a folder, or a file that lists images.</summary>
    public required string Data { get; init; }

    /// <summary>
    /// More images to learn from, in any layout of the task: their classes are classes of <see cref="Data"/>, whose split stays as it is. Copies and
    /// near-copies of its validation and test images are left out. Null for none.
    /// </summary>
    public string? Add { get; init; }

    /// <summary>
    /// The model file that is to be replaced, or the folder of its run: of the same task and classes. When the training is done both are measured on the same
    /// images. Null for none.
    /// </summary>
    public string? Against { get; init; }

    /// <summary>
    /// Name in the catalogue, with an optional tag: <c>resnet50.IMAGENET1K_V2</c>; or <see cref="Auto"/>: then networks and strategies are compared on
    /// the training images first, and the best is trained.
    /// </summary>
    public string Model { get; init; } = Pretrained.DefaultModel;

    /// <summary>The name that has the network chosen.</summary>
    internal const string Auto = "auto";

    /// <summary>Seconds for the comparison where <see cref="Model"/> is "auto", after which no training of it begins; null for twenty minutes.</summary>
    [Range(1.0, 1e7)] public double? CompareSeconds { get; init; }

    /// <summary>The comparison that chose, until the run writes it down.</summary>
    internal CompareResult? Comparison { get; init; }

    /// <summary>A .safetensors or .pth file to use instead of the published weights.</summary>
    public string? Weights { get; init; }

    /// <summary>
    /// Last stage that stays frozen, for <see cref="Strategy.Partial"/>. Null where objects and pixels are learned: the last stage at a quarter of
    /// the image's size.
    /// </summary>
    public string? Freeze { get; init; }

    /// <summary>Images per step.</summary>
    [Range(1, 4096)] public int Batch { get; init; }

    /// <summary>Batches whose gradients are added up for one step: as a batch this many times as large, in the memory of one.</summary>
    [Range(1, 4096)] public int Accumulate { get; init; } = 1;

    /// <summary>Longest gradient of a step, all parameters together; longer ones are shortened to it. 0 for no limit.</summary>
    [Range(0.0, 1e6)] public double ClipNorm { get; init; }

    /// <summary>Input size in pixels; null for the model's own.</summary>
    [Range(32, 4096)] public int? ImageSize { get; init; }

    /// <summary>Highest learning rate of the last phase's head; null for the default of task, strategy and optimizer.</summary>
    [Range(1e-8, 100.0)] public double? LearningRate { get; init; }

    /// <summary>The optimizer.</summary>
    [EnumDataType(typeof(OptimizerKind))] public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>Decoupled weight decay; not applied to normalisation and biases.</summary>
    [Range(0.0, 1.0)] public double WeightDecay { get; init; } = 0.01;

    /// <summary>Epochs over which the rate rises from zero.</summary>
    [Range(0.0, 1000.0)] public double WarmupEpochs { get; init; } = 1;

    /// <summary>Factor on the rate for each stage further from the head; null for the default of task and strategy.</summary>
    [Range(0.01, 1.0)] public double? LayerDecay { get; init; }

    /// <summary>Share of the target spread over all classes.</summary>
    [Range(0.0, 0.9)] public double LabelSmoothing { get; init; }

    /// <summary>Decay per step of the moving average of the weights; 0 is off.</summary>
    [Range(0.0, 0.99999)] public double Ema { get; init; }

    /// <summary>Epochs without improvement before stopping; 0 never stops early.</summary>
    [Range(0, 10_000)] public int Patience { get; init; }

    /// <summary>The validation metric that chooses the best weights and decides when to stop early, or <c>loss</c>; null for the task's default.</summary>
    public string? Monitor { get; init; }

    /// <summary>Type of the feature maps; null for bfloat16 where a trial of the run's own steps finds it clearly faster here with the same losses.</summary>
    [EnumDataType(typeof(Precision))] public Precision? Precision { get; init; }

    /// <summary>Whether a classifier is fine-tuned, by partial or full, as it will answer in 8 bits: the run ends with a file of 8 bits too.</summary>
    public bool QuantisationAware { get; init; }

    /// <summary>Weigh the loss against the frequency of the class.</summary>
    public bool ClassWeights { get; init; }

    /// <summary>Decides every random choice.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Share of images kept for validation where the data has no split of its own.</summary>
    [Range(0.05, 0.9)] public double ValidationShare { get; init; } = 0.2;

    /// <summary>Share of images set aside for the test where the data has no test split of its own: they choose nothing. 0 for none.</summary>
    [Range(0.0, 0.9)] public double TestShare { get; init; }

    /// <summary>What to do with images that cannot be read.</summary>
    public OnBadImage OnBadImage { get; init; } = OnBadImage.Fail;

    /// <summary>
    /// Bits of 64 in which the perceptual hashes of nearly identical images may differ, 0 to 11; such images stay in one split and in one fold. -1
    /// keeps only identical files together.
    /// </summary>
    [Range(-1, 11)] public int NearDuplicateBits { get; init; } = ExaminationOptions.DefaultNearDuplicateBits;

    /// <summary>Folder the run's folder is made in.</summary>
    public string Project { get; init; }

    /// <summary>Name of the run; the data folder's name unless given.</summary>
    public string? Name { get; init; }

    /// <summary>Write into a run folder that is there already.</summary>
    public bool ExistOk { get; init; }

    /// <summary>Keep what resuming needs after the run has finished (about ten times the model file), so that it can be extended.</summary>
    public bool KeepState { get; init; }

    /// <summary>Stop training after this many seconds and go on with the best weights so far; null for no limit.</summary>
    [Range(0.001, 1e7)] public double? SecondsLimit { get; init; }

    /// <summary>
    /// Other places for the numbers of the run: <c>tensorboard</c> for event files in its folder, <c>mlflow=URL</c> for a tracking server. Null for none.
    /// </summary>
    public IReadOnlyList<string>? Log { get; init; }

    /// <summary>The run that is repeated; null where none is.</summary>
    internal Replay? Replay { get; init; }

    /// <summary>Keys that <see cref="Monitor"/> takes beside <c>loss</c>, the default first.</summary>
    internal abstract IReadOnlyList<string> Metrics { get; }

    /// <summary>The random changes of training images.</summary>
    internal abstract ImageAugmentation Changes { get; }

    /// <summary>The request with other random changes.</summary>
    /// <param name="source">Name of a preset, or a JSON file with the task's options.</param>
    /// <exception cref="GraftException">Neither.</exception>
    internal abstract TrainRequest WithAugmentation(string source);

    /// <summary>Options by the name of a preset, or from a file.</summary>
    private protected static TOptions AugmentationFrom<TOptions>(string source, Func<string, TOptions> named)
        where TOptions : ImageAugmentation, new() =>
        source.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? AugmentationFile.Read<TOptions>(source) : named(source);

    /// <summary>Name of the preset that options are; "custom" where they are none.</summary>
    private protected static string NameOf<TOptions>(TOptions options, IReadOnlyDictionary<string, TOptions> presets)
        where TOptions : ImageAugmentation => presets.FirstOrDefault(preset => preset.Value == options).Key ?? "custom";

    /// <summary>Name of the preset, or "custom".</summary>
    internal abstract string AugmentationName { get; }

    /// <summary><see cref="Monitor"/> as the task calls it, whatever its case and whether words are joined; null for the default.</summary>
    internal string? MonitoredMetric => Monitor is null
        ? null
        : Metrics.Append(ValidationMetrics.LossName).FirstOrDefault(metric => Plain(metric) == Plain(Monitor));

    /// <summary>The metric shown after every epoch, and its name: the monitored one, beside the loss the task's first.</summary>
    internal (string Key, string Name) ShownMetric
    {
        get
        {
            var key = MonitoredMetric is { } monitored && monitored != ValidationMetrics.LossName ? monitored : Metrics[0];
            return (key, NameOf(key));
        }
    }

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
        foreach (var problem in OptionsCheck.Find(this).Concat(OptionsCheck.Find(Changes)).Concat(RunLogs.Problems(Log ?? []))) yield return problem;
        foreach (var problem in ExamineRanks()) yield return problem;
        if (Strategy == Strategy.Partial && Freeze is null && !TaskDefaults.Of(Task).FreezesEarlyStages)
            yield return new Problem(nameof(Freeze), "The partial strategy needs the last stage to keep frozen.",
                $"Add {Flag.Of("--freeze", "STAGE")}; `graft models NAME` lists the stages.");
        if (Freeze is not null && Strategy != Strategy.Partial)
            yield return new Problem(nameof(Freeze), $"{Flag.Of("--freeze")} has no meaning for the strategy '{Strategy.ToString().ToLowerInvariant()}'.",
                $"Use {Flag.Of("--strategy", "partial")}.");
        if (Strategy == Strategy.Adapt && Task != TaskKind.Identities)
            yield return new Problem(nameof(Strategy), "The discriminant is for identities.",
                $"Use {Flag.Of("--strategy", "head")}, or {Flag.Task("identities")}.");
        if (Model == Auto && Weights is not null)
            yield return new Problem(nameof(Weights), "Weights of one's own are of one network, and the network is to be chosen.",
                $"Leave it out, or name the network with {Flag.Of("--model")}.");
        if (Model == Auto && TaskTable.Of(Task).NotCompared is { } why)
            yield return new Problem(nameof(Model), why, $"Name the network with {Flag.Of("--model")}.");
        if (Model != Auto && CompareSeconds is not null)
            yield return new Problem(nameof(CompareSeconds), "No networks are compared, so it would have no effect.",
                $"Leave it out, or use {Flag.Of("--model", Auto)}.");
        foreach (var problem in Int8Training.Problems(this)) yield return problem;
        if (Weights is not null && Strategy == Strategy.Scratch)
            yield return new Problem(nameof(Weights), "Training from scratch starts from no weights.",
                $"Leave it out, or use {Flag.Of("--strategy", "full")}.");
        if (ValidationShare + TestShare > 0.95)
            yield return new Problem(nameof(TestShare),
                FormattableString.Invariant($"Validation ({ValidationShare}) and test ({TestShare}) together leave too little to learn from."),
                "Leave at least 0.05 of the images.");
        if (Monitor is not null && MonitoredMetric is null)
            yield return new Problem(nameof(Monitor), $"'{Monitor}' is not a metric of this task.",
                $"They are {string.Join(", ", Metrics)} and {ValidationMetrics.LossName}.");
    }

    // COCO's names stay as they are; ours are words. IoU is spelled as the field does.
    internal static string NameOf(string key) => key.Replace('_', ' ').Replace("iou", "IoU", StringComparison.Ordinal);

    private static string Plain(string metric) => metric.Replace('_', ' ').ToLowerInvariant();

    /// <summary>The closed solution of a linear layer is for one answer per image.</summary>
    private protected IEnumerable<Problem> RefuseProbe()
    {
        if (Strategy == Strategy.Probe)
            yield return new Problem(nameof(Strategy), "The probe is for classification only.",
                $"Use {Flag.Of("--strategy", "head")}: it trains what is new, alone.");
    }

    /// <summary>The phases of training for a network, at the rates asked for or the task's own.</summary>
    /// <param name="graph">The network whose last stage is trained first.</param>
    /// <param name="headIsSolved">Whether the head holds a solution before the first step.</param>
    internal TransferPlan PlanFor(Graph graph, bool headIsSolved = false)
    {
        var defaults = TaskDefaults.Of(Task);
        return Scaled(TransferPlan.For(Strategy, new TransferOptions
        {
            Epochs = Epochs,
            LearningRate = LearningRate ?? (defaults.Rates.TryGetValue((Strategy, Optimizer), out var rate) ? rate : null),
            DecayPerStage = LayerDecay ?? (Strategy == Strategy.Scratch ? null : defaults.LayerDecay),
            Freeze = Freeze ?? (defaults.FreezesEarlyStages ? EarlyStages.LastOf(graph) : null),
            Optimizer = Optimizer,
            HeadIsSolved = headIsSolved,
        }, graph));
    }

    /// <summary>The trainer's options: the one place where a request becomes them.</summary>
    /// <param name="images">Training images; a batch is never larger.</param>
    /// <param name="classWeights">Weight of each class in the loss, where they are asked for.</param>
    internal TrainingOptions OptionsFor(int images, IReadOnlyList<double>? classWeights = null) => WithOwn(new TrainingOptions
    {
        Seed = Seed,
        BatchSize = Math.Min(Batch, Math.Max(1, images)),
        AccumulateBatches = Accumulate,
        ClipNorm = ClipNorm,
        Monitor = MonitoredMetric,
        Optimizer = new OptimizerOptions { Kind = Optimizer, WeightDecay = WeightDecay },
        WarmupEpochs = WarmupEpochs,
        LabelSmoothing = LabelSmoothing,
        ClassWeights = ClassWeights ? classWeights : null,
        AverageDecay = Ema,
        Patience = Patience,
        Precision = Int8Training.IsAsked(this) ? Training.Precision.Float32 : Precision, // 8 bits are within the steps, or before them
        Workers = Workers,
    });

    /// <summary>The options with those that only one task has.</summary>
    private protected virtual TrainingOptions WithOwn(TrainingOptions options) => options;
}
