using Graft.Imaging;

namespace Graft.Data;

/// <summary>Changes that map each of the 256 levels to another, as tables.</summary>
internal static class Levels
{
    public static byte[] Blend(int from, double factor) => Table(level => Colours.Mix(from, level, (float)factor));

    /// <summary>Keeps the highest bits, 0 to 8.</summary>
    public static byte[] Posterize(int bits) => Table(level => level & ~((1 << (8 - bits)) - 1));

    /// <summary>Inverts levels from the threshold up.</summary>
    public static byte[] Solarize(double threshold) => Table(level => level < threshold ? level : 255 - level);

    public static void Apply(RgbImage image, byte[] table)
    {
        var pixels = image.Pixels;
        for (var i = 0; i < pixels.Length; i++) pixels[i] = table[pixels[i]];
    }

    /// <summary>Stretches each channel to 0..255.</summary>
    public static void AutoContrast(RgbImage image) => PerChannel(image, count =>
    {
        int low = Array.FindIndex(count, some => some > 0), high = Array.FindLastIndex(count, some => some > 0);
        var scale = 255.0 / (high - low);
        return high <= low ? Table(level => level) : Table(level => (int)(level * scale + -low * scale)); // in Pillow's order, for its rounding
    });

    /// <summary>Flattens the histogram of each channel, with Pillow's steps.</summary>
    public static void Equalize(RgbImage image) => PerChannel(image, count =>
    {
        var step = (image.Width * image.Height - count[Array.FindLastIndex(count, some => some > 0)]) / 255;
        if (step == 0) return Table(level => level);
        var sum = step / 2;
        return Table(level =>
        {
            var flat = sum / step;
            sum += count[level];
            return flat;
        });
    });

    private static byte[] Table(Func<int, int> map)
    {
        var table = new byte[256];
        for (var level = 0; level < 256; level++) table[level] = (byte)Math.Clamp(map(level), 0, 255);
        return table;
    }

    private static void PerChannel(RgbImage image, Func<int[], byte[]> makeTable)
    {
        var pixels = image.Pixels;
        for (var channel = 0; channel < 3; channel++)
        {
            var count = new int[256];
            for (var i = channel; i < pixels.Length; i += 3) count[pixels[i]]++;
            var table = makeTable(count);
            for (var i = channel; i < pixels.Length; i += 3) pixels[i] = table[pixels[i]];
        }
    }
}
