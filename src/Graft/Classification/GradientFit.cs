using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Graft.Data;
using Graft.Networks;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>Training by gradient: turns a request into a job for the trainer.</summary>
internal static class GradientFit
{
    public static FitResult Run(FitTask task, TransferPlan plan, ParameterSet start, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        using var limit = task.Request.SecondsLimit > 0 ? new CancellationTokenSource(TimeSpan.FromSeconds(task.Request.SecondsLimit)) : null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit?.Token ?? default);
        var observer = new TrainingEvents(plan, progress, task.Request.SecondsLimit > 0 ? task.Request.SecondsLimit : double.PositiveInfinity, task.Request.Shown((ClassificationValidationMetrics.Accuracy, "accuracy")));
        var result = new Trainer().Train(JobOf(task, plan, start), observer, either.Token);
        List<string> notes = [];
        if (result.Stopped == StopReason.NoImprovement) notes.Add("stopped early: the monitored metric did not improve");
        if (limit?.IsCancellationRequested == true) notes.Add("stopped at the time limit");
        return new FitResult(result.Best, observer.RecordsOf(result), TimeSpan.Zero, notes) { Metrics = result.BestMetrics, IsCancelled = cancellation.IsCancellationRequested };
    }

    public static OptimizerKind KindOf(string name) => name == "sgd" ? OptimizerKind.Sgd : OptimizerKind.AdamW;

    private static TrainingJob JobOf(FitTask task, TransferPlan plan, ParameterSet start)
    {
        var request = task.Request;
        return new TrainingJob
        {
            Graph = task.Model.Graph,
            Parameters = start,
            Phases = plan.Phases,
            Options = OptionsOf(task),
            Train = TrainingSource(task),
            Validation = task.Validation.Count > 0 ? Source(task, task.Validation, null) : null,
            Preprocess = task.Model.Preprocess,
            Classes = task.Classes,
            IsPretrained = request.Strategy != Strategy.Scratch,
            Forward = task.Engine,
            Features = task.Store,
            DataFingerprint = FingerprintOf(task),
            Augmentation = JsonSerializer.Serialize(AugmentationOf(request.Augment), Json.Compact),
            CheckpointFolder = task.CheckpointFolder,
            Resume = request.Resume,
        };
    }

    /// <summary>The training images as the trainer gets them: augmented, and new in every epoch.</summary>
    public static IImageSource TrainingSource(FitTask task) => Source(task, task.Train, AugmentationOf(task.Request.Augment));

    private static string FingerprintOf(FitTask task) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', task.Train.Concat(task.Validation).Select(sample => task.Hashes.GetValueOrDefault(sample.Name))))));

    private static TrainingOptions OptionsOf(FitTask task) => new()
    {
        Seed = task.Request.Seed,
        BatchSize = Math.Min(task.Request.Batch, task.Train.Count),
        AccumulateBatches = task.Request.Accumulate,
        ClipNorm = task.Request.ClipNorm,
        Monitor = task.Request.MonitoredMetric,
        Optimizer = new OptimizerOptions { Kind = KindOf(task.Request.Optimizer), WeightDecay = task.Request.WeightDecay },
        WarmupEpochs = task.Request.WarmupEpochs,
        LabelSmoothing = task.Request.LabelSmoothing,
        ClassWeights = task.Request.ClassWeights ? LogisticRegressionOptions.BalancedWeights([.. task.Train.Select(sample => sample.Label)], task.Classes) : null,
        Mixing = new MixingOptions { Mixup = task.Request.Mixup, Cutmix = task.Request.Cutmix },
        AverageDecay = task.Request.Ema,
        Patience = task.Request.Patience,
        Precision = task.Request.Precision switch { "bf16" => Precision.Bfloat16, "fp32" => Precision.Float32, _ => null },
        Workers = task.Request.Workers,
    };

    private static AugmentationOptions? AugmentationOf(string preset) => preset switch
    {
        "light" => AugmentationOptions.Light,
        "standard" => AugmentationOptions.Standard,
        "strong" => AugmentationOptions.Strong,
        _ => null,
    };

    private static ImageSource Source(FitTask task, IReadOnlyList<Sample> samples, AugmentationOptions? augmentation) =>
        new(samples, task.Model.Preprocess, augmentation, task.Request.Seed, index => task.Hashes.GetValueOrDefault(samples[index].Name));
}
