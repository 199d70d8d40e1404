using System.Diagnostics;
using Graft.Data;
using Graft.Networks;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>Fits a classifier by one of the strategies. Knows neither run folders nor reports, so that folds can use it.</summary>
public static class ClassifierFit
{
    /// <summary>Trains.</summary>
    /// <exception cref="GraftException">Bad options, unreadable pictures, or a loss that is not finite.</exception>
    public static FitResult Run(FitTask task, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var plan = PlanOf(task.Request, task.Model.Graph, task);
        if (!StartsWithProbe(task)) return GradientFit.Run(task, plan, task.Model.Parameters, progress, cancellation) with { Time = watch.Elapsed };

        var (probe, note) = ProbeFit.Run(task, progress, cancellation);
        if (plan.Phases.Count == 0) return new FitResult(probe, [], watch.Elapsed, [note]);
        var tuned = GradientFit.Run(task, plan, probe, progress, cancellation);
        tuned = tuned with { Notes = [note, .. tuned.Notes] };
        return (IsWorse(tuned, task, probe, cancellation)
            ? tuned with { Parameters = probe, Notes = [.. tuned.Notes, "no epoch did better on the validation pictures than the probe, whose head was kept"] }
            : tuned) with
        { Time = watch.Elapsed };
    }

    // The start counts as an epoch of its own: training may not end below what it began with.
    private static bool IsWorse(FitResult tuned, FitTask task, ParameterSet start, CancellationToken cancellation)
    {
        if (tuned.Metrics is null || tuned.IsCancelled) return false;
        var logits = Logits(task, start, task.Validation, cancellation);
        var before = ClassificationFigures.Of(logits, [.. task.Validation.Select(sample => sample.Label)], task.Classes);
        return before.IsBetterThan(tuned.Metrics, ClassificationFigures.Accuracy);
    }

    /// <summary>A fit's uncalibrated scores for pictures: samples.Count x classes.</summary>
    public static float[] Scores(FitTask task, FitResult fit, IReadOnlyList<Sample> samples) =>
        Softmax.Apply(Logits(task, fit.Parameters, samples, default), task.Classes);

    /// <summary>The phases of a request for a network.</summary>
    public static TransferPlan PlanOf(TrainRequest request, Graph graph, FitTask? task = null) => TransferPlan.For(request.Strategy, new TransferOptions
    {
        Epochs = request.Epochs,
        LearningRate = request.LearningRate > 0 ? request.LearningRate : null,
        DecayPerStage = request.LayerDecay > 0 ? request.LayerDecay : null,
        Freeze = request.Freeze,
        Optimizer = GradientFit.KindOf(request.Optimizer),
        HeadIsSolved = task is not null && request.Strategy == TransferStrategy.Gradual && StartsWithProbe(task),
    }, graph);

    private static float[] Logits(FitTask task, ParameterSet parameters, IReadOnlyList<Sample> samples, CancellationToken cancellation)
    {
        using var network = new FeatureExtractor(task.Model.Graph, parameters, task.Model.Preprocess, task.Engine);
        return network.Extract([.. samples.Select(sample => sample.Path)], null, cancellation);
    }

    // Logistic regression with a cross-validated penalty is a better start for the head than any number of steps, and needs
    // two pictures of every class.
    private static bool StartsWithProbe(FitTask task) => task.Request.Strategy == TransferStrategy.Probe
        || (task.Request.Strategy == TransferStrategy.Gradual
            && Enumerable.Range(0, task.Classes).All(label => task.Train.Count(sample => sample.Label == label) >= 2));
}
