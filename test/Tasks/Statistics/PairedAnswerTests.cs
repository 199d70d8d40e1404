using Graft.Imaging;

namespace Graft.Tasks.Tests;

/// <summary>Two models on the same images: by right and wrong answers, and by resampling.</summary>
public class PairedAnswerTests
{
    // R: binom.test(fewer, all)$p.value
    [Theory]
    [InlineData(10, 2, 0.03857421875)]
    [InlineData(0, 6, 0.03125)]
    [InlineData(5, 0, 0.0625)]
    [InlineData(1, 9, 0.021484375)]
    [InlineData(4, 4, 1)]
    [InlineData(4, 5, 1)]
    [InlineData(0, 0, 1)]
    public void P_is_that_of_the_exact_binomial_test(int gained, int lost, double p) => Assert.Equal(p, PairedShares.McNemar(gained, lost), 1e-12);

    [Fact]
    public void Seven_against_two_may_be_chance()
    {
        bool[] first = [.. Enumerable.Range(0, 30).Select(at => at < 28)], second = [.. Enumerable.Range(0, 30).Select(at => at is >= 8 or 0)];
        var answer = PairedShares.Test(first, second);
        Assert.Equal((0, (7, 2, 30), false), (answer.Better, answer.Alone!.Value, answer.IsTooFew));
        Assert.Equal((28 / 30.0, 23 / 30.0), (answer.First, answer.Second));
        Assert.Equal(0.1796875, answer.P!.Value, 1e-9);
    }

    [Fact]
    public void Better_and_worse_need_more_than_chance_and_copies_count_as_one()
    {
        bool[] right = [.. Enumerable.Repeat(true, 20)], other = [.. Enumerable.Range(0, 20).Select(at => at >= 8)];
        Assert.Equal((1, (8, 0, 20)), (PairedShares.Test(right, other).Better, PairedShares.Test(right, other).Alone!.Value));
        Assert.Equal(-1, PairedShares.Test(other, right).Better);
        int[] units = [.. Enumerable.Range(0, 20).Select(at => at / 2)];
        var copied = PairedShares.Test(right, other, units);
        Assert.Equal((0, (4, 0, 10)), (copied.Better, copied.Alone!.Value));
        Assert.Equal(0.125, copied.P!.Value, 1e-12);
        Assert.True(PairedShares.Test(right[..5], other[..5]) is { IsTooFew: true, Better: 0 });
    }

    [Fact]
    public void A_resampled_difference_is_of_the_same_images_for_both()
    {
        double[] first = [.. Enumerable.Range(0, 40).Select(at => 0.5 + at % 10 / 20.0)];
        var options = new BootstrapOptions { Resamples = 300, Seed = 3 };
        var better = Difference(0.05);
        Assert.Equal((1, false), (better.Better, better.IsTooFew));
        Assert.Equal(0.05, (better.First - better.Second)!.Value, 1e-9);
        Assert.True(better.Interval!.High - better.Interval.Low < 1e-9); // each image differs by as much, however much images differ
        Assert.Equal(-1, Difference(-0.05).Better);
        Assert.Equal(0, Difference(0).Better);
        // Two that answer alike on all images may still differ on one in twelve.
        Assert.Equal((-(1 - Math.Pow(0.025, 1 / 40.0)), 1 - Math.Pow(0.025, 1 / 40.0)), (Difference(0).Interval!.Low, Difference(0).Interval!.High));
        Assert.True(PairedResampling.Difference(9, options, times => 1, times => 0) is { IsTooFew: true, Interval: null, Better: 0 });

        PairedAnswer Difference(double gap) => PairedResampling.Difference(first.Length, options, times => Mean(times, gap), times => Mean(times, 0));

        double? Mean(ReadOnlySpan<int> times, double gap)
        {
            var (sum, count) = (0.0, 0);
            for (var at = 0; at < times.Length; at++) (sum, count) = (sum + times[at] * (first[at] + gap), count + times[at]);
            return sum / count;
        }
    }

    [Fact]
    public void A_detector_that_finds_all_is_better_than_one_that_finds_half()
    {
        var truth = Enumerable.Range(0, 24).Select(at => (IReadOnlyList<ObjectAnnotation>)[new ObjectAnnotation(new Box(0, 0, 20, 20 + at), at % 2)]).ToList();
        List<IReadOnlyList<Detection>> all = [.. truth.Select(objects => (IReadOnlyList<Detection>)[new Detection(objects[0].Box, objects[0].Label, 0.9f)])];
        List<IReadOnlyList<Detection>> half = [.. all.Select((found, at) => at % 4 < 2 ? found : (IReadOnlyList<Detection>)[])];
        var options = new DetectionReportOptions { Seed = 1 };
        Assert.Equal(1, DetectionMetrics.Less(2, truth, all, half, options).Better);
        Assert.Equal(-1, DetectionMetrics.Less(2, truth, half, all, options).Better);
        Assert.True(DetectionMetrics.Less(2, truth, half, half, options) is { Better: 0, First: > 0.4 and var first, Second: var second } && first == second);
    }

    [Fact]
    public void A_segmentation_that_is_right_is_better_than_one_that_is_half_right()
    {
        var (right, wrong) = (new SegmentationMetrics(["a", "b"]), new SegmentationMetrics(["a", "b"]));
        for (var at = 0; at < 12; at++)
        {
            var truth = new ClassMap(4, 4, [.. Enumerable.Range(0, 16).Select(pixel => (byte)((pixel + at) % 2))]);
            right.Add(truth, truth);
            wrong.Add(truth, new ClassMap(4, 4, [.. Enumerable.Range(0, 16).Select(pixel => (byte)(pixel < 8 ? (pixel + at) % 2 : 0))]));
        }
        Assert.Equal((1, -1), (right.Less(wrong).Better, wrong.Less(right).Better));
        Assert.Equal((right.Report().Metrics[0].Value, wrong.Report().Metrics[0].Value), (right.Less(wrong).First, right.Less(wrong).Second));
        Assert.True(right.Only([0, 1, 2]).Less(wrong.Only([0, 1, 2])).IsTooFew);
    }
}
