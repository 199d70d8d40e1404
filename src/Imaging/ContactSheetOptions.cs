namespace Graft.Imaging;

/// <summary>The layout of a contact sheet.</summary>
public sealed record ContactSheetOptions
{
    /// <summary>Images in a row, 1..100.</summary>
    public int Columns { get; init; } = 4;

    /// <summary>Width and height of an image's place in pixels, 16..2000; images are fitted in, never stretched.</summary>
    public int TileSize { get; init; } = 192;

    /// <summary>Pixels between images and around them, 0..200.</summary>
    public int Gap { get; init; } = 8;

    /// <summary>A heading above the images; none when empty.</summary>
    public string Title { get; init; } = "";
}
