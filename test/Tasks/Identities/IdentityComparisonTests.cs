namespace Graft.Tasks.Tests;

public sealed class IdentityComparisonTests
{
    private const int Identities = 24, Each = 5, Width = 12;

    [Fact]
    public void What_is_better_beyond_chance_pays_and_what_is_worse_does_not()
    {
        var (weak, strong) = (Sample(1.1, 3), Sample(0.4, 3));

        var better = IdentityComparison.Of(weak, strong, new() { Seed = 1 });
        Assert.True(better.Pays);
        Assert.All(better.Rows, row => Assert.True(row.Low > 0, row.ToString()));
        var worse = IdentityComparison.Of(strong, weak, new() { Seed = 1 });
        Assert.False(worse.Pays);
        Assert.All(worse.Rows, row => Assert.True(row.High < 0, row.ToString()));
    }

    [Fact]
    public void The_same_descriptors_do_not_pay()
    {
        var same = IdentityComparison.Of(Sample(0.8, 3), Sample(0.8, 3), new() { Seed = 1 });
        Assert.False(same.Pays);
        Assert.False(same.IsTooFew);
        Assert.All(same.Rows, row => Assert.True(row.Low < 0 && row.High > 0));
    }

    [Fact]
    public void Of_two_that_are_equally_good_one_pays_by_chance_in_at_most_a_twentieth()
    {
        var paid = Enumerable.Range(0, 100).Count(seed =>
            IdentityComparison.Of(Sample(0.8, 2 * (ulong)seed), Sample(0.8, 2 * (ulong)seed + 1), new() { Seed = 1, Resamples = 100 }).Pays);
        Assert.InRange(paid, 0, 10); // 5 expected at most; 10 or fewer in 0.99 of all such tests
    }

    [Fact]
    public void Fewer_than_ten_identities_show_nothing()
    {
        var few = IdentityComparison.Of(Sample(1.1, 3, 9), Sample(0.1, 3, 9), new() { Seed = 1 });
        Assert.True(few.IsTooFew);
        Assert.False(few.Pays);
    }

    // Identities are directions, images of one lie around it.
    private static IdentitySample Sample(double spread, ulong seed, int identities = Identities)
    {
        var (centres, noise) = (SeededRandom.For(7, "centres"), SeededRandom.For(seed, "noise"));
        float[][] directions = [.. Enumerable.Range(0, identities).Select(_ => Draw(centres))];
        int[] labels = [.. Enumerable.Range(0, identities * Each).Select(i => i / Each)];
        return new([.. labels.SelectMany(label =>
        {
            var x = directions[label].Zip(Draw(noise), (centre, own) => centre + (float)spread * own).ToArray();
            var length = Math.Sqrt(x.Sum(value => (double)value * value));
            return x.Select(value => (float)(value / length));
        })], labels);

        static float[] Draw(SeededRandom random) => [.. Enumerable.Range(0, Width).Select(_ => (float)random.Normal())];
    }
}
