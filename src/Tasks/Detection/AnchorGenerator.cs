using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Anchors as torchvision places them: the first place is centred on (0, 0), sides are rounded to whole pixels, half to even.</summary>
public static class AnchorGenerator
{
    /// <summary>The anchors of one place, centred on (0, 0): ratio by ratio, sizes within each.</summary>
    public static Box[] Cell(IReadOnlyList<float> sizes, IReadOnlyList<float> ratios)
    {
        var cell = new List<Box>(sizes.Count * ratios.Count);
        foreach (var ratio in ratios)
        {
            var tall = MathF.Sqrt(ratio);
            var wide = 1 / tall;
            foreach (var size in sizes)
            {
                var (x, y) = (MathF.Round(wide * size / 2), MathF.Round(tall * size / 2));
                cell.Add(new Box(-x, -y, x, y));
            }
        }
        return [.. cell];
    }

    /// <summary>All anchors of a batch's size, level after level, rows from the top, places from the left, then the cell's order.</summary>
    /// <param name="options">Sizes and ratios.</param>
    /// <param name="levels">Height and width of each level's map.</param>
    /// <param name="height">Height of the image as the network sees it.</param>
    /// <param name="width">Width of it.</param>
    public static Box[] Generate(AnchorOptions options, IReadOnlyList<(int Height, int Width)> levels, int height, int width)
    {
        if (levels.Count != options.Sizes.Count)
            throw new ArgumentException($"There are {levels.Count} levels and anchor sizes for {options.Sizes.Count}.", nameof(levels));
        var anchors = new Box[levels.Sum(level => level.Height * level.Width) * options.PerPlace];
        var at = 0;
        for (var i = 0; i < levels.Count; i++)
        {
            var cell = Cell(options.Sizes[i], options.Ratios);
            var (down, across) = (height / levels[i].Height, width / levels[i].Width);
            for (var y = 0; y < levels[i].Height; y++)
                for (var x = 0; x < levels[i].Width; x++)
                    foreach (var box in cell) anchors[at++] = box.Shift(x * across, y * down);
        }
        return anchors;
    }
}
