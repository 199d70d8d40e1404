using CsCheck;
using Graft.Imaging;

namespace Graft.Data.Tests;

/// <summary>Groups of near-copies: those that comparing every image with every other one finds, at a fraction of the work.</summary>
public sealed class CopyGroupingTests
{
    private static readonly ParallelOptions Two = new() { MaxDegreeOfParallelism = 2 };

    [Fact]
    public void The_index_finds_each_of_those_that_comparing_all_finds_once()
    {
        var random = new SeededRandom(3);
        var hashes = Enumerable.Range(0, 400).Select(_ => random.NextBits()).ToList();
        for (var i = 0; i < 300; i++) hashes.Add(Flipped(hashes[random.Next(400)], random.Next(14), random));
        var gone = new HashSet<int>();
        foreach (var bits in new[] { 0, 3, 7, 10, 11 })
        {
            var index = new HashIndex([.. hashes], bits);
            foreach (var item in gone) index.Remove(item);
            for (var i = 0; i < hashes.Count; i++)
            {
                var expected = Enumerable.Range(0, hashes.Count)
                    .Where(other => !gone.Contains(other) && PerceptualHash.Distance(hashes[i], hashes[other]) <= bits);
                Assert.Equal(expected, index.Near(i).Order());
            }
            for (var i = 0; i < 60; i++) gone.Add(random.Next(hashes.Count));
        }
    }

    [Fact]
    public void Groups_are_those_of_comparing_all() => Gen.Select(Gen.ULong, Gen.Int[0, 11], Gen.Int[1, 250]).Sample((seed, bits, count) =>
    {
        var (hashes, thumbnails) = Alike(count, clusters: 1 + (int)(seed % 7), new SeededRandom(seed));
        Assert.Equal(Quadratic(hashes, thumbnails, bits).Select(Text), CopyGrouping.Make(hashes, thumbnails, bits, Two).Select(Text));
    }, iter: 300);

    [Fact]
    public void Comparing_can_be_cancelled()
    {
        var (hashes, thumbnails) = Alike(50, 3, new SeededRandom(1));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => CopyGrouping.Make(hashes, thumbnails, 10, new ParallelOptions { CancellationToken = source.Token }));
    }

    [Fact]
    public void The_bound_of_a_likeness_is_never_below_it()
    {
        var random = new SeededRandom(9);
        var thumbnails = Enumerable.Range(0, 60).Select(_ => Thumbnail.Of(Noise(random, 2 + random.Next(15)))).ToList();
        foreach (var one in thumbnails)
            foreach (var other in thumbnails)
            {
                var bound = one.Coarse.Zip(other.Coarse, (a, b) => (double)a * b).Sum() + one.Rest * other.Rest;
                Assert.True(Thumbnail.Likeness(one, other) <= bound + 1e-5);
            }
    }

    // The definition, with every pair compared.
    private static List<IReadOnlyList<int>> Quadratic(ulong[] hashes, IReadOnlyList<Thumbnail> thumbnails, int bits)
    {
        var (left, groups) = (Enumerable.Range(0, hashes.Length).Where(at => thumbnails[at].HasPattern).ToList(), new List<IReadOnlyList<int>>());
        while (left.Count > 0)
        {
            var near = left.Where(other => IsNear(left[0], other)).ToList();
            var group = left.Where(other => near.Any(member => IsNear(member, other))).ToList();
            left.RemoveAll(group.Contains);
            if (group.Count > 1) groups.Add(group);
        }
        return groups;

        bool IsNear(int one, int other) => one == other || (PerceptualHash.Distance(hashes[one], hashes[other]) <= bits
            && Thumbnail.Likeness(thumbnails[one], thumbnails[other]) >= NearCopy.MinLikeness);
    }

    private static (ulong[] Hashes, IReadOnlyList<Thumbnail> Thumbnails) Alike(int count, int clusters, SeededRandom random)
    {
        var centres = Enumerable.Range(0, clusters).Select(_ => (Hash: random.NextBits(), Image: Noise(random, 2 + random.Next(15)))).ToList();
        var (hashes, thumbnails) = (new ulong[count], new Thumbnail[count]);
        for (var at = 0; at < count; at++)
        {
            var (hash, image) = centres[random.Next(clusters)];
            var strength = random.Next(90);
            hashes[at] = Flipped(hash, random.Next(12), random);
            thumbnails[at] = Thumbnail.Of(Images.Map(image, value => value + random.Next(2 * strength + 1) - strength));
        }
        return (hashes, thumbnails);
    }

    private static RgbImage Noise(SeededRandom random, int size)
    {
        var coarse = new RgbImage(size, size);
        for (var i = 0; i < coarse.Pixels.Length; i++) coarse.Pixels[i] = (byte)random.Next(256);
        return Resampler.Resize(coarse, 16, 16, Interpolation.Bilinear);
    }

    private static ulong Flipped(ulong hash, int flips, SeededRandom random)
    {
        for (; flips > 0; flips--) hash ^= 1UL << random.Next(64);
        return hash;
    }

    private static string Text(IReadOnlyList<int> group) => string.Join(' ', group);
}
