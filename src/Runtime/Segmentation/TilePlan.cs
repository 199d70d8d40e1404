namespace Graft.Runtime;

/// <summary>Tiles of an image, and the memory they take.</summary>
/// <param name="Across">Tiles along its width.</param>
/// <param name="Down">Tiles along its height; lower ones than asked for where a band of them would be too large.</param>
internal sealed record TilePlan(TilingOptions Across, TilingOptions Down)
{
    /// <summary>What a band of tiles holds at most: 512 MiB of 4-byte numbers.</summary>
    public const long MaxNumbers = 128L << 20;

    private const int Step = 32, Lowest = 64;

    /// <summary>The plan for images of a width.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="max">Numbers that a band may hold.</param>
    public static TilePlan For(TilingOptions options, int width, int classes, long max = MaxNumbers)
    {
        var rows = max / ((long)width * classes);
        if (options.Tile <= rows) return new(options, options);
        var height = (int)Math.Max(Lowest, rows / Step * Step);
        if (height >= options.Tile) return new(options, options);
        // Less than half of a tile is shared with its neighbour, so that every tile is met by one other only.
        var overlap = Math.Min(options.Overlap, (height - 1) / 2 / Step * Step);
        return new(options, options with { Tile = height, Overlap = overlap, Margin = Math.Min(options.Margin, overlap / 4) });
    }
}
