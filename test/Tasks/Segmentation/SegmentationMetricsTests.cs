using CsCheck;
using Graft.Imaging;

namespace Graft.Tasks.Tests;

public class SegmentationMetricsTests
{
    private static readonly string[] Classes = ["background", "cat", "dog"];

    [Fact]
    public void Metrics_of_a_small_image_are_those_counted_by_hand()
    {
        var metrics = new SegmentationMetrics(Classes, new() { Resamples = 0, BoundaryTolerance = 0 });
        metrics.Add(Map(4, 2, 0, 0, 1, 1, 0, 0, 1, 255), Map(4, 2, 0, 1, 1, 1, 0, 0, 0, 2));
        var report = metrics.Report();
        // background: 3 hits, 4 true, 4 predicted; cat: 2 hits, 3 true, 3 predicted; dog: nowhere that counts
        Assert.Equal((3.0 / 5 + 2.0 / 4) / 2, report.MeanIoU, 1e-12);
        Assert.Equal(5.0 / 7, report.PixelAccuracy, 1e-12);
        Assert.Equal((6.0 / 8 + 4.0 / 6) / 2, report.MeanDice, 1e-12);
        Assert.Equal((3.0 / 4 + 2.0 / 3) / 2, report.MeanAccuracy, 1e-12);
        Assert.Equal((4 * 0.6 + 3 * 0.5) / 7, report.FrequencyWeightedIoU, 1e-12);
        Assert.Equal([3, 1, 0], report.ConfusionMatrix[0]);
        Assert.Equal([1, 2, 0], report.ConfusionMatrix[1]);
        Assert.Equal((7, 1), (report.Pixels, report.IgnoredPixels));
        Assert.Null(report.PerClass[2].IoU);
        Assert.Null(report.MeanBoundaryF);
        Assert.Contains("dog", Assert.Single(report.Notes));
    }

    [Fact]
    public void A_perfect_prediction_scores_one_everywhere() => Gen.Byte[0, 2].Array[48].Sample(values =>
    {
        var metrics = new SegmentationMetrics(Classes, new() { Resamples = 20 });
        metrics.Add(new ClassMap(8, 6, values), new ClassMap(8, 6, values));
        var report = metrics.Report();
        Assert.Equal((1.0, 1.0, 1.0), (report.MeanIoU, report.PixelAccuracy, report.MeanDice));
        if (values.Distinct().Count() > 1) Assert.Equal(1.0, report.MeanBoundaryF);
        Assert.DoesNotContain("NaN", System.Text.Json.JsonSerializer.Serialize(report, Json.Options));
    }, iter: 30);

    [Fact]
    public void Polygons_off_by_less_than_the_tolerance_are_right()
    {
        var (truth, near, far) = (Square(20), Square(22), Square(45));
        Assert.Equal(1, BoundaryF(truth, near), 1e-12);
        Assert.True(BoundaryF(truth, far) < 0.7);

        static double BoundaryF(ClassMap truth, ClassMap predicted)
        {
            var metrics = new SegmentationMetrics(["background", "cat"], new() { Resamples = 0, BoundaryTolerance = 0.02 });
            metrics.Add(truth, predicted);
            return metrics.Report().PerClass[1].BoundaryF!.Value;
        }
    }

    [Fact]
    public void Intervals_hold_their_metrics_and_images_tell_the_worst()
    {
        var metrics = new SegmentationMetrics(["background", "cat"], new() { Resamples = 200, Seed = 4 });
        for (var shift = 0; shift < 12; shift++) metrics.Add(Square(20), Square(20 + 2 * shift));
        var report = metrics.Report();
        Assert.InRange(report.MeanIoU, report.MeanIoUInterval!.Low, report.MeanIoUInterval.High);
        Assert.InRange(report.PixelAccuracy, report.PixelAccuracyInterval!.Low, report.PixelAccuracyInterval.High);
        Assert.InRange(report.PerClass[1].IoU!.Value, report.PerClass[1].IoUInterval!.Low, report.PerClass[1].IoUInterval!.High);
        Assert.Equal(report.ImageIoU.Order().Reverse(), report.ImageIoU);
    }

    [Fact]
    public void Other_sizes_and_strange_values_are_refused()
    {
        var metrics = new SegmentationMetrics(Classes);
        Assert.Contains("2 x 1", Assert.Throws<GraftException>(() => metrics.Add(Map(1, 2, 0, 0), Map(2, 1, 0, 0))).Message);
        Assert.Contains("predicted one 9", Assert.Throws<GraftException>(() => metrics.Add(Map(1, 1, 0), Map(1, 1, 9))).Message);
        Assert.Throws<GraftException>(() => new SegmentationMetrics(Classes).Report());
    }

    private static ClassMap Map(int width, int height, params byte[] values) => new(width, height, values);

    private static ClassMap Square(int left)
    {
        var map = new ClassMap(100, 80, new byte[8000]);
        for (var y = 20; y < 60; y++) map.Values.AsSpan(y * 100 + left, 30).Fill(1);
        return map;
    }
}
