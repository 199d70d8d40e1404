using System.Globalization;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>Pasting the masks of many objects into a large image: straight to run lengths, beside the plain way over a map of the whole image.</summary>
internal sealed class Paste : IComparison
{
    private const int Width = 5472, Height = 3648, Count = 100, Side = 28, Rounds = 5;

    public string Name => "paste";

    public string Description => "paste: milliseconds for 100 objects on 20 megapixels, small and large ones, beside a map of the image for each";

    public int Run(string[] arguments)
    {
        Console.WriteLine($"{Measure.Machine()}; {Count} objects on {Width} x {Height} pixels, median of {Rounds}\n\n"
            + "| objects | to masks, all cores | to masks, one core | whole maps | megabytes |\n"
            + "| --- | --- | --- | --- | --- |");
        foreach (var (name, low, high) in new[] { ("100 to 400 pixels", 100, 400), ("400 to 1600 pixels", 400, 1600), ("the whole image", Height, Height) })
        {
            var found = Objects(low, high);
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var one in found) one.Grid!.Paste(one.Box, (Width, Height));
            var megabytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1e6;
            var all = Median(() => Detection.InImage(found, (1, 1), (Width, Height)));
            var single = Median(() => found.Select(one => one.Grid!.Paste(one.Box, (Width, Height))).ToList());
            var plain = Milliseconds(() => Plain(found.Take(5))) * Count / 5; // the rest takes as long
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {all:0.0} ms | {single:0.0} ms | {plain:0} ms | {megabytes:0.0} |"));
        }
        return 0;
    }

    private static List<Detection> Objects(int low, int high)
    {
        var random = SeededRandom.For(1, "paste");
        return [.. Enumerable.Range(0, Count).Select(_ =>
        {
            var (width, height) = (low + random.Next(high - low + 1), low + random.Next(high - low + 1));
            var (x, y) = (random.Next(Math.Max(1, Width - width)), random.Next(Math.Max(1, Height - height)));
            // A disc with a ragged edge.
            var grid = new float[Side * Side];
            for (var i = 0; i < grid.Length; i++)
            {
                var (down, across) = (i / Side - 13.5, i % Side - 13.5);
                grid[i] = (float)(1 / (1 + Math.Exp(Math.Sqrt(down * down + across * across) - 10 - 2 * random.Uniform(-1, 1))));
            }
            return new Detection(new Box(x, y, x + width, y + height), 0, 1) { Grid = new MaskGrid(Side, grid) };
        })];
    }

    private static void Plain(IEnumerable<Detection> found)
    {
        var map = new float[Width * Height];
        foreach (var one in found)
        {
            MaskPaste.Paste(one.Grid!.Probabilities, Side, one.Box, (Width, Height), map);
            MaskPaste.Threshold(map, Width, Height);
        }
    }

    private static double Median(Func<object> work)
    {
        work();
        return Enumerable.Range(0, Rounds).Select(_ => Milliseconds(() => work())).Order().ElementAt(Rounds / 2);
    }

    private static double Milliseconds(Action work)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalMilliseconds;
    }
}
