namespace Graft.Imaging;

/// <summary>Fills, pastes and writes on an RGB image; what lies outside is cut off.</summary>
internal sealed class Canvas
{
    public Canvas(int width, int height, (byte R, byte G, byte B) background)
    {
        Image = new RgbImage(width, height);
        Fill(0, 0, width, height, background);
    }

    public RgbImage Image { get; }

    public void Fill(int left, int top, int width, int height, (byte R, byte G, byte B) colour)
    {
        int right = Math.Min(left + width, Image.Width), bottom = Math.Min(top + height, Image.Height);
        for (var y = Math.Max(top, 0); y < bottom; y++)
            for (var x = Math.Max(left, 0); x < right; x++)
            {
                var at = (y * Image.Width + x) * 3;
                (Image.Pixels[at], Image.Pixels[at + 1], Image.Pixels[at + 2]) = colour;
            }
    }

    public void Paste(RgbImage image, int left, int top)
    {
        var width = Math.Min(image.Width, Image.Width - left);
        for (var y = 0; y < image.Height && top + y < Image.Height; y++)
            image.Pixels.AsSpan(y * image.Width * 3, width * 3).CopyTo(Image.Pixels.AsSpan(((top + y) * Image.Width + left) * 3));
    }

    /// <summary>Pixels across a line of text.</summary>
    public static int Width(string text, int dot) => TypefaceText.IsDots(text) ? text.Length * DotFont.Advance * dot : TypefaceText.Width(text, dot) + dot;

    /// <summary>One line of text; a dot of the font becomes a square of <paramref name="dot"/> pixels.</summary>
    /// <param name="text">The text; with characters that the font lacks it is written in typefaces of this machine.</param>
    /// <param name="left">Its left edge.</param>
    /// <param name="top">Its upper edge.</param>
    /// <param name="dot">Pixels of a dot.</param>
    /// <param name="colour">Of the text.</param>
    /// <param name="across">Pixels that it may take; smaller where a typeface is wider.</param>
    public void Write(string text, int left, int top, int dot, (byte R, byte G, byte B) colour, int across = int.MaxValue)
    {
        if (!TypefaceText.IsDots(text))
        {
            TypefaceText.Write(Image, text, (left, top), dot * Math.Min(1, across / (float)Width(text, dot)), colour);
            return;
        }
        foreach (var character in text)
        {
            var rows = DotFont.Rows(character);
            for (var y = 0; y < DotFont.Height; y++)
                for (var x = 0; x < 5; x++)
                    if ((rows[y] >> (4 - x) & 1) != 0)
                        Fill(left + x * dot, top + y * dot, dot, dot, colour);
            left += DotFont.Advance * dot;
        }
    }
}
