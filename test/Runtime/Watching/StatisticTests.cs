using Graft.Artifacts;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Tests.Runtime.Watching;

/// <summary>The statistics by hand, and what chance makes of them.</summary>
public sealed class StatisticTests
{
    [Fact]
    public void Energy_distance_is_that_of_all_pairs()
    {
        var random = new SeededRandom(4);
        IReadOnlyList<float>[] vectors = [.. Enumerable.Range(0, 11).Select(at => (float[])[(float)random.Normal() + at / 6, (float)random.Normal()])];
        var (first, second) = (vectors[..7], vectors[7..]);
        var apart = 2 * Mean(first, second);
        var expected = (apart - Mean(first, first) - Mean(second, second)) / apart;
        Assert.Equal(expected, Of(new EnergyStatistic(vectors) { Key = "e" }, 11, 7, 8, 9, 10), 1e-6);
        Assert.Equal(1, Of(new EnergyStatistic([[0f, 0f], [0f, 0f], [3f, 4f]]) { Key = "e" }, 3, 2), 1e-9);

        static double Mean(IReadOnlyList<float>[] ones, IReadOnlyList<float>[] others) =>
            ones.Average(one => others.Average(other => Math.Sqrt(one.Zip(other, (x, y) => (double)(x - y) * (x - y)).Sum())));
    }

    [Fact]
    public void Kolmogorov_Smirnov_is_the_largest_difference_and_ties_are_one_step()
    {
        Assert.Equal(1, Of(new KolmogorovStatistic([1, 2, 3, 7, 8]) { Key = "k" }, 5, 3, 4));
        // 1 1 2 2 and 1 2: at 1 both have a half.
        Assert.Equal(0, Of(new KolmogorovStatistic([1, 1, 2, 2, 1, 2]) { Key = "k" }, 6, 4, 5), 1e-12);
        Assert.Equal(0.75, Of(new KolmogorovStatistic([1, 2, 3, 9, 4, 5]) { Key = "k" }, 6, 4, 5), 1e-12);
    }

    [Fact]
    public void Chi_squared_is_Pearsons()
    {
        // 8 and 2 of a class against 2 and 8: chi-squared of [[8, 2], [2, 8]] is 7.2.
        int[] labels = [0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 0, 0, 5, 5, 5, 5, 5, 5, 5, 5];
        var statistic = new ClassStatistic([.. labels.Select(label => (IReadOnlyList<LabelAmount>)[new(label, 1)])]) { Key = "c" };
        Assert.Equal(7.2, Of(statistic, 20, [.. Enumerable.Range(10, 10)]), 1e-9);
    }

    [Fact]
    public void P_is_the_share_of_all_divisions_that_are_as_far_apart()
    {
        // Of the 20 ways to take three of six, two are as far apart as the largest three.
        var outcome = GroupResampling.Run([new KolmogorovStatistic([1, 2, 3, 4, 5, 6]) { Key = "k" }], 3, 3, 4000, 1)[0];
        Assert.Equal(1, outcome.Value);
        Assert.Equal(0.1, outcome.P, 0.015);
        Assert.Equal(double.PositiveInfinity, outcome.Threshold(0.0001));
        Assert.Equal(outcome.P, GroupResampling.Run([new KolmogorovStatistic([1, 2, 3, 4, 5, 6]) { Key = "k" }], 3, 3, 4000, 1)[0].P);
    }

    [Fact]
    public void A_value_counts_where_it_exceeds_the_threshold_and_only_there()
    {
        var random = new SeededRandom(8);
        for (var round = 0; round < 40; round++)
        {
            float[] values = [.. Enumerable.Range(0, 60).Select(at => (float)random.Normal() + (at >= 30 ? 0.5f : 0))];
            var outcome = GroupResampling.Run([new KolmogorovStatistic(values) { Key = "k" }], 30, 30, 1999, (ulong)round)[0];
            Assert.Equal(outcome.P <= 0.05, outcome.Value > outcome.Threshold(0.05));
        }
    }

    [Fact]
    public void What_is_the_same_in_all_images_is_never_a_difference()
    {
        float[] same = [.. Enumerable.Repeat(0.1178f, 53)];
        TwoSampleStatistic[] statistics =
        [
            new KolmogorovStatistic(same) { Key = "k" },
            new EnergyStatistic([.. same.Select(value => (float[])[value, 3])]) { Key = "e" },
            new ClassStatistic([.. same.Select(_ => (IReadOnlyList<LabelAmount>)[new(1, 0.3f)])]) { Key = "c" },
        ];
        Assert.All(GroupResampling.Run(statistics, 23, 30, 1999, 1), outcome => Assert.Equal(1, outcome.P));
    }

    [Fact]
    public void Holm_stops_at_the_first_that_is_not_below_its_level()
    {
        // 0.01 / 4, then 0.01 / 3, then 0.01 / 2: the third is not below it, and nothing after it counts.
        var results = HolmCorrection.Apply([0.006, 0.001, 0.0033, 0.0061], 0.01);
        Assert.Equal([false, true, true, false], results.Select(result => result.IsRejected));
        Assert.Equal([0.005, 0.0025, 0.01 / 3, 0.005], results.Select(result => result.Level));
        Assert.All(HolmCorrection.Apply([0.004, 0.004], 0.01), result => Assert.True(result.IsRejected));
    }

    private static double Of(TwoSampleStatistic statistic, int count, params int[] group)
    {
        int[] steps = [.. Enumerable.Range(0, count).Select(at => group.Contains(at) ? count - group.Length : -group.Length)];
        return statistic.Of(group, steps);
    }
}
