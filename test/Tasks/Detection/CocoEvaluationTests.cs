using Graft.Imaging;

namespace Graft.Tasks.Tests;

public class CocoEvaluationTests
{
    private static readonly CocoReference Reference = new();

    [Theory]
    [InlineData(OverlapKind.Boxes, "bbox")]
    [InlineData(OverlapKind.Masks, "segm")]
    public void The_twelve_metrics_are_those_of_pycocotools(OverlapKind overlap, string kind)
    {
        var report = Evaluate(overlap);
        Assert.Equal(12, report.Summary.All.Count);
        foreach (var (expected, actual) in CocoReference.Stats(kind).Zip(report.Summary.All)) Assert.Equal(expected, actual, 1e-9);
        Assert.Equal(40, report.Images);
    }

    [Theory]
    [InlineData(OverlapKind.Boxes, "bbox")]
    [InlineData(OverlapKind.Masks, "segm")]
    public void Each_class_has_the_precision_and_the_curve_of_pycocotools(OverlapKind overlap, string kind)
    {
        foreach (var result in Evaluate(overlap).PerClass)
        {
            Assert.Equal(CocoReference.ClassAP(kind, result.Name), result.AP!.Value, 1e-9);
            foreach (var (expected, actual) in CocoReference.Precision50(kind, result.Name).Zip(result.Precision50)) Assert.Equal(expected, actual, 1e-9);
            Assert.Equal(result.AP50!.Value, result.Precision50.Average(), 1e-9);
        }
    }

    [Theory]
    [InlineData(0.1, 0.3, 32, 4, 3)] // index of small, medium, large AP among the metrics: one of the two neighbours
    [InlineData(0.7, 0.1, 96, 4, 5)]
    public void An_object_of_exactly_32_or_96_pixels_a_side_belongs_to_both_sizes(double x, double y, double side, int one, int other)
    {
        var exact = new BoxD(x, y, side, side);
        var metrics = CocoEvaluation.Evaluate(["a"], [[new TrueObject(exact.Box, 0) { Extent = exact }]], [[new Detection(exact.Box, 0, 0.9) { Extent = exact }]]).Summary.All;
        Assert.Equal(1, metrics[one], 1e-12);
        Assert.Equal(1, metrics[other], 1e-12);
    }

    [Fact]
    public void An_overlap_of_exactly_the_threshold_is_a_hit()
    {
        var (there, found) = (new BoxD(0.1, 0, 4, 1), new BoxD(0.1, 0, 3, 1));
        var report = CocoEvaluation.Evaluate(["a"], [[new TrueObject(there.Box, 0) { Extent = there }]], [[new Detection(found.Box, 0, 0.9) { Extent = found }]]);
        Assert.Equal(1, report.Summary.AP75!.Value, 1e-12);
    }

    [Fact]
    public void A_box_that_was_changed_leaves_its_exact_form_behind()
    {
        var exact = new BoxD(0.1, 0.1, 40, 40);
        var moved = new TrueObject(exact.Box.Shift(100, 0), 0) { Extent = exact };
        Assert.Equal(1, CocoEvaluation.Evaluate(["a"], [[moved]], [[new Detection(moved.Box, 0, 0.9)]]).Summary.AP!.Value, 1e-12);
    }

    [Fact]
    public void Without_objects_there_is_no_metric_and_no_NaN()
    {
        var report = CocoEvaluation.Evaluate(["a"], [[], []], [[new Detection(new Box(0, 0, 9, 9), 0, 0.5)], []], new CocoOptions { Resamples = 20 });
        Assert.All(report.Summary.All, metric => Assert.Equal(-1, metric));
        Assert.Null(report.Summary.AP);
        Assert.Null(report.APInterval);
        Assert.Null(report.PerClass[0].AP);
    }

    [Fact]
    public void A_crowd_forgives_every_detection_inside_it()
    {
        TrueObject[] truth = [new(new Box(0, 0, 50, 50), 0), new(new Box(100, 100, 200, 200), 0) { IsCrowd = true }];
        Detection[] found = [new(new Box(0, 0, 50, 50), 0, 0.5), new(new Box(100, 100, 120, 120), 0, 0.9), new(new Box(150, 150, 180, 180), 0, 0.8)];
        Assert.Equal(1, CocoEvaluation.Evaluate(["a"], [truth], [found]).Summary.AP!.Value, 1e-12);
        Assert.True(CocoEvaluation.Evaluate(["a"], [[truth[0]]], [found]).Summary.AP < 0.5);
    }

    [Fact]
    public void An_interval_holds_its_metric_and_is_the_same_for_the_same_seed()
    {
        var options = new CocoOptions { Resamples = 100, Seed = 3 };
        var report = CocoEvaluation.Evaluate(Reference.Classes, Reference.Truth, Reference.Detections, options);
        Assert.InRange(report.Summary.AP!.Value, report.APInterval!.Low, report.APInterval.High);
        Assert.InRange(report.Summary.AP50!.Value, report.AP50Interval!.Low, report.AP50Interval.High);
        Assert.True(report.APInterval.High - report.APInterval.Low > 0.01);
        Assert.Equal(report.APInterval, CocoEvaluation.Evaluate(Reference.Classes, Reference.Truth, Reference.Detections, options).APInterval);
        Assert.All(report.PerClass, result => Assert.NotNull(result.APInterval));
        Assert.Contains("100 resamples", report.IntervalMethod);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_by_name()
    {
        Detection found = new(new Box(0, 0, 9, 9), 0, 0.5);
        Assert.Contains("2 images", Refusal([[], []], [[found]]));
        Assert.Contains("label 3", Refusal([[]], [[found with { Label = 3 }]]));
        Assert.Contains("NaN", Refusal([[]], [[found with { Score = double.NaN }]]));
        Assert.Contains("no mask", Refusal([[]], [[found]], OverlapKind.Masks));
    }

    private static string Refusal(IReadOnlyList<IReadOnlyList<TrueObject>> truth, IReadOnlyList<IReadOnlyList<Detection>> found, OverlapKind overlap = OverlapKind.Boxes) =>
        Assert.Throws<GraftException>(() => CocoEvaluation.Evaluate(["a"], truth, found, new CocoOptions { Overlap = overlap })).Message;

    private static CocoReport Evaluate(OverlapKind overlap) =>
        CocoEvaluation.Evaluate(Reference.Classes, Reference.Truth, Reference.Detections, new CocoOptions { Overlap = overlap, SizeByBox = true });

    [Theory]
    [InlineData(OverlapKind.Boxes)]
    [InlineData(OverlapKind.Masks)]
    public void Threads_change_no_digit(OverlapKind overlap)
    {
        // Enough images for several shares: the reference's over and over.
        var (truth, found) = (Enumerable.Repeat(Reference.Truth, 5).SelectMany(part => part).ToList(), Enumerable.Repeat(Reference.Detections, 5).SelectMany(part => part).ToList());
        string[] reports = [.. new[] { 1, 3 }.Select(workers => Text(CocoEvaluation.Evaluate(Reference.Classes, truth, found, new CocoOptions { Overlap = overlap, Resamples = 10, Workers = workers })))];
        Assert.Equal(reports[0], reports[1]);
        if (overlap != OverlapKind.Boxes) return;
        string[] all = [.. new[] { 1, 3 }.Select(workers => Text(DetectionMetrics.Report(Reference.Classes, truth, found, new() { Resamples = 0, Workers = workers })))];
        Assert.Equal(all[0], all[1]);

        static string Text(object report) => System.Text.Json.JsonSerializer.Serialize(report, Json.Options);
    }
}
