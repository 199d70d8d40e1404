using Graft.Imaging;

namespace Graft.Data;

/// <summary>Scales and turns cut-outs, and blends them into images.</summary>
internal static class CutOutPaste
{
    public static CutOut Scale(CutOut cut, int width, int height, bool mirror)
    {
        var image = ImagePlacement.Resize(Weighted(cut), width, height);
        var alpha = ImagePlacement.Resize(Grey(cut.Alpha, cut.Image.Width, cut.Image.Height), width, height);
        if (mirror)
        {
            Flip.Horizontal(image);
            Flip.Horizontal(alpha);
        }
        return Unweighted(image, Channel(alpha));
    }

    /// <summary>Blends a cut-out in with its corner at (x, y); the answer is the pixels of which it makes up at least half.</summary>
    public static Mask Onto(RgbImage image, CutOut cut, int x, int y)
    {
        var inside = new byte[image.Width * image.Height];
        for (var row = Math.Max(0, y); row < Math.Min(image.Height, y + cut.Image.Height); row++)
            for (var column = Math.Max(0, x); column < Math.Min(image.Width, x + cut.Image.Width); column++)
            {
                int from = (row - y) * cut.Image.Width + column - x, to = row * image.Width + column, alpha = cut.Alpha[from];
                if (alpha == 0) continue;
                if (alpha >= 128) inside[to] = 1;
                for (var channel = 0; channel < 3; channel++)
                    image.Pixels[3 * to + channel] = (byte)((cut.Image.Pixels[3 * from + channel] * alpha + image.Pixels[3 * to + channel] * (255 - alpha) + 127) / 255);
            }
        return Mask.FromBitmap(image.Width, image.Height, inside);
    }

    /// <summary>Turned about its centre, on a canvas that holds all of it.</summary>
    public static CutOut Rotate(CutOut cut, double degrees)
    {
        var (sine, cosine) = Math.SinCos(Math.Abs(degrees) * Math.PI / 180);
        var (width, height) = (cut.Image.Width, cut.Image.Height);
        int wide = (int)Math.Ceiling(width * Math.Abs(cosine) + height * Math.Abs(sine)), tall = (int)Math.Ceiling(width * Math.Abs(sine) + height * Math.Abs(cosine));
        (wide, tall) = (Math.Max(wide, width), Math.Max(tall, height));
        int x = (wide - width) / 2, y = (tall - height) / 2;
        var (image, alpha) = (new RgbImage(wide, tall), new RgbImage(wide, tall));
        ImagePlacement.Copy(Weighted(cut), image, x, y);
        ImagePlacement.Copy(Grey(cut.Alpha, width, height), alpha, x, y);
        var map = Affine.Rotation(degrees, wide, tall);
        Warp.Apply(image, map, default, smooth: true);
        Warp.Apply(alpha, map, default, smooth: true);
        return Unweighted(image, Channel(alpha));
    }

    /// <summary>A random place for something of that size: at most a fifth of it lies outside.</summary>
    public static int Offset(int room, int size, SeededRandom random)
    {
        int low = -size / 5, high = room - size + size / 5;
        return low + random.Next(Math.Max(1, high - low + 1));
    }

    public static RgbImage Grey(byte[] values, int width, int height)
    {
        var image = new RgbImage(width, height);
        for (var i = 0; i < values.Length; i++) image.Pixels.AsSpan(3 * i, 3).Fill(values[i]);
        return image;
    }

    // Colours are mixed by their alpha: what is stored under transparent pixels, mostly black, would darken the edges.
    private static RgbImage Weighted(CutOut cut)
    {
        var image = new RgbImage(cut.Image.Width, cut.Image.Height);
        for (var i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)((cut.Image.Pixels[i] * cut.Alpha[i / 3] + 127) / 255);
        return image;
    }

    private static CutOut Unweighted(RgbImage image, byte[] alpha)
    {
        for (var i = 0; i < image.Pixels.Length; i++)
            if (alpha[i / 3] > 0) image.Pixels[i] = (byte)Math.Min(255, (image.Pixels[i] * 255 + alpha[i / 3] / 2) / alpha[i / 3]);
        return new CutOut(image, alpha);
    }

    public static byte[] Channel(RgbImage image)
    {
        var values = new byte[image.Width * image.Height];
        for (var i = 0; i < values.Length; i++) values[i] = image.Pixels[3 * i];
        return values;
    }
}
