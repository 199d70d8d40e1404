using Graft.Data;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>A model file's answers to labelled images, by the path a user's program takes: Runtime alone.</summary>
internal static class ClassifierEvaluation
{
    /// <summary>Scores of samples in their order: samples.Count x classes.</summary>
    /// <param name="predictor">An open model.</param>
    /// <param name="samples">Images with labels in the order of the model's classes.</param>
    /// <param name="progress">Told after every image.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static float[] Scores(ClassificationPredictor predictor, IReadOnlyList<Sample> samples, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var classes = predictor.Manifest.Classes.Count;
        var scores = new float[samples.Count * classes];
        var clock = new WorkClock("evaluating", samples.Count, progress);
        var at = 0;
        foreach (var prediction in predictor.Predict(samples.Select(sample => sample.Path)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (prediction.Failure is not null) throw prediction.Failure;
            for (var index = 0; index < classes; index++) scores[at * classes + index] = prediction.Scores[index];
            at++;
            clock.Advance(1);
        }
        return scores;
    }

    /// <summary>Every metric of the task.</summary>
    public static ClassificationReport Report(float[] scores, IReadOnlyList<Sample> samples, IReadOnlyList<string> classes, ulong seed) =>
        ClassificationMetrics.Evaluate(scores, [.. samples.Select(sample => sample.Label)], classes, new EvaluationOptions { Seed = seed });
}
