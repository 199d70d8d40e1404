using Graft.Data;
using Graft.Imaging;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>A segmentation network as measured on one split, by the path a user's program takes: Runtime alone, at the images' own size.</summary>
/// <param name="metrics">The counts of all images.</param>
/// <param name="report">Its metrics.</param>
/// <param name="samples">The images with their masks.</param>
/// <param name="dataset">Where they are from: its ignored value and its colours.</param>
/// <param name="measuring">How they were measured.</param>
internal sealed class SegmenterSplit(
    SegmentationMetrics metrics, SegmentationReport report, IReadOnlyList<MaskSample> samples, MaskDataset dataset, Measuring measuring) : SplitReport
{
    private const int Shown = 6, LongerSide = 320;
    private static readonly string[] Largest = ["mean_iou", "mean_dice", "pixel_accuracy", "mean_boundary_f"];

    public override SegmentationReport Report => report;

    public override IReadOnlyList<Metric> Headline => [.. report.Metrics.Where(metric => Largest.Contains(metric.Key))];

    public override string HeadlineNote => """
        IoU is the overlap of the predicted and the true pixels of a class, divided by all pixels of either. Ranges are confidence intervals by
        resampling the images.
        """;

    /// <summary>Runs an open model over images with masks.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="samples">Images with masks in the order of the model's classes.</param>
    /// <param name="dataset">Where they are from: its ignored value and its colours.</param>
    /// <param name="measuring">The split's name, seed and the like.</param>
    public static SegmenterSplit Measure(SegmentationPredictor predictor, IReadOnlyList<MaskSample> samples, MaskDataset dataset, Measuring measuring)
    {
        var metrics = SegmenterEvaluation.Measure(predictor, samples, dataset.IgnoreValue, measuring);
        var report = metrics.Report();
        var scored = report.ImageIoU.Select((score, at) => (Score: score, Sample: samples[at])).Where(pair => !double.IsNaN(pair.Score)).ToList();
        var worst = scored.OrderBy(pair => pair.Score).Take(Shown).ToList();
        return new SegmenterSplit(metrics, report, samples, dataset, measuring)
        {
            Split = measuring.Split,
            Images = !measuring.ShowsImages ? []
                : [Group("Worst images", worst), Group("Best images", scored.Except(worst).OrderByDescending(pair => pair.Score))],
        };

        ImageGroup Group(string title, IEnumerable<(double Score, MaskSample Sample)> ordered) => new(title, [.. ordered.Take(Shown).Select(ImageOf)])
        {
            IsWide = true,
            Note = "Predicted on the left, true on the right.",
        };

        ReportImage ImageOf((double Score, MaskSample Sample) pair) =>
            new(pair.Sample.Name, Draw(predictor, pair.Sample, dataset), "") { Detail = $"IoU {Numbers.Percent(pair.Score)}" };
    }

    public override SplitReport Only(IReadOnlyList<int> images, string split)
    {
        var some = metrics.Only(images);
        return new SegmenterSplit(some, some.Report(), [.. images.Select(at => samples[at])], dataset, measuring) { Split = split };
    }

    public override PairedAnswer Less(string model, IReadOnlyList<int> images)
    {
        using var predictor = SegmentationPredictor.Open(model);
        return metrics.Only(images).Less(SegmenterEvaluation.Measure(predictor, [.. images.Select(at => samples[at])], dataset.IgnoreValue, measuring));
    }

    public override PairedAnswer Less(SplitReport other) => metrics.Less(((SegmenterSplit)other).Metrics);

    private SegmentationMetrics Metrics => metrics;

    public override void Write(HtmlPage page) => SegmentationSection.Write(page, report,
        [.. report.Classes.Select((_, label) => label < dataset.Palette.Count ? dataset.Palette[label] : IndexPng.VocColour(label))]);

    public override void WriteFiles(string folder) => ConfusionMatrixPlot.Write(Path.Combine(folder, "confusion_matrix.png"), report);

    private static PageImage Draw(SegmentationPredictor predictor, MaskSample sample, MaskDataset dataset)
    {
        var truth = DecodedMaskSample.Load(sample, dataset.IgnoreValue);
        var (width, height) = PageImage.Fit(truth.Image.Width, truth.Image.Height, LongerSide);
        var small = Resampler.Resize(truth.Image, width, height, Interpolation.Bilinear);
        return PageImage.Beside(Overlay(predictor.Predict(truth.Image).Map!), Overlay(truth.Map));

        RgbImage Overlay(ClassMap map) =>
            MaskDrawing.Overlay(small, ClassMapGeometry.Resize(map, width, height), 0.5, dataset.Palette.Count > 0 ? dataset.Palette : null);
    }
}
