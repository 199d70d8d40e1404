using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>A connected region of one class in a mask.</summary>
/// <param name="Label">The class.</param>
/// <param name="Box">Its bounds in pixels.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Cells">Cells of the finest map, and the pixels of the region in each.</param>
internal sealed record MaskRegion(int Label, Box Box, long Area, IReadOnlyList<(int Cell, int Pixels)> Cells);

/// <summary>An image with the classes of its pixels, for probes on its maps.</summary>
internal sealed class MaskScene
{
    private const double Pure = 0.9;

    private MaskScene(SceneMaps maps, (int Width, int Height) size, byte[] cells, IReadOnlyList<MaskRegion> regions, string? group) =>
        (Maps, Size, Cells, Regions, Group) = (maps, size, cells, regions, group);

    /// <summary>What a pretrained network sees.</summary>
    public SceneMaps Maps { get; }

    /// <summary>Pixels across and down.</summary>
    public (int Width, int Height) Size { get; }

    /// <summary>The class of each cell of the finest map; <see cref="ClassMap.Ignore"/> where it has several or none counts.</summary>
    public byte[] Cells { get; }

    /// <summary>Connected regions of one class, in the order of their first pixels.</summary>
    public IReadOnlyList<MaskRegion> Regions { get; }

    /// <summary>Images of one group are held out together; null stands alone.</summary>
    public string? Group { get; }

    /// <summary>From an image's maps and classes.</summary>
    public static MaskScene Of(SceneMaps maps, ClassMap map, string? group)
    {
        var (columns, rows) = (maps.Levels[0].Width, maps.Levels[0].Height);
        var cellOf = new int[map.Values.Length];
        for (int y = 0, at = 0; y < map.Height; y++)
            for (var x = 0; x < map.Width; x++, at++) cellOf[at] = y * rows / map.Height * columns + x * columns / map.Width;
        var counts = new Dictionary<(int, byte), int>();
        var all = new int[rows * columns];
        for (var at = 0; at < cellOf.Length; at++)
        {
            all[cellOf[at]]++;
            if (map.Values[at] == ClassMap.Ignore) continue;
            counts[(cellOf[at], map.Values[at])] = counts.GetValueOrDefault((cellOf[at], map.Values[at])) + 1;
        }
        var cells = new byte[rows * columns];
        Array.Fill(cells, ClassMap.Ignore);
        foreach (var ((cell, label), pixels) in counts)
            if (pixels >= Pure * all[cell]) cells[cell] = label;
        return new(maps, (map.Width, map.Height), cells,
            [.. MaskRegions.Of(map).Select(region => new MaskRegion(region.Label, region.Box, region.Pixels.Count,
                [.. region.Pixels.CountBy(pixel => cellOf[pixel]).Select(own => (own.Key, own.Value))]))], group);
    }
}

/// <summary>Parts of a class map that hang together: pixels of one class with a common edge.</summary>
internal static class MaskRegions
{
    /// <summary>All of them in the order of their first pixels; pixels that do not count are in none.</summary>
    public static IEnumerable<(int Label, Box Box, IReadOnlyList<int> Pixels)> Of(ClassMap map)
    {
        var seen = new bool[map.Values.Length];
        for (var start = 0; start < seen.Length; start++)
        {
            if (seen[start] || map.Values[start] == ClassMap.Ignore) continue;
            var (label, pixels) = (map.Values[start], new List<int> { start });
            seen[start] = true;
            int left = map.Width, top = map.Height, right = 0, bottom = 0;
            for (var next = 0; next < pixels.Count; next++)
            {
                var (x, y) = (pixels[next] % map.Width, pixels[next] / map.Width);
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
                if (x > 0) Visit(pixels[next] - 1);
                if (x + 1 < map.Width) Visit(pixels[next] + 1);
                if (y > 0) Visit(pixels[next] - map.Width);
                if (y + 1 < map.Height) Visit(pixels[next] + map.Width);
            }
            yield return (label, new(left, top, right, bottom), pixels);

            void Visit(int at)
            {
                if (seen[at] || map.Values[at] != label) return;
                seen[at] = true;
                pixels.Add(at);
            }
        }
    }
}
