namespace Graft.Imaging;

/// <summary>A box to draw on an image.</summary>
/// <param name="Box">Where, in the image's pixels.</param>
/// <param name="Text">Written above it where there is room, otherwise below or within it; empty for none.</param>
/// <param name="Colour">Any number; the same number is always the same colour (a class index).</param>
public sealed record BoxCaption(Box Box, string Text, int Colour)
{
    /// <summary>Its pixels, laid over the image in its colour with a strong polygon; null for none.</summary>
    public Mask? Mask { get; init; }

    /// <summary>Drawn with dashes, light and dark in turn whatever the colour: what is there, beside what was found.</summary>
    public bool IsDashed { get; init; }
}
