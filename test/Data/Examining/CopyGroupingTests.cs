using System.Diagnostics;
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
    public void No_chain_ties_images_together_that_have_nothing_in_common()
    {
        // A camera that pans: each frame is near the next one, the last shows nothing that the first does.
        var panorama = Images.Pattern(5, 4000, 160);
        var frames = Enumerable.Range(0, 400).Select(at => Cut(panorama, 8 * at)).ToList();
        var (hashes, thumbnails) = (frames.Select(PerceptualHash.Of).ToArray(), frames.Select(Thumbnail.Of).ToList());
        var chain = new UnionFind(frames.Count);
        for (var at = 1; at < frames.Count; at++)
            if (PerceptualHash.Distance(hashes[at - 1], hashes[at]) <= 10 && Thumbnail.Likeness(thumbnails[at - 1], thumbnails[at]) >= CopyFinder.MinLikeness)
                chain.Join(at - 1, at);
        Assert.True(chain.Sets().Max(set => set.Count) > 60);
        var groups = CopyGrouping.Make(hashes, thumbnails, 10, Two);
        Assert.NotEmpty(groups);
        Assert.All(groups, group => Assert.InRange(group.Count, 2, 40));
    }

    [Theory]
    [InlineData("one pattern in a thousand brightnesses")]
    [InlineData("plain colours with a shade")]
    [InlineData("hashes alike, colours apart")]
    [InlineData("each its own")]
    public void Thousands_of_plain_images_are_compared_in_seconds(string kind)
    {
        const int Count = 8_000;
        var random = new SeededRandom(11);
        var (hashes, thumbnails) = (new ulong[Count], new Thumbnail[Count]);
        for (var at = 0; at < Count; at++) (hashes[at], thumbnails[at]) = Plain(kind, random);
        var (watch, last) = (Stopwatch.StartNew(), 0);
        var groups = CopyGrouping.Make(hashes, thumbnails, 10, Two, done => last = done);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
        Assert.Equal(Count, last);
        if (kind == "one pattern in a thousand brightnesses") Assert.Equal(Count, Assert.Single(groups).Count);
        if (kind == "each its own") Assert.InRange(groups.Count, 0, 10);
    }

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
            && Thumbnail.Likeness(thumbnails[one], thumbnails[other]) >= CopyFinder.MinLikeness);
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

    private static (ulong Hash, Thumbnail Thumbnail) Plain(string kind, SeededRandom random)
    {
        var (red, green, blue) = (40 + random.Next(160), 40 + random.Next(160), 40 + random.Next(160));
        var shade = kind[0] == 'o' ? 20 : 4 + random.Next(36);
        if (kind[0] == 'o') (green, blue) = (red, red);
        var image = new RgbImage(16, 16);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var (channel, x, y) = (i % 3, i / 3 % 16, i / 48);
            var level = (channel == 0 ? red : channel == 1 ? green : blue) + shade * y / 16;
            var rise = channel == 0 ? red * x : channel == 1 ? green * (15 - x) : blue * Math.Abs(x - y);
            image.Pixels[i] = (byte)Math.Min(255, kind[0] == 'h' ? level + rise / 64 : level);
        }
        return (kind[0] == 'e' ? random.NextBits() : Flipped(0xF0F0F0F0F0F0F0F0, random.Next(4), random), Thumbnail.Of(image));
    }

    private static RgbImage Noise(SeededRandom random, int size)
    {
        var coarse = new RgbImage(size, size);
        for (var i = 0; i < coarse.Pixels.Length; i++) coarse.Pixels[i] = (byte)random.Next(256);
        return Resampler.Resize(coarse, 16, 16, Interpolation.Bilinear);
    }

    private static RgbImage Cut(RgbImage image, int left)
    {
        var cut = new RgbImage(200, image.Height);
        for (var y = 0; y < image.Height; y++) image.Pixels.AsSpan(3 * (y * image.Width + left), 600).CopyTo(cut.Pixels.AsSpan(600 * y));
        return cut;
    }

    private static ulong Flipped(ulong hash, int flips, SeededRandom random)
    {
        for (; flips > 0; flips--) hash ^= 1UL << random.Next(64);
        return hash;
    }

    private static string Text(IReadOnlyList<int> group) => string.Join(' ', group);
}
