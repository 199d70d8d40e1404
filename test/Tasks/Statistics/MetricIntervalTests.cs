namespace Graft.Tasks.Tests;

public class MetricIntervalTests
{
    // scipy's binomtest(k, n).proportion_ci(method="exact") would say the same: all right of n has the lower end 0.025^(1/n).
    [Theory]
    [InlineData(10, 10, 0.69150289, 1)]
    [InlineData(0, 10, 0, 0.30849711)]
    [InlineData(8, 10, 0.44390454, 0.97478926)]
    [InlineData(17, 20, 0.62107318, 0.96792905)]
    [InlineData(1, 1, 0.025, 1)]
    public void The_exact_interval_is_the_one_of_Clopper_and_Pearson(double right, double images, double low, double high)
    {
        var interval = ConfidenceInterval.Exact(right, images);
        Assert.Equal(low, interval.Low, 1e-7);
        Assert.Equal(high, interval.High, 1e-7);
    }

    [Theory]
    [InlineData(1, 12.706204736)]
    [InlineData(9, 2.262157163)]
    [InlineData(199, 1.971956544)]
    public void Students_quantile_is_exact(double freedom, double expected) => Assert.Equal(expected, BetaDistribution.StudentQuantile(0.975, freedom), 1e-8);

    [Fact]
    public void A_share_with_the_error_of_a_share_has_the_exact_interval()
    {
        var error = Math.Sqrt(0.8 * 0.2 / 49); // of 50 images, as a bootstrap would find it but for the last image
        var interval = MetricInterval.OfShare(0.8, error * Math.Sqrt(49.0 / 50), 50, isCounted: true, 0.95)!;
        var exact = ConfidenceInterval.Exact(40, 50);
        Assert.Equal(exact.Low, interval.Low, 0.005);
        Assert.Equal(exact.High, interval.High, 0.005);
    }

    [Fact]
    public void Less_error_than_that_of_a_share_narrows_a_graded_metric_only()
    {
        var (counted, graded) = (Width(isCounted: true), Width(isCounted: false));
        Assert.Equal(ConfidenceInterval.Exact(40, 50).High - ConfidenceInterval.Exact(40, 50).Low, counted, 1e-9);
        Assert.InRange(graded, 0.04, counted / 2);

        static double Width(bool isCounted) => MetricInterval.OfShare(0.8, 0.01, 50, isCounted, 0.95) is { } interval ? interval.High - interval.Low : 0;
    }

    [Fact]
    public void Classes_of_different_sizes_count_as_fewer_images()
    {
        Assert.Equal(40, MetricInterval.ImagesOfMean([20, 20, 0]), 12);
        Assert.Equal(9 / 0.52, MetricInterval.ImagesOfMean([100, 100, 2]), 12);
        Assert.Equal(0, MetricInterval.ImagesOfMean([0]));
    }

    [Fact]
    public void Nine_images_or_nine_mistakes_are_too_few()
    {
        Assert.Null(MetricInterval.OfShare(0.9, 0.1, 9, true, 0.95));
        Assert.NotNull(MetricInterval.OfShare(0.9, 0.1, 10, true, 0.95));
        Assert.Null(MetricInterval.OfLoss(0.3, 0.1, 9, 0.95));
        Assert.True(MetricInterval.OfLoss(0.3, 0.1, 10, 0.95) is { Low: > 0, High: > 0.5 });
    }

    [Fact]
    public void Two_models_that_never_differ_still_leave_a_doubt()
    {
        bool[] right = [.. Enumerable.Repeat(true, 36)];
        Assert.True(PairedShares.Difference(right, right) is { Low: < -0.04 and > -0.1, High: > 0.04 and < 0.1 });
        Assert.True(PairedShares.Difference(right, [.. right.Select((_, i) => i >= 18)])!.Low > 0.2);
        Assert.Null(PairedShares.Difference(right[..9], right[..9]));
        // Four copies of nine images are nine images; as if there were no copies the interval would be half as wide.
        bool[] other = [.. right.Select((_, i) => i % 3 > 0)], four = [.. right.SelectMany(one => Enumerable.Repeat(one, 4))];
        bool[] otherFour = [.. other.SelectMany(one => Enumerable.Repeat(one, 4))];
        int[] units = [.. Enumerable.Range(0, four.Length).Select(i => i / 4)];
        var (once, copied) = (PairedShares.Difference(right, other)!, PairedShares.Difference(four, otherFour, units)!);
        Assert.Equal(once.Low, copied.Low, 1e-9);
        Assert.Equal(once.High, copied.High, 1e-9);
        var apart = PairedShares.Difference(four, otherFour)!;
        Assert.True(apart.High - apart.Low < 0.6 * (once.High - once.Low));
        Assert.Null(PairedShares.Difference(four[..36], four[..36], units[..36]));
    }
}
