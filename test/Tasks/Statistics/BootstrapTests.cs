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
    public void The_error_of_a_mean_is_the_one_that_theory_gives()
    {
        var random = new SeededRandom(3);
        var values = Enumerable.Range(0, 400).Select(_ => random.Normal()).ToArray();
        var mean = values.Average();
        var expected = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / 400) / Math.Sqrt(400);
        Assert.Equal(expected, OfMean(values, new() { Resamples = 4000, Seed = 1 })!.Value, 0.05 * expected);
    }

    [Fact]
    public void One_seed_gives_one_error_and_another_seed_another()
    {
        double[] values = [1, 2, 4, 8, 16, 32];
        Assert.Equal(OfMean(values, new() { Seed = 7 }), OfMean(values, new() { Seed = 7 }));
        Assert.NotEqual(OfMean(values, new() { Seed = 7, Resamples = 99 }), OfMean(values, new() { Seed = 8, Resamples = 99 }));
    }

    [Fact]
    public void Every_stratum_keeps_its_size_in_every_resample()
    {
        int[] strata = [0, 0, 0, 1, 1, 2];
        var seen = 0;
        Bootstrap.Deviations(6, 1, new() { Strata = strata, Resamples = 50 }, (times, statistics) =>
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
    public void A_statistic_that_is_mostly_undefined_has_no_error()
    {
        var calls = 0;
        var errors = Bootstrap.Deviations(3, 2, new() { Resamples = 100 }, (_, statistics) =>
        {
            statistics[0] = calls % 3 == 0 ? 1 : double.NaN;
            statistics[1] = calls++ % 3 != 0 ? 1 : double.NaN;
        });
        Assert.Null(errors[0]);
        Assert.Equal(0, errors[1]);
    }

    [Fact]
    public void Options_and_sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<GraftException>(() => OfMean([], new()));
        Assert.Null(OfMean([1], new() { Resamples = 0 }));
        Assert.Throws<GraftException>(() => OfMean([1, 2], new() { Strata = [1] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConfidenceInterval.Wilson(2, 1));
    }

    private static double? OfMean(IReadOnlyList<double> values, BootstrapOptions options) =>
        Bootstrap.Deviations(values.Count, 1, options, (times, statistics) =>
        {
            var sum = 0.0;
            for (var i = 0; i < times.Length; i++) sum += times[i] * values[i];
            statistics[0] = sum / values.Count;
        })[0];
}
