using System.Diagnostics;
using System.Globalization;
using Graft.Data;
using Graft.Imaging;

namespace Graft.Bench;

/// <summary>How long images without much on them are compared with one another: hardest for a search by hashes, which are nearly all the same.</summary>
internal sealed class NearCopies : IComparison
{
    private static readonly string[] Kinds = ["one pattern", "plain colours with a shade", "gradients of colours"];

    public string Name => "near-copies";

    public string Description => "search for near-copies among plain images: near-copies [images] [workers]";

    public int Run(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 32_000;
        var workers = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 2;
        Console.WriteLine($"{Measure.Machine()}; {count} images, {workers} workers");
        Console.WriteLine("| images | groups | largest | seconds |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var kind in Kinds)
        {
            var random = new SeededRandom(11);
            var images = Enumerable.Range(0, count).Select(_ => Plain(kind, random)).ToList();
            var (hashes, thumbnails) = (images.Select(image => image.Hash).ToArray(), images.Select(image => image.Thumbnail).ToList());
            var watch = Stopwatch.StartNew();
            var options = new ParallelOptions { MaxDegreeOfParallelism = workers };
            var groups = CopyGrouping.Make(hashes, thumbnails, new ExaminationOptions().NearDuplicateBits, options);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind} | {groups.Count} | {groups.Select(group => group.Count).DefaultIfEmpty().Max()} | {watch.Elapsed.TotalSeconds:0.0} |"));
        }
        return 0;
    }

    private static (ulong Hash, Thumbnail Thumbnail) Plain(string kind, SeededRandom random)
    {
        int[] colour = [40 + random.Next(160), 40 + random.Next(160), 40 + random.Next(160)];
        if (kind == Kinds[0]) colour[1] = colour[2] = colour[0];
        var (shade, hash) = (kind == Kinds[0] ? 20 : 4 + random.Next(36), 0xF0F0F0F0F0F0F0F0);
        for (var flips = random.Next(4); flips > 0; flips--) hash ^= 1UL << random.Next(64);
        var image = new RgbImage(16, 16);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var (channel, x, y) = (i % 3, i / 3 % 16, i / 48);
            int[] rises = [colour[0] * x, colour[1] * (15 - x), colour[2] * Math.Abs(x - y)];
            image.Pixels[i] = (byte)Math.Min(255, colour[channel] + shade * y / 16 + (kind == Kinds[2] ? rises[channel] / 64 : 0));
        }
        return (hash, Thumbnail.Of(image));
    }
}
