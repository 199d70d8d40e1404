using System.Numerics.Tensors;
using Graft.Data;
using Graft.Imaging;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>A classifier as measured on one split, by the path a user's program takes: Runtime alone.</summary>
/// <param name="report">Its metrics.</param>
/// <param name="samples">The images.</param>
/// <param name="scores">Their scores: samples.Count x classes.</param>
/// <param name="distances">How far they are from the training images; null where the file cannot tell.</param>
/// <param name="measuring">How they were measured.</param>
internal sealed class ClassifierSplit(
    ClassificationReport report, IReadOnlyList<Sample> samples, float[] scores, double?[] distances, Measuring measuring) : SplitReport
{
    private const int Shown = 12, LongerSide = 200;
    private static readonly string[] Largest = ["accuracy", "balanced_accuracy", "macro_f1", "roc_auc", "log_loss"];

    public override ClassificationReport Report => report;

    public override IReadOnlyList<Metric> Headline => [.. report.Metrics.Where(metric => Largest.Contains(metric.Key))];

    public override string HeadlineNote => FormattableString.Invariant($"Ranges are {report["accuracy"].Interval!.Level * 100:0.#} % confidence intervals.");

    /// <summary>The temperature that was fitted on these images; null where none was.</summary>
    public TemperatureFit? Calibration { get; init; }

    /// <summary>Runs an open model over labelled images.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="samples">Images with labels in the order of the model's classes.</param>
    /// <param name="measuring">The split's name, seed and the like.</param>
    public static ClassifierSplit Measure(ClassificationPredictor predictor, IReadOnlyList<Sample> samples, Measuring measuring)
    {
        var classes = predictor.Manifest.Classes;
        var (scores, distances) = ClassifierEvaluation.Answers(predictor, samples, measuring.Progress, measuring.Cancellation);
        var answers = samples.Select((sample, row) => Answer.Of(sample, scores.AsSpan(row * classes.Count, classes.Count))).ToList();
        var report = Reported(predictor.Abstention, samples, scores, distances, classes, measuring);
        return new ClassifierSplit(report, samples, scores, distances, measuring)
        {
            Abstention = predictor.Abstention,
            Split = measuring.Split,
            Calibration = measuring.Calibration,
            Images = !measuring.ShowsImages ? []
                : [Mistakes(predictor, answers), Group("Correct predictions", answers, isRight: true, classes)],
        };
    }

    public override SplitReport Only(IReadOnlyList<int> images, string split)
    {
        var own = ScoresOf(images);
        Sample[] some = [.. images.Select(at => samples[at])];
        double?[] far = [.. images.Select(at => distances[at])];
        return new ClassifierSplit(Reported(Abstention, some, own, far, report.Classes, measuring), some, own, far, measuring)
        {
            Split = split,
            Abstention = Abstention,
        };
    }

    private Abstention? Abstention { get; init; }

    private static ClassificationReport Reported(
        Abstention? abstention, IReadOnlyList<Sample> samples, float[] scores, double?[] distances, IReadOnlyList<string> classes, Measuring measuring)
    {
        var report = ClassifierEvaluation.Report(scores, samples, classes, measuring);
        if (abstention is null) return report;
        MeasuredImage[] images = [.. samples.Select((sample, row) =>
            MeasuredImage.Of(sample.Label, scores.AsSpan(row * classes.Count, classes.Count), distances[row]))];
        return report with
        {
            Abstention = AbstentionRows.Of(abstention, images, measuring.UnitsOf(samples.Select(sample => sample.Name)), report["accuracy"].Interval!.Level),
            AbstentionNote = AbstentionRows.Note(abstention.Data, measuring.Split),
        };
    }

    public override PairedAnswer Less(string model, IReadOnlyList<int> images)
    {
        Sample[] some = [.. images.Select(at => samples[at])];
        using var predictor = ClassificationPredictor.Open(model);
        return Less(some, ScoresOf(images), ClassifierEvaluation.Scores(predictor, some, measuring.Progress, measuring.Cancellation));
    }

    public override PairedAnswer Less(SplitReport other) => Less(samples, scores, ((ClassifierSplit)other).Scores);

    private float[] Scores => scores;

    private PairedAnswer Less(IReadOnlyList<Sample> some, float[] own, float[] others)
    {
        var classes = report.Classes.Count;
        return PairedShares.Test(Right(own), Right(others), measuring.UnitsOf(some.Select(sample => sample.Name)));

        bool[] Right(float[] of) => [.. some.Select((sample, row) => Answer.Of(sample, of.AsSpan(row * classes, classes)).IsRight)];
    }

    private float[] ScoresOf(IReadOnlyList<int> images) =>
        [.. images.SelectMany(at => new ArraySegment<float>(scores, at * report.Classes.Count, report.Classes.Count))];

    public override void Write(HtmlPage page) => ClassificationSection.Write(page, report, Calibration);

    public override void WriteFiles(string folder)
    {
        PredictionsFile.Write(Path.Combine(folder, "predictions.csv"), report.Classes, samples.Select((sample, row) =>
            new PredictionRow(sample.Name, report.Classes[sample.Label], new ArraySegment<float>(scores, row * report.Classes.Count, report.Classes.Count))));
        ConfusionMatrixPlot.Write(Path.Combine(folder, "confusion_matrix.png"), report);
    }

    // The surest first: the surest mistakes are the worst.
    private static ImageGroup Group(string title, IEnumerable<Answer> answers, bool isRight, IReadOnlyList<string> classes) => new(title,
        [.. answers.Where(answer => answer.IsRight == isRight)
            .OrderByDescending(answer => answer.Score).ThenBy(answer => answer.Sample.Name, StringComparer.Ordinal).Take(Shown)
            .Select(answer => new ReportImage(answer.Sample.Name, Thumbnail(answer.Sample.Path), classes[answer.Label])
            {
                Detail = Numbers.Percent(answer.Score),
                Truth = isRight ? null : $"is {classes[answer.Sample.Label]}",
                IsRight = isRight,
            })]);

    // What the wrong answers rest on, where that costs no more than another prediction.
    private static ImageGroup Mistakes(ClassificationPredictor predictor, IEnumerable<Answer> answers)
    {
        var mistakes = Group("Worst mistakes", answers, isRight: false, predictor.Manifest.Classes);
        if (mistakes.Images.Count == 0 || !predictor.IsExplainedExactly) return mistakes;
        var paths = answers.Select(answer => answer.Sample).ToLookup(sample => sample.Name, sample => sample.Path);
        return mistakes with
        {
            Note = "Beside each image what the wrong answer rests on: red is most, grey nothing. graft explain draws it of any image.",
            Images = [.. mistakes.Images.Select(image => image with
            {
                Map = new PageImage(predictor.Explain(paths[image.Name].First())[0].Draw(image.Image.Image)),
            })],
        };
    }

    internal static PageImage Thumbnail(string path)
    {
        var image = ImageFile.Decode(path, new DecodeOptions { ShrinkToWidth = LongerSide, ShrinkToHeight = LongerSide });
        var factor = (double)LongerSide / Math.Max(image.Width, image.Height);
        var (width, height) = (Math.Max(1, (int)(image.Width * factor)), Math.Max(1, (int)(image.Height * factor)));
        return new PageImage(Resampler.Resize(image, width, height, Interpolation.Bilinear));
    }

    private sealed record Answer(Sample Sample, int Label, float Score)
    {
        public bool IsRight => Label == Sample.Label;

        public static Answer Of(Sample sample, ReadOnlySpan<float> scores)
        {
            var best = TensorPrimitives.IndexOfMax(scores);
            return new(sample, best, scores[best]);
        }
    }
}
