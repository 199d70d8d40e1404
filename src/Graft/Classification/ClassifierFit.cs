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
    /// <exception cref="GraftException">Bad options, unreadable images, or a loss that is not finite.</exception>
    public static FitResult Run(FitTask task, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var plan = PlanOf(task.Request, task.Model.Graph, task);
        if (!StartsWithProbe(task)) return GradientFit.Run(task, plan, task.Model.Parameters, progress, cancellation) with { Time = watch.Elapsed };

        var (probe, note) = ProbeFit.Run(task, progress, cancellation);
        if (plan.Phases.Count == 0) return new FitResult(probe, [], watch.Elapsed, [note]);
        var tuned = GradientFit.Run(task, plan, probe, progress, cancellation);
        return WeightInterpolation.Choose(task, probe, tuned with { Notes = [note, .. tuned.Notes] }, cancellation) with { Time = watch.Elapsed };
    }

    /// <summary>A fit's uncalibrated scores for images: samples.Count x classes.</summary>
    public static float[] Scores(FitTask task, FitResult fit, IReadOnlyList<Sample> samples) =>
        Softmax.Apply(Logits(task, fit.Parameters, samples, default), task.Classes);

    /// <summary>The phases of a request for a network.</summary>
    public static TransferPlan PlanOf(ClassifyRequest request, Graph graph, FitTask? task = null) => TransferPlan.For(request.Strategy, new TransferOptions
    {
        Epochs = request.Epochs,
        LearningRate = request.LearningRate > 0 ? request.LearningRate : null,
        DecayPerStage = request.LayerDecay > 0 ? request.LayerDecay : null,
        Freeze = request.Freeze,
        Optimizer = GradientFit.KindOf(request.Optimizer),
        HeadIsSolved = task is not null && request.Strategy == Strategy.Gradual && StartsWithProbe(task),
    }, graph);

    internal static float[] Logits(FitTask task, ParameterSet parameters, IReadOnlyList<Sample> samples, CancellationToken cancellation)
    {
        using var network = new FeatureExtractor(task.Model.Graph, parameters, task.Model.Preprocess, task.Engine, task.Request.Workers);
        return network.Extract([.. samples.Select(sample => sample.Path)], null, cancellation);
    }

    // Logistic regression with a cross-validated penalty is a better start for the head than any number of steps, and needs
    // two images of every class.
    private static bool StartsWithProbe(FitTask task) => task.Request.Strategy == Strategy.Probe
        || (task.Request.Strategy == Strategy.Gradual
            && Enumerable.Range(0, task.Classes).All(label => task.Train.Count(sample => sample.Label == label) >= 2));
}
