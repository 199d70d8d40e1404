namespace Graft.Imaging;

/// <summary>The layout of a contact sheet.</summary>
public sealed record ContactSheetOptions
{
    /// <summary>Pictures in a row, 1..100.</summary>
    public int Columns { get; init; } = 4;

    /// <summary>Width and height of a picture's place in pixels, 16..2000; pictures are fitted in, never stretched.</summary>
    public int TileSize { get; init; } = 192;

    /// <summary>Pixels between pictures and around them, 0..200.</summary>
    public int Gap { get; init; } = 8;

    /// <summary>A heading above the pictures; none when empty.</summary>
    public string Title { get; init; } = "";
}
