using Graft.Data;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>A model file's answers to labelled images, by the path a user's program takes: Runtime alone.</summary>
internal static class ClassifierEvaluation
{
    /// <summary>Reads the data, examines the split to measure and measures it.</summary>
    /// <exception cref="GraftException">Bad model file, bad data, or classes the model does not know.</exception>
    public static Evaluated Run(EvaluationRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        using var predictor = ClassificationPredictor.Open(request.Model, new RuntimeOptions { BatchSize = request.Batch ?? 8, TellsEmbedding = true });
        var (examination, split) = Examine(request, predictor.Manifest.Classes, cancellation);
        var readable = examination.WithoutBadImages().Dataset.Samples;
        MeasuredSplit.Require(request, readable.Count);
        var measuring = new Measuring(MeasuredSplit.NameOf(split), request.Seed, progress, cancellation) { Examination = examination };
        return Evaluated.Of(ClassifierSplit.Measure(predictor, readable, measuring), examination.Problems,
            predictor.Manifest, examination, readable.Select(sample => sample.Name));
    }

    /// <summary>Reads the data and examines the split to measure.</summary>
    /// <exception cref="GraftException">Bad data, or classes the model does not know.</exception>
    public static (Examination Examination, string? Split) Examine(EvaluationRequest request, IReadOnlyList<string> classes, CancellationToken cancellation)
    {
        var dataset = DatasetReader.Read(request.Data, Preparation.ReadingOf(request, classes, cancellation));
        var split = MeasuredSplit.Of(request, dataset.Samples.Select(sample => sample.Split));
        var measured = dataset with { Samples = [.. dataset.Samples.Where(sample => split is null || sample.Split == split)] };
        // Whether there are enough images of each class matters to training alone.
        var examination = DatasetExamination.OfImages(measured, Preparation.OptionsOf(request), null, cancellation);
        examination = examination with { Problems = [.. dataset.Warnings, .. examination.Problems] };
        examination.ThrowIfErrors();
        return (examination, split);
    }

    /// <summary>
    /// Scores of samples in their order: samples.Count x classes; and how far each is from the training images, null where the file cannot tell.
    /// </summary>
    /// <param name="predictor">An open model.</param>
    /// <param name="samples">Images with labels in the order of the model's classes.</param>
    /// <param name="progress">Told after every image.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static (float[] Scores, double?[] Distances) Answers(
        ClassificationPredictor predictor, IReadOnlyList<Sample> samples, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var classes = predictor.Manifest.Classes.Count;
        var (scores, distances) = (new float[samples.Count * classes], new double?[samples.Count]);
        var clock = new WorkClock("evaluating", samples.Count, progress);
        var at = 0;
        foreach (var prediction in predictor.Predict(samples.Select(sample => sample.Path)))
        {
            cancellation.ThrowIfCancellationRequested();
            for (var index = 0; index < classes; index++) scores[at * classes + index] = prediction.Scores[index];
            if (prediction.Embedding.Length > 0) distances[at] = predictor.Abstention?.Distance(prediction.Embedding);
            at++;
            clock.Advance(1);
        }
        return (scores, distances);
    }

    /// <summary>The scores of <see cref="Answers"/>.</summary>
    public static float[] Scores(
        ClassificationPredictor predictor, IReadOnlyList<Sample> samples, IProgress<RunEvent>? progress, CancellationToken cancellation) =>
        Answers(predictor, samples, progress, cancellation).Scores;

    /// <summary>Every metric of the task.</summary>
    public static ClassificationReport Report(float[] scores, IReadOnlyList<Sample> samples, IReadOnlyList<string> classes, Measuring measuring) =>
        ClassificationMetrics.Evaluate(scores, [.. samples.Select(sample => sample.Label)], classes,
            new EvaluationOptions { Seed = measuring.Seed, Units = measuring.UnitsOf(samples.Select(sample => sample.Name)) });
}
