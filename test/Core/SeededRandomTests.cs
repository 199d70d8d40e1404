using CsCheck;

namespace Graft.Core.Tests;

public class SeededRandomTests
{
    // From an independent implementation of SplitMix64 and xoshiro256**; a run of last year must be repeatable.
    [Theory]
    [InlineData(0, new ulong[] { 0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0, 0x6AA594F1262D2D2C })]
    [InlineData(1, new ulong[] { 0xB3F2AF6D0FC710C5, 0x853B559647364CEA, 0x92F89756082A4514, 0x642E1C7BC266A3A7 })]
    [InlineData(42, new ulong[] { 0x15780B2E0C2EC716, 0x6104D9866D113A7E, 0xAE17533239E499A1, 0xECB8AD4703B360A1 })]
    public void A_seed_gives_the_same_bits_for_ever(ulong seed, ulong[] bits)
    {
        var random = new SeededRandom(seed);
        Assert.Equal(bits, bits.Select(_ => random.NextBits()));
    }

    [Fact]
    public void A_purpose_gives_the_same_bits_for_ever() =>
        Assert.Equal(0x0FE88FBA5A62A68BUL, SeededRandom.For(42, "split").NextBits());

    [Fact]
    public void A_shuffle_is_the_same_for_ever()
    {
        var items = Enumerable.Range(0, 10).ToArray();
        new SeededRandom(42).Shuffle<int>(items);
        Assert.Equal([9, 1, 4, 2, 8, 7, 6, 5, 3, 0], items);
    }

    [Fact]
    public void Purposes_of_one_seed_and_seeds_of_one_purpose_differ()
    {
        var first = new[] { "split", "augment", "augment/epoch 1", "augment/epoch 2" }
            .SelectMany(purpose => new ulong[] { 0, 1, 2 }, (purpose, seed) => SeededRandom.For(seed, purpose).NextBits());
        Assert.Equal(12, first.Distinct().Count());
    }

    [Fact]
    public void Doubles_are_at_least_0_and_below_1_and_fill_the_interval()
    {
        var random = new SeededRandom(7);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.NextDouble()).ToArray();
        Assert.All(values, value => Assert.InRange(value, 0, Math.BitDecrement(1.0)));
        Assert.Equal(0.5, values.Average(), 0.005);
        Assert.Equal(1 / 12.0, values.Average(value => (value - 0.5) * (value - 0.5)), 0.002);
    }

    [Fact]
    public void Whole_numbers_reach_every_value_and_none_beyond()
    {
        var random = new SeededRandom(7);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.Next(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void A_range_without_a_value_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(0).Next(0));

    [Fact]
    public void Normal_numbers_have_mean_0_and_variance_1()
    {
        var random = new SeededRandom(3);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.Normal()).ToArray();
        Assert.Equal(0, values.Average(), 0.015);
        Assert.Equal(1, values.Average(value => value * value), 0.03);
    }

    [Theory]
    [InlineData(0.2, 0.2)]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    public void Beta_numbers_have_the_mean_and_variance_of_their_distribution(double a, double b)
    {
        var random = new SeededRandom(3);
        var values = Enumerable.Range(0, 50_000).Select(_ => random.Beta(a, b)).ToArray();
        var mean = values.Average();
        Assert.All(values, value => Assert.InRange(value, 0, 1));
        Assert.Equal(a / (a + b), mean, 0.01);
        Assert.Equal(a * b / ((a + b) * (a + b) * (a + b + 1)), values.Average(value => (value - mean) * (value - mean)), 0.01);
    }

    [Fact]
    public void A_shuffle_keeps_every_item() =>
        Gen.Select(Gen.Int.Array[0, 50], Gen.ULong).Sample((items, seed) =>
        {
            var shuffled = items.ToArray();
            new SeededRandom(seed).Shuffle<int>(shuffled);
            return shuffled.Order().SequenceEqual(items.Order());
        }, iter: 200);

    [Theory]
    [InlineData(0.003)]
    [InlineData(1e-6)]
    [InlineData(0.2)]
    public void A_beta_of_any_shape_is_a_number_from_0_to_1_with_the_mean_of_the_distribution(double shape)
    {
        var random = new SeededRandom(5);
        double[] drawn = [.. Enumerable.Range(0, 20_000).Select(_ => random.Beta(shape, 3 * shape))];
        Assert.All(drawn, value => Assert.InRange(value, 0, 1));
        Assert.InRange(drawn.Average(), 0.23, 0.27);
    }
}
