using Graft.Imaging;

namespace Graft.Data;

/// <summary>What the mask files themselves tell about the classes.</summary>
internal static class MaskValues
{
    // Of so many classes someone has the names.
    private const int MaxUnnamed = 64;

    /// <summary>One name for each value up to the largest, and why that is refused where the values are no classes; every mask is read.</summary>
    public static (IReadOnlyList<string> Names, Problem? Refusal) Names(string root, IReadOnlyList<MaskSample> samples, CancellationToken cancellation)
    {
        var levels = Levels(samples, cancellation);
        var used = Enumerable.Range(0, ClassMap.Ignore).Where(value => levels.Pixels[value] > 0).ToList();
        var max = used.Count > 0 ? used[^1] : 0;
        return ([.. Enumerable.Range(0, max + 1).Select(value => value == 0 ? "background" : $"class {value}")], Refusal(root, levels, used, max));
    }

    /// <summary>Pixels of each value over all masks that can be read.</summary>
    public static long[] Pixels(IReadOnlyList<MaskSample> samples) => Levels(samples, CancellationToken.None).Pixels;

    /// <summary>The palette of the first mask that has one.</summary>
    public static IReadOnlyList<(byte Red, byte Green, byte Blue)> Palette(IReadOnlyList<MaskSample> samples)
    {
        foreach (var sample in samples)
            try
            {
                return IndexPng.Read(sample.MaskPath!).Palette;
            }
            catch (ImageException)
            {
                // As in Levels.
            }
        return [];
    }

    // What is between two values at an edge has no pixel with its like on all four sides; and who counts classes leaves few numbers out.
    private static Problem? Refusal(string root, MaskLevels levels, List<int> used, int max)
    {
        var thin = used.Count(value => !levels.HasArea[value]);
        var isEdges = thin >= 8 && thin > used.Count / 2;
        if (!isEdges && used.Count <= MaxUnnamed && max + 1 <= 2 * used.Count + 8) return null;
        var others = used.Where(value => value > 0).Take(8).Select(value => $"{value}");
        return new Problem(root, $"The masks have {Words.Count(used.Count, "value")} from {used.FirstOrDefault()} to {max} beside {ClassMap.Ignore}"
            + (isEdges ? $", {thin} of them only along edges: grey levels, as resizing and JPEG leave them, and no classes."
                : ", and no file names them: numbered up to the largest they would be " + $"{max + 1} classes.")
            + $" {levels.Example} has {Words.Count(levels.MaxInOne, "value")}; those above 0 begin with {string.Join(", ", others)}.",
            isEdges ? "Draw the masks again without smoothing (resize with the nearest neighbour, save as PNG), or bring them back to black and white and "
                + "these to 0 and 1."
                : "Write a classes.txt with a name a line, the background first, or number the classes 0, 1, 2 and so on in the masks.");
    }

    private static MaskLevels Levels(IReadOnlyList<MaskSample> samples, CancellationToken cancellation)
    {
        var all = new MaskLevels();
        var gate = new Lock();
        Parallel.ForEach(samples, new ParallelOptions { CancellationToken = cancellation }, sample =>
        {
            try
            {
                var map = IndexPng.Read(sample.MaskPath!).Map;
                var (histogram, areas) = (map.Histogram(), MaskLevels.AreasOf(map));
                lock (gate) all.Add(sample.Name, histogram, areas);
            }
            catch (ImageException)
            {
                // The examination reads it again and tells why it cannot be used.
            }
        });
        return all;
    }
}

/// <summary>The values of masks: how many pixels have each, and which of them fill an area.</summary>
internal sealed class MaskLevels
{
    public long[] Pixels { get; } = new long[256];

    /// <summary>True for a value that a pixel has together with the four beside it.</summary>
    public bool[] HasArea { get; } = new bool[256];

    /// <summary>The image whose mask has the most values.</summary>
    public string Example { get; private set; } = "";

    public int MaxInOne { get; private set; }

    public void Add(string name, long[] histogram, bool[] areas)
    {
        for (var value = 0; value < Pixels.Length; value++)
        {
            Pixels[value] += histogram[value];
            HasArea[value] |= areas[value];
        }
        var values = histogram.Count(pixels => pixels > 0);
        if (values < MaxInOne || (values == MaxInOne && string.CompareOrdinal(name, Example) >= 0)) return;
        (Example, MaxInOne) = (name, values);
    }

    public static bool[] AreasOf(ClassMap map)
    {
        var areas = new bool[256];
        var (values, width) = (map.Values, map.Width);
        for (var y = 1; y + 1 < map.Height; y++)
            for (var at = y * width + 1; at < (y + 1) * width - 1; at++)
            {
                var value = values[at];
                if (!areas[value])
                    areas[value] = values[at - 1] == value && values[at + 1] == value && values[at - width] == value && values[at + width] == value;
            }
        return areas;
    }
}
