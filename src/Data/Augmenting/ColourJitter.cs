using System.Runtime.InteropServices;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Brightness, contrast, saturation and hue in random order, as torchvision's ColorJitter.</summary>
internal static class ColourJitter
{
    public static void Apply(RgbImage image, ColourRange range, SeededRandom random)
    {
        if (range is { Brightness: 0, Contrast: 0, Saturation: 0, Hue: 0 }) return;
        Span<int> order = [0, 1, 2, 3];
        random.Shuffle(order);
        foreach (var turn in order)
            switch (turn)
            {
                case 0 when range.Brightness > 0: Colours.Brightness(image, Factor(range.Brightness, random)); break;
                case 1 when range.Contrast > 0: Colours.Contrast(image, Factor(range.Contrast, random)); break;
                case 2 when range.Saturation > 0: Colours.Saturation(image, Factor(range.Saturation, random)); break;
                case 3 when range.Hue > 0: Colours.Hue(image, random.Uniform(-range.Hue, range.Hue)); break;
                default: break;
            }
    }

    private static double Factor(double reach, SeededRandom random) => random.Uniform(1 - reach, 1 + reach);
}

/// <summary>Changes of colour in place, with Pillow's ImageEnhance arithmetic: the image blended with a degenerate one, cut to whole levels.</summary>
internal static class Colours
{
    /// <summary>Blended with black; 0 is black, 1 unchanged.</summary>
    public static void Brightness(RgbImage image, double factor) => Levels.Apply(image, Levels.Blend(0, factor));

    /// <summary>Blended with the mean grey; 0 is plain grey, 1 unchanged.</summary>
    public static void Contrast(RgbImage image, double factor)
    {
        var pixels = image.Pixels;
        var sum = 0L;
        for (var i = 0; i < pixels.Length; i += 3) sum += Grey(pixels[i], pixels[i + 1], pixels[i + 2]);
        Levels.Apply(image, Levels.Blend((int)((double)sum / (image.Width * image.Height) + 0.5), factor));
    }

    /// <summary>Blended with its own grey; 0 is grey, 1 unchanged.</summary>
    public static void Saturation(RgbImage image, double factor)
    {
        var pixels = image.Pixels;
        var alpha = (float)factor;
        for (var i = 0; i + 2 < pixels.Length; i += 3)
        {
            var grey = Grey(pixels[i], pixels[i + 1], pixels[i + 2]);
            pixels[i] = Mix(grey, pixels[i], alpha);
            pixels[i + 1] = Mix(grey, pixels[i + 1], alpha);
            pixels[i + 2] = Mix(grey, pixels[i + 2], alpha);
        }
    }

    /// <summary>Turns the hue by a part of the circle; value and saturation (HSV) stay.</summary>
    public static void Hue(RgbImage image, double turn)
    {
        var pixels = image.Pixels;
        var shift = (float)(turn - Math.Floor(turn)) * 6;
        for (var i = 0; i + 2 < pixels.Length; i += 3)
        {
            int r = pixels[i], g = pixels[i + 1], b = pixels[i + 2];
            int high = Math.Max(r, Math.Max(g, b)), low = Math.Min(r, Math.Min(g, b)), span = high - low;
            if (span == 0) continue;
            var hue = (high == r ? (float)(g - b) / span + 6 : high == g ? (float)(b - r) / span + 2 : (float)(r - g) / span + 4) + shift;
            if (hue >= 6) hue -= 6;
            if (hue >= 6) hue -= 6;
            pixels[i] = Channel(hue + 5, high, span);
            pixels[i + 1] = Channel(hue + 3, high, span);
            pixels[i + 2] = Channel(hue + 1, high, span);
        }
    }

    /// <summary>Pillow's conversion to L: ITU-R 601 weights in 16-bit fixed point.</summary>
    public static int Grey(int red, int green, int blue) => (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;

    /// <summary>From <paramref name="from"/> (0) to <paramref name="to"/> (1) and beyond, cut to 0..255 as Pillow's blend.</summary>
    public static byte Mix(int from, int to, float alpha) => (byte)Math.Clamp((int)(from + alpha * (to - from)), 0, 255);

    // f(n) = V - V S max(0, min(k, 4 - k, 1)) with k = (n + H / 60) mod 6, and V S is the span of the channels.
    private static byte Channel(float k, int high, int span)
    {
        if (k >= 6) k -= 6;
        return (byte)(high - span * Math.Clamp(Math.Min(k, 4 - k), 0, 1) + 0.5f);
    }
}

/// <summary>How far each property of the colours may change: plus or minus a share, and of the hue a part of the circle.</summary>
internal readonly record struct ColourRange(double Brightness, double Contrast, double Saturation, double Hue);
