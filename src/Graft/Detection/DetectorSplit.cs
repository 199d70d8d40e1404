using System.Text.Json;
using Graft.Data;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>A detector as measured on one split, by the path a user's program takes: Runtime alone.</summary>
/// <param name="report">Its metrics.</param>
/// <param name="samples">The images with their objects.</param>
/// <param name="found">What was found on them.</param>
internal sealed class DetectorSplit(DetectionReport report, IReadOnlyList<ObjectSample> samples, IReadOnlyList<DetectionPrediction> found) : SplitReport
{
    private const int Shown = 6;
    private static readonly string[] Largest = ["AP50", "AP", "AP75", "AR100", "best_F1"];
    private static readonly string[] LargestOfMasks = ["mask_AP50", "mask_AP", "mask_AP75", "AP50", "AP", "best_F1"];

    public override DetectionReport Report => report;

    public override string Extent => $"{base.Extent}, {Numbers.Count(report.Objects, "object")}";

    public override IReadOnlyList<Metric> Headline => [.. (report.Masks is null ? Largest : LargestOfMasks).Select(key => report[key])];

    public override string HeadlineNote => """
        Average precision as COCO measures it: at overlap 0.50, over 0.50 to 0.95, and at 0.75. Ranges are 95 % confidence intervals by resampling the images.
        """;

    /// <summary>How it was measured: a part of it is measured alike.</summary>
    public Measuring Measuring { get; init; } = new(ReportSplits.Validation, 0);

    /// <summary>Number of each class in COCO's files; null counts from 1.</summary>
    public IReadOnlyList<int>? CategoryIds { get; init; }

    /// <summary>Runs an open model over annotated images.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="samples">Images with objects labelled in the order of the model's classes.</param>
    /// <param name="masks">Whether masks are compared too; objects without a polygon must be ignored then.</param>
    /// <param name="measuring">The split's name, seed and the like.</param>
    /// <param name="categories">Number of each class in COCO's files; null counts from 1.</param>
    public static DetectorSplit Measure(
        DetectionPredictor predictor, IReadOnlyList<ObjectSample> samples, bool masks, Measuring measuring, IReadOnlyList<int>? categories)
    {
        var found = DetectorEvaluation.Predict(predictor, samples, measuring.Progress, measuring.Cancellation);
        var report = DetectorEvaluation.Report(found, samples, predictor.Manifest.Classes, measuring, masks);
        return new DetectorSplit(report, samples, found)
        {
            Split = measuring.Split,
            Measuring = measuring,
            CategoryIds = categories,
            Images = !measuring.ShowsImages ? [] : GroupsOf(report, samples, found),
        };
    }

    public override SplitReport Only(IReadOnlyList<int> images, string split)
    {
        ObjectSample[] some = [.. images.Select(at => samples[at])];
        DetectionPrediction[] own = [.. images.Select(at => found[at])];
        return new DetectorSplit(DetectorEvaluation.Report(own, some, report.Classes, Measuring, report.Masks is not null), some, own)
        {
            Split = split,
            Measuring = Measuring,
            CategoryIds = CategoryIds,
        };
    }

    public override PairedAnswer Less(string model, IReadOnlyList<int> images)
    {
        ObjectSample[] some = [.. images.Select(at => samples[at])];
        using var predictor = DetectionPredictor.Open(model);
        var others = DetectorEvaluation.Predict(predictor, some, Measuring.Progress, Measuring.Cancellation);
        return DetectorEvaluation.Less([.. images.Select(at => found[at])], others, some, report.Classes.Count, Measuring, report.Masks is not null);
    }

    public override PairedAnswer Less(SplitReport other) =>
        DetectorEvaluation.Less(found, ((DetectorSplit)other).Found, samples, report.Classes.Count, Measuring, report.Masks is not null);

    private IReadOnlyList<DetectionPrediction> Found => found;

    public override void Write(HtmlPage page) => DetectionSection.Write(page, report);

    public override void WriteFiles(string folder)
    {
        var predictions = DetectionFiles.Coco(found, samples, CategoryIds);
        AtomicFile.WriteText(Path.Combine(folder, "predictions.json"), JsonSerializer.Serialize(predictions, Json.Options) + "\n");
        DetectionCurvesPlot.Write(Path.Combine(folder, "pr_curve.png"), report);
        ConfusionMatrixPlot.Write(Path.Combine(folder, "confusion_matrix.png"), report);
    }

    private static IReadOnlyList<ImageGroup> GroupsOf(DetectionReport report, IReadOnlyList<ObjectSample> samples, IReadOnlyList<DetectionPrediction> found)
    {
        var verdicts = samples.Select((sample, at) => (At: at, Verdict: ImageVerdict.Of(report.Classes.Count, SceneTruth.Of(sample.Objects),
            DetectorEvaluation.Detections(found[at]), report.BestThreshold))).ToList();
        var worst = verdicts.Where(one => one.Verdict.Errors > 0).OrderByDescending(one => one.Verdict.Errors).Take(Shown).ToList();
        var best = verdicts.Except(worst).OrderBy(one => one.Verdict.Errors).ThenByDescending(one => one.Verdict.Right).Take(Shown);
        var sides = report.Masks is null ? "Dashed: annotated. Solid" : "Left: annotated. Right";
        return [Group("Images with the most errors", worst), Group("Images with the fewest errors", best)];

        ImageGroup Group(string title, IEnumerable<(int At, ImageVerdict Verdict)> ones) => new(title, [.. ones.Select(one => ImageOf(one.At, one.Verdict))])
        {
            IsWide = true,
            Note = $"{sides}: predicted, with a score of at least {Numbers.Plain(report.BestThreshold)}.",
        };

        ReportImage ImageOf(int at, ImageVerdict verdict)
        {
            FoundObject[] sure = [.. found[at].Objects.Where(item => item.Score >= report.BestThreshold)];
            var drawn = report.Masks is null ? SceneDrawing.Draw(samples[at], sure, report.Classes) : MaskComparison.Draw(samples[at], sure, report.Classes);
            return new(samples[at].Name, drawn, Words(verdict)) { IsRight = verdict.Errors == 0 };
        }
    }

    private static string Words(ImageVerdict verdict)
    {
        if (verdict is { Objects: 0, Errors: 0 }) return "correctly empty";
        (int Count, string Word)[] parts =
            [(verdict.Right, "correct"), (verdict.Misnamed, "wrong class"), (verdict.Missed, "missed"), (verdict.False, "false")];
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Word}"));
    }
}
