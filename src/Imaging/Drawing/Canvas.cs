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

    /// <summary>One line of text; a dot of the font becomes a square of <paramref name="dot"/> pixels.</summary>
    public void Write(string text, int left, int top, int dot, (byte R, byte G, byte B) colour)
    {
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
