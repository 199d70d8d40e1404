using Graft.Imaging;
using Graft.Reports;
using Graft.Tasks;
using SkiaSharp;

namespace Graft.Tests.Reports;

public sealed class DetectionReportTests
{
    [Fact]
    public void Curves_are_drawn_for_each_class_and_for_all_of_them()
    {
        using var image = SKBitmap.Decode(DetectionCurvesPlot.Render(Make(3)));
        Assert.Equal((1400, 480), (image.Width, image.Height));
        Assert.True(Count(image, 0x1f, 0x77, 0xb4) > 200, "the first class is drawn in its colour");
        Assert.True(Count(image, 0x1a, 0x22, 0x30) > 1000, "the curves of all classes and titles are drawn");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Any_number_of_classes_can_be_drawn_and_listed(int classes)
    {
        var report = Make(classes);
        Assert.NotEmpty(DetectionCurvesPlot.Render(report));
        Assert.NotEmpty(ConfusionMatrixPlot.Render(report));
        var page = new HtmlPage();
        SplitSection.Write(page, new DetectorSplit(report, [], []) { Split = "validation" }, warning: null);
        Assert.Contains("class 0", page.Finish("x"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_found_and_nothing_there_is_no_error()
    {
        foreach (var report in new[]
                 {
                     DetectionMetrics.Report(["a", "b"], [[new ObjectAnnotation(new Box(0, 0, 9, 9), 0)]], [[]]),
                     DetectionMetrics.Report(["a"], [[]], [[]]),
                 })
        {
            Assert.NotEmpty(DetectionCurvesPlot.Render(report));
            Assert.NotEmpty(ConfusionMatrixPlot.Render(report));
        }
    }

    [Fact]
    public void The_page_tells_threshold_curves_confusion_errors_and_intervals()
    {
        var report = Make(3);
        var page = new HtmlPage();
        SplitSection.Write(page, new DetectorSplit(report, [], []) { Split = "validation" }, warning: null);
        var html = page.Finish("x");
        Assert.Contains(FormattableString.Invariant($"graft predict --conf {report.BestThreshold:0.000}"), html);
        Assert.Contains("data:image/png;base64,", html);
        Assert.Contains("<th class=\"column\" scope=\"col\" title=\"missed\"><span>missed</span></th>", html);
        Assert.Contains("<th class=\"row\" scope=\"row\" title=\"background\">background</th>", html);
        foreach (var error in new[] { "localisation:", "duplicate:", "background:", "missed:" }) Assert.Contains(error, html);
        Assert.Contains("standard error by bootstrap over images, 50 resamples", html);
        Assert.All(report.Boxes.PerClass, row => Assert.Contains(Numbers.Percent(row.APInterval), html));
    }

    /// <summary>Made-up scenes: most objects found, some misnamed, missed or imagined.</summary>
    private static DetectionReport Make(int classes)
    {
        var random = new SeededRandom(3);
        var (truth, found) = (new List<IReadOnlyList<ObjectAnnotation>>(), new List<IReadOnlyList<Graft.Tasks.Detection>>());
        for (var image = 0; image < 2 * classes + 30; image++)
        {
            var objects = Enumerable.Range(0, 2)
                .Select(at => new ObjectAnnotation(Box.FromCorner(10 + 150 * at, random.Uniform(0, 100), 60, 60), (image + at) % classes))
                .ToList();
            var detections = objects.Where(_ => random.NextDouble() < 0.8)
                .Select(item => new Graft.Tasks.Detection(
                    item.Box.Shift(random.Uniform(-12, 12), 0),
                    random.NextDouble() < 0.9 ? item.Label : (item.Label + 1) % classes,
                    random.Uniform(0.3, 1)))
                .ToList();
            detections.Add(new Graft.Tasks.Detection(new Box(300, 200, 340, 240), random.Next(classes), random.Uniform(0, 0.5)));
            truth.Add(objects);
            found.Add(detections);
        }
        return DetectionMetrics.Report([.. Enumerable.Range(0, classes).Select(label => $"class {label}")], truth, found, new() { Resamples = 50 });
    }

    private static int Count(SKBitmap image, int red, int green, int blue) =>
        image.Pixels.Count(colour => Math.Abs(colour.Red - red) + Math.Abs(colour.Green - green) + Math.Abs(colour.Blue - blue) < 30);
}
