namespace Graft.Tasks.Tests;

public class BootstrapTests
{
    [Fact]
    public void Wilson_equals_scipy()
    {
        foreach (var row in ClassificationFixture.Wilson)
        {
            var interval = ConfidenceInterval.Wilson(row[0], row[1]);
            Assert.Equal(row[2], interval.Low, 1e-10);
            Assert.Equal(row[3], interval.High, 1e-10);
        }
    }

    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.5, 0)]
    [InlineData(0.995, 2.5758293035489004)]
    [InlineData(0.0001, -3.719016485455709)]
    public void The_normal_quantile_is_exact(double probability, double z) => Assert.Equal(z, NormalQuantile.Of(probability), 1e-9);

    [Fact]
    public void The_interval_of_a_mean_has_the_width_that_theory_gives()
    {
        var random = new SeededRandom(3);
        var values = Enumerable.Range(0, 400).Select(_ => random.Normal()).ToArray();
        var interval = Bootstrap.OfMean(values, new() { Resamples = 4000, Seed = 1 });
        var mean = values.Average();
        var half = 1.96 * Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / 400) / Math.Sqrt(400);
        Assert.Equal(mean - half, interval.Low, 0.15 * half);
        Assert.Equal(mean + half, interval.High, 0.15 * half);
    }

    [Fact]
    public void One_seed_gives_one_interval_and_another_seed_another()
    {
        double[] values = [1, 2, 4, 8, 16, 32];
        Assert.Equal(Bootstrap.OfMean(values, new() { Seed = 7 }), Bootstrap.OfMean(values, new() { Seed = 7 }));
        Assert.NotEqual(Bootstrap.OfMean(values, new() { Seed = 7, Resamples = 99 }), Bootstrap.OfMean(values, new() { Seed = 8, Resamples = 99 }));
    }

    [Fact]
    public void Every_stratum_keeps_its_size_in_every_resample()
    {
        int[] strata = [0, 0, 0, 1, 1, 2];
        var seen = 0;
        Bootstrap.Of(6, 1, new() { Strata = strata, Resamples = 50 }, (times, statistics) =>
        {
            seen++;
            Assert.Equal(3, times[0] + times[1] + times[2]);
            Assert.Equal(2, times[3] + times[4]);
            Assert.Equal(1, times[5]);
            statistics[0] = 0;
        });
        Assert.Equal(50, seen);
    }

    [Fact]
    public void A_statistic_that_is_mostly_undefined_has_no_interval()
    {
        var calls = 0;
        var intervals = Bootstrap.Of(3, 2, new() { Resamples = 100 }, (_, statistics) =>
        {
            statistics[0] = calls % 3 == 0 ? 1 : double.NaN;
            statistics[1] = calls++ % 3 != 0 ? 1 : double.NaN;
        });
        Assert.Null(intervals[0]);
        Assert.Equal(new ConfidenceInterval(1, 1), intervals[1]);
    }

    [Fact]
    public void Options_and_sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<GraftException>(() => Bootstrap.OfMean([]));
        Assert.Throws<GraftException>(() => Bootstrap.OfMean([1], new() { Resamples = 0 }));
        Assert.Throws<GraftException>(() => Bootstrap.OfMean([1, 2], new() { Strata = [1] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(2, 1));
    }
}
