using Graft.Imaging;

namespace Graft.Data;

/// <summary>What the mask files themselves tell about the classes.</summary>
internal static class MaskValues
{
    /// <summary>One name for each value up to the largest; every mask is read.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<MaskSample> samples)
    {
        var pixels = Pixels(samples);
        var max = Array.FindLastIndex(pixels, ClassMap.Ignore - 1, count => count > 0);
        return [.. Enumerable.Range(0, Math.Max(0, max) + 1).Select(value => value == 0 ? "background" : $"class {value}")];
    }

    /// <summary>Whether the masks hold 0 and 255 alone, both: black and white, of which white cannot be what does not count.</summary>
    public static bool AreBlackAndWhite(IReadOnlyList<MaskSample> samples)
    {
        var pixels = Pixels(samples);
        return pixels[0] > 0 && pixels[ClassMap.Ignore] > 0 && pixels.Count(count => count > 0) == 2 && Palette(samples).Count == 0;
    }

    /// <summary>Pixels of each value over all masks that can be read.</summary>
    public static long[] Pixels(IReadOnlyList<MaskSample> samples)
    {
        var pixels = new long[256];
        var gate = new Lock();
        Parallel.ForEach(samples, sample =>
        {
            try
            {
                var histogram = MaskFile.Read(sample).Map.Histogram();
                lock (gate)
                    for (var value = 0; value < pixels.Length; value++) pixels[value] += histogram[value];
            }
            catch (ImageException)
            {
                // The examination reads it again and tells why it cannot be used.
            }
        });
        return pixels;
    }

    /// <summary>The palette of the first mask that has one.</summary>
    public static IReadOnlyList<(byte Red, byte Green, byte Blue)> Palette(IReadOnlyList<MaskSample> samples)
    {
        foreach (var sample in samples)
            try
            {
                return MaskFile.Read(sample).Palette;
            }
            catch (ImageException)
            {
                // As in Pixels.
            }
        return [];
    }
}
