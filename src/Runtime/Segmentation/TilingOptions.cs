namespace Graft.Runtime;

/// <summary>How large images are cut up. Small ones go through the network whole.</summary>
public sealed record TilingOptions
{
    private readonly int _tile = 640, _overlap = 192, _margin = 48;

    /// <summary>Images of up to this many pixels, at the size the network sees them, go through it whole.</summary>
    public int WholePixels { get; init; } = 1_500_000;

    /// <summary>Side of a tile in pixels, a multiple of 32 from 64 to 16384.</summary>
    public int Tile
    {
        get => _tile;
        init => _tile = value is >= 64 and <= 16_384 && value % 32 == 0 ? value
            : throw new GraftException($"A tile cannot have a side of {value} pixels.", "A multiple of 32 from 64 to 16384 is expected.");
    }

    /// <summary>Pixels that neighbouring tiles share, a multiple of 32, less than a tile.</summary>
    public int Overlap
    {
        get => _overlap;
        init => _overlap = value >= 0 && value % 32 == 0 ? value
            : throw new GraftException($"Tiles cannot overlap by {value} pixels.", "A multiple of 32 is expected, less than the tile.");
    }

    /// <summary>
    /// Pixels at the inner edges of a tile that are not used, since the network sees too little around them: less than half the overlap.
    /// In the rest of the overlap one tile fades into the other.
    /// </summary>
    public int Margin
    {
        get => _margin;
        init => _margin = value >= 0 ? value : throw new GraftException($"A margin of {value} pixels cannot be.", "0 or more is expected.");
    }

    /// <summary>
    /// Image at its own size, instead of the one that the model was trained for: for images taken from one distance, such as from the air.
    /// </summary>
    public bool OriginalScale { get; init; }

    /// <summary>Options from what a user says: a tile alone means that all larger images are cut.</summary>
    /// <param name="tile">Side of a tile; null for the default, and only images of more than <see cref="WholePixels"/> are cut.</param>
    /// <param name="overlap">Pixels that neighbours share; null for three tenths of a tile. A quarter of it, at either edge, is not used.</param>
    /// <param name="originalScale">See <see cref="OriginalScale"/>.</param>
    /// <exception cref="GraftException">The tiles cannot be.</exception>
    public static TilingOptions Of(int? tile, int? overlap, bool originalScale)
    {
        var options = new TilingOptions { OriginalScale = originalScale };
        if (tile is { } side) options = options with { Tile = side, WholePixels = side * side, Overlap = Math.Max(32, side * 3 / 10 / 32 * 32) };
        if (overlap is { } shared) options = options with { Overlap = shared };
        options = options with { Margin = options.Overlap / 4 };
        options.Validate();
        return options;
    }

    internal void Validate()
    {
        if (Overlap >= Tile || 2 * Margin > Overlap)
            throw new GraftException($"Tiles of {Tile} pixels cannot overlap by {Overlap} with a margin of {Margin}.",
                "The overlap is less than the tile, and the margin at most half the overlap.");
    }
}
