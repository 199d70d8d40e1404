using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Graft.Data;
using Graft.Networks;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>Fits a classifier by one of the strategies. Knows neither run folders nor reports, so that folds can use it.</summary>
internal static class ClassifierFit
{
    /// <summary>Trains.</summary>
    /// <exception cref="GraftException">Bad options, unreadable images, or a loss that is not finite.</exception>
    public static FitResult Run(FitTask task, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var plan = PlanOf(task);
        if (!StartsWithProbe(task))
            return GradientFit.Run(task.Request, JobOf(task, plan, task.Model.Parameters), plan, progress, cancellation) with { Time = watch.Elapsed };

        // Its solution is sent with the values to start from; who only waits for it has nothing to choose by.
        if (task.Run is { IsFollower: true } follower)
        {
            follower.Ranks.Barrier();
            return plan.Phases.Count == 0 ? new FitResult(task.Model.Parameters, [], watch.Elapsed, [])
                : GradientFit.Run(task.Request, JobOf(task, plan, task.Model.Parameters), plan, progress, cancellation);
        }
        var (probe, heldOut, note) = ProbeFit.Run(task, progress, cancellation);
        task.Run?.Ranks.Barrier();
        if (plan.Phases.Count == 0) return new FitResult(probe, [], watch.Elapsed, [note]) { HeldOut = heldOut };
        var tuned = GradientFit.Run(task.Request, JobOf(task, plan, probe), plan, progress, cancellation);
        return WeightInterpolation.Choose(task, probe, tuned with { Notes = [note, .. tuned.Notes] }, cancellation) with { Time = watch.Elapsed };
    }

    /// <summary>A fit's uncalibrated scores for images: samples.Count x classes.</summary>
    public static float[] Scores(FitTask task, FitResult fit, IReadOnlyList<Sample> samples) =>
        Softmax.Apply(Logits(task, fit.Parameters, samples, default), task.Classes);

    /// <summary>The phases of a fit.</summary>
    internal static TransferPlan PlanOf(FitTask task) =>
        task.Request.PlanFor(task.Model.Graph, headIsSolved: task.Request.Strategy == Strategy.Gradual && StartsWithProbe(task));

    /// <summary>What the trainer is given.</summary>
    /// <param name="task">The fit.</param>
    /// <param name="plan">Its phases.</param>
    /// <param name="start">Parameters to start from: the network's, or those with a solved head.</param>
    internal static TrainingJob JobOf(FitTask task, TransferPlan plan, ParameterSet start)
    {
        var request = task.Request;
        var job = new TrainingJob
        {
            Graph = task.Model.Graph,
            Parameters = start,
            Phases = plan.Phases,
            Options = request.OptionsFor(task.Train.Count, request.ClassWeights
                ? LogisticRegressionOptions.BalancedWeights([.. task.Train.Select(sample => sample.Label)], task.Classes)
                : null),
            Train = Source(task, task.Train, AugmentationOf(request)),
            Validation = task.Validation.Count > 0 ? Source(task, task.Validation, null) : null,
            Preprocess = task.Model.Preprocess,
            Classes = task.Classes,
            IsPretrained = request.Strategy != Strategy.Scratch,
            Forward = task.Frozen ?? task.Engine,
            Features = task.Store,
            Quantisation = task.Quantisation,
            DataFingerprint = FingerprintOf(task),
            Ranks = request.RankOptions,
            Augmentation = JsonSerializer.Serialize(AugmentationOf(request), Json.Compact),
        };
        return task.Run is { } run ? run.Placed(job) : job;
    }

    private static string FingerprintOf(FitTask task) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', task.Train.Concat(task.Validation).Select(sample => task.Hashes.GetValueOrDefault(sample.Name))))));

    private static AugmentationOptions? AugmentationOf(ClassifyRequest request) =>
        request.Augmentation == AugmentationOptions.None ? null : request.Augmentation;

    private static ImageSource Source(FitTask task, IReadOnlyList<Sample> samples, AugmentationOptions? augmentation) =>
        new(samples, task.Model.Preprocess, augmentation, task.Request.Seed, index => task.Hashes.GetValueOrDefault(samples[index].Name));

    internal static float[] Logits(FitTask task, ParameterSet parameters, IReadOnlyList<Sample> samples, CancellationToken cancellation)
    {
        using var network = new FeatureExtractor(task.Model.Graph, parameters, task.Model.Preprocess, task.Engine, task.Request.Workers);
        return network.Extract([.. samples.Select(sample => sample.Path)], null, cancellation);
    }

    // Logistic regression with a cross-validated penalty is a better start for the head than any number of steps, and needs
    // two images of every class.
    internal static bool StartsWithProbe(FitTask task) => task.Request.Strategy == Strategy.Probe
        || (task.Request.Strategy == Strategy.Gradual
            && task.Train.CountBy(sample => sample.Label).Count(label => label.Value >= 2) == task.Classes);
}
