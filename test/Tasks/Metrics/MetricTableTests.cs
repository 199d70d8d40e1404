using Graft.Imaging;

namespace Graft.Tasks.Tests;

public class MetricTableTests
{
    private static readonly CocoReference Reference = new();

    public static TheoryData<string, EvaluationReport, string[], string[]> Reports => new()
    {
        { "classify", Classification(), Keys(ClassificationMetricTable.Table), [.. ClassificationMetricTable.Table.Monitored] },
        { "detect", Detection(masks: false), [.. Boxes, .. Best], [.. CocoMetricTable.Monitored(hasMasks: false)] },
        {
            "instances", Detection(masks: true),
            [.. Boxes.Select(CocoMetricTable.OfMasks), .. Boxes, .. Best], [.. CocoMetricTable.Monitored(hasMasks: true)]
        },
        { "segment", Segmentation(), Keys(SegmentationMetricTable.Table), [.. SegmentationMetricTable.Table.Monitored] },
    };

    private static string[] Boxes => Keys(CocoMetricTable.Table);

    private static string[] Best => [CocoMetricTable.BestF1, CocoMetricTable.BestThreshold];

    [Theory, MemberData(nameof(Reports))]
    public void Every_row_of_the_table_is_a_metric_of_the_report(string task, EvaluationReport report, string[] keys, string[] monitored)
    {
        Assert.True(keys.SequenceEqual(report.Metrics.Select(metric => metric.Key)), task);
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys.Length, report.Metrics.Select(metric => metric.Name).Distinct().Count());
        Assert.All(report.Metrics, metric =>
        {
            Assert.Matches("^[A-Za-z0-9]+(_[A-Za-z0-9]+)*$", metric.Key);
            Assert.NotEqual("", metric.Name);
            Assert.Same(metric, report[metric.Key]);
            Assert.True(metric.Value is null || double.IsFinite(metric.Value.Value));
            Assert.True(metric.Format != MetricFormat.Percent || metric.Value is null or (>= 0 and <= 1));
            Assert.Contains(metric.Name, report.ToString());
        });
        Assert.Equal(keys[0], monitored[0]); // the main one is what a training watches unless told
        Assert.All(monitored, key => Assert.Equal(MetricFormat.Percent, report[key].Format));
    }

    [Theory, MemberData(nameof(Reports))]
    public void Intervals_hold_the_values_they_belong_to_and_say_how_they_came_about(string task, EvaluationReport report, string[] keys, string[] monitored)
    {
        Assert.NotNull(report[keys[0]].Interval);
        Assert.NotNull(report[monitored[1]].Interval);
        Assert.All(report.Metrics.Where(metric => metric.Interval is not null), metric =>
            Assert.True(metric.Interval!.Low <= metric.Value + 1e-9 && metric.Value - 1e-9 <= metric.Interval.High, $"{task}: {metric}"));
        Assert.Contains("resamples", report.IntervalMethod);
    }

    [Fact]
    public void A_row_that_is_added_is_measured_and_resampled_without_another_change()
    {
        var table = new MetricTable<double[]>(
            new("mean", "mean", MetricFormat.Decimal, sample => sample.Average()) { Interval = IntervalKind.Graded, Images = sample => sample.Length },
            new("first", "first", MetricFormat.Decimal, sample => sample[0]) { Interval = IntervalKind.Graded, Images = _ => 9 },
            new("count", "count", MetricFormat.Count, sample => sample.Length));
        double[] images = [.. Enumerable.Range(0, 20).Select(i => i / 19.0)];
        var intervals = ResampledIntervals.Run(20, new() { Resamples = 50 }, table.Resampled, times => Drawn(images, times));
        var metrics = table.Measure(images, (row, _) => intervals.Answer(row.Key));
        Assert.Equal([0.5, 0, 20], metrics.Select(metric => Math.Round(metric.Value!.Value, 12)));
        Assert.InRange(metrics[0].Interval!.Low, 0.25, 0.4);
        Assert.InRange(metrics[0].Interval!.High, 0.6, 0.75);
        Assert.Equal("", metrics[2].IntervalText());
        // Nine images say too little.
        Assert.Null(metrics[1].Interval);
        Assert.Equal("too few to say", metrics[1].IntervalText());

        static double[] Drawn(double[] images, ReadOnlySpan<int> times)
        {
            List<double> drawn = [];
            for (var i = 0; i < images.Length; i++) drawn.AddRange(Enumerable.Repeat(images[i], times[i]));
            return [.. drawn];
        }
    }

    [Fact]
    public void An_unknown_key_is_answered_with_those_there_are() =>
        Assert.Contains("Expected one of accuracy, top_k_accuracy", Assert.Throws<GraftException>(() => Classification()["F1"]).Message);

    [Theory]
    [InlineData(0.9534, MetricFormat.Percent, "95.3 %", "90.0 – 100.0 %")]
    [InlineData(0.9534, MetricFormat.Decimal, "0.953", "0.900 – 1.000")]
    [InlineData(12345.0, MetricFormat.Count, "12\u202f345", "1 – 1")]
    [InlineData(null, MetricFormat.Percent, "–", "90.0 – 100.0 %")]
    public void A_metric_is_written_in_its_format(double? value, MetricFormat format, string text, string interval)
    {
        var metric = new Metric("key", "name", value) { Format = format, Interval = new(0.9, 1) };
        Assert.Equal((text, interval), (metric.ValueText(), metric.IntervalText()));
        Assert.Equal("", (metric with { Interval = null }).IntervalText());
    }

    [Fact]
    public void A_boundary_score_that_was_left_out_is_null_and_not_zero()
    {
        var report = Segmentation(tolerance: 0);
        Assert.Null(report["mean_boundary_f"].Value);
        Assert.Null(report["mean_boundary_f"].Interval);
    }

    private static string[] Keys<TSample>(MetricTable<TSample> table) => [.. table.Rows.Select(row => row.Key)];

    private static ClassificationReport Classification() =>
        ClassificationMetrics.Evaluate(
            [.. Enumerable.Repeat((float[])[0.8f, 0.1f, 0.1f, 0.1f, 0.2f, 0.7f, 0.3f, 0.6f, 0.1f, 0.5f, 0.4f, 0.1f], 5).SelectMany(row => row)],
            [.. Enumerable.Repeat((int[])[0, 2, 1, 1], 5).SelectMany(row => row)], ["ant", "bee", "cat"]);

    private static DetectionReport Detection(bool masks) =>
        DetectionMetrics.Report(Reference.Classes, Reference.Truth, Reference.Detections, new() { Masks = masks, Resamples = 50 });

    private static SegmentationReport Segmentation(double tolerance = 0.0075)
    {
        var metrics = new SegmentationMetrics(["background", "cat"], new() { Resamples = 100, BoundaryTolerance = tolerance });
        for (var shift = 0; shift < 12; shift++) metrics.Add(Square(20), Square(20 + shift));
        return metrics.Report();
    }

    private static ClassMap Square(int left)
    {
        var map = new ClassMap(80, 60, new byte[4800]);
        for (var y = 10; y < 50; y++) map.Values.AsSpan(y * 80 + left, 30).Fill(1);
        return map;
    }
}
