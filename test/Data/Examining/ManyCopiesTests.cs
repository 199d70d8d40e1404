using System.Diagnostics;
using Graft.Imaging;

namespace Graft.Data.Tests;

/// <summary>Near-copies among many images: the frames of a camera that pans, and thousands of plain images.</summary>
public sealed class ManyCopiesTests
{
    private static readonly ParallelOptions Two = new() { MaxDegreeOfParallelism = 2 };

    [Fact]
    public void No_chain_ties_images_together_that_have_nothing_in_common()
    {
        // A camera that pans: each frame is near the next one, the last shows nothing that the first does.
        var panorama = Images.Pattern(5, 4000, 160);
        var frames = Enumerable.Range(0, 400).Select(at => Cut(panorama, 8 * at)).ToList();
        var (hashes, thumbnails) = (frames.Select(PerceptualHash.Of).ToArray(), frames.Select(Thumbnail.Of).ToList());
        var chain = new UnionFind(frames.Count);
        for (var at = 1; at < frames.Count; at++)
            if (PerceptualHash.Distance(hashes[at - 1], hashes[at]) <= 10 && Thumbnail.Likeness(thumbnails[at - 1], thumbnails[at]) >= NearCopy.MinLikeness)
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
}
