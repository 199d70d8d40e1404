using Graft.Imaging;

namespace Graft.Tasks.Tests;

/// <summary>Copies of an image say nothing that it has not said, so four of each give the intervals of one of each.</summary>
public class CopyUnitsTests
{
    private const int Images = 90, Copies = 4, Classes = 3;

    private static readonly string[] Names = ["ant", "bee", "cat"];

    private static readonly int[] Units = [.. Enumerable.Range(0, Images * Copies).Select(at => at % Images)];

    [Fact]
    public void Four_copies_of_each_image_give_a_classifier_the_intervals_of_one()
    {
        var (alone, counted, taken) = (Classify(1, null), Classify(Copies, Units), Classify(Copies, null));
        Compare(alone.Metrics, counted.Metrics, taken.Metrics);
        foreach (var (one, four) in alone.PerClass.Zip(counted.PerClass))
        {
            Same(one.PrecisionInterval, four.PrecisionInterval);
            Same(one.RecallInterval, four.RecallInterval);
            Same(one.F1Interval, four.F1Interval);
        }
        Assert.EndsWith("near-copies count as one, so that 360 images count as 90", counted.IntervalMethod);
        Assert.DoesNotContain("copies", taken.IntervalMethod);
    }

    [Fact]
    public void Four_copies_of_each_image_give_a_segmentation_the_intervals_of_one()
    {
        var (alone, counted, taken) = (Segment(1, null), Segment(Copies, Units), Segment(Copies, null));
        Compare(alone.Report().Metrics, counted.Report().Metrics, taken.Report().Metrics);
        Same(alone.Report().PerClass[1].IoUInterval, counted.Report().PerClass[1].IoUInterval);
        Assert.Contains("360 images count as 90", counted.Report().IntervalMethod);
        // A part of the images without copies is measured as if there were none.
        Assert.Equal(alone.Report().Metrics, counted.Only([.. Enumerable.Range(0, Images)]).Report().Metrics);
    }

    [Fact]
    public void Four_copies_of_each_image_give_a_detector_the_intervals_of_one()
    {
        var (alone, counted, taken) = (Detect(1, null), Detect(Copies, Units), Detect(Copies, null));
        Compare(alone.Metrics, counted.Metrics, taken.Metrics);
        Same(alone.Boxes.PerClass[0].APInterval, counted.Boxes.PerClass[0].APInterval);
        Assert.Contains("360 images count as 90", counted.IntervalMethod);
    }

    [Fact]
    public void An_image_with_most_of_the_copies_leaves_fewer_images_than_there_are_units()
    {
        // 30 units, one of which is half of all images.
        int[] units = [.. Enumerable.Range(0, 58).Select(at => Math.Max(0, at - 28))];
        bool[] right = [.. units.Select(unit => unit % 3 != 0)];
        var even = ConfidenceInterval.Exact(20, 30);
        var uneven = CopyUnits.ShareInterval(Enumerable.Range(0, 58), right, units, 0.95)!;
        Assert.True(uneven.High - uneven.Low > 1.3 * (even.High - even.Low));
        // Nothing is known of differences where all are right: then the units are counted.
        Array.Fill(right, true);
        Assert.Equal(ConfidenceInterval.Exact(30, 30), CopyUnits.ShareInterval(Enumerable.Range(0, 58), right, units, 0.95));
    }

    [Fact]
    public void Images_of_a_unit_each_are_those_without_units()
    {
        int[] each = [.. Enumerable.Range(0, Images)];
        Assert.Equal(Classify(1, null).Metrics.Select(metric => metric.Value), Classify(1, each).Metrics.Select(metric => metric.Value));
        Assert.Equal(Segment(1, null).Report().Metrics, Segment(1, each).Report().Metrics);
        Assert.Equal("", CopyUnits.Note(each));
        Assert.Null(CopyUnits.ShareInterval([], [], null, 0.95));
    }

    [Fact]
    public void As_few_units_as_give_no_interval_give_none_with_copies_either()
    {
        int[] units = [.. Enumerable.Range(0, Images).Select(at => at % 9)];
        Assert.All(Segment(1, units).Report().Metrics, metric => Assert.Null(metric.Interval));
        Assert.Contains("units for", Assert.Throws<GraftException>(() => Classify(1, [0, 1])).Message);
    }

    private static void Compare(IReadOnlyList<Metric> alone, IReadOnlyList<Metric> counted, IReadOnlyList<Metric> taken)
    {
        Assert.Contains(alone, metric => metric.Interval is not null);
        foreach (var ((one, four), independent) in alone.Zip(counted).Zip(taken))
        {
            Same(one.Interval, four.Interval);
            if (one.Interval is not null) Assert.True(Width(independent.Interval) < 0.75 * Width(one.Interval), one.Key);
        }
    }

    private static void Same(ConfidenceInterval? expected, ConfidenceInterval? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is not null) Assert.InRange(Width(actual) / Width(expected), 0.88, 1.12);
    }

    private static double Width(ConfidenceInterval? interval) => interval!.High - interval.Low;

    private static ClassificationReport Classify(int copies, IReadOnlyList<int>? units)
    {
        var random = new SeededRandom(5);
        int[] labels = [.. Enumerable.Range(0, Images).Select(at => at % Classes)];
        float[] logits = [.. Enumerable.Range(0, Images * Classes).Select(at => (float)(random.Normal() + (labels[at / Classes] == at % Classes ? 1 : 0)))];
        return ClassificationMetrics.Evaluate(Softmax.Apply(Repeat(logits, copies), Classes), Repeat(labels, copies), Names,
            new() { Seed = 1, TopK = 2, Units = units });
    }

    private static SegmentationMetrics Segment(int copies, IReadOnlyList<int>? units)
    {
        const int Side = 8;
        var metrics = new SegmentationMetrics(Names, new() { Seed = 1, Units = units });
        for (var copy = 0; copy < copies; copy++)
        {
            var random = new SeededRandom(5);
            for (var image = 0; image < Images; image++)
            {
                var share = 0.5 + 0.5 * random.NextDouble();
                byte[] there = [.. Enumerable.Range(0, Side * Side).Select(at => (byte)(at % Side / 3))];
                byte[] predicted = [.. there.Select(value => random.NextDouble() < share ? value : (byte)random.Next(Classes))];
                metrics.Add(new ClassMap(Side, Side, there), new ClassMap(Side, Side, predicted));
            }
        }
        return metrics;
    }

    private static DetectionReport Detect(int copies, IReadOnlyList<int>? units)
    {
        var random = new SeededRandom(5);
        var truth = new IReadOnlyList<ObjectAnnotation>[Images];
        var found = new IReadOnlyList<Detection>[Images];
        for (var image = 0; image < Images; image++)
        {
            var box = new Box(10, 10, 30, 30);
            truth[image] = [new(box, image % Classes)];
            found[image] = random.NextDouble() < 0.7 ? [new Detection(box, image % Classes, random.NextDouble())]
                : [new Detection(new Box(50, 50, 70, 70), image % Classes, random.NextDouble())];
        }
        return DetectionMetrics.Report(Names, Repeat(truth, copies), Repeat(found, copies), new() { Seed = 1, Resamples = 1000, Units = units });
    }

    private static T[] Repeat<T>(T[] items, int copies) => [.. Enumerable.Repeat(items, copies).SelectMany(all => all)];
}
