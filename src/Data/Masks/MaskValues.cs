using Graft.Imaging;

namespace Graft.Data;

/// <summary>What the mask files themselves tell about the classes.</summary>
internal static class MaskValues
{
    /// <summary>One name for each value up to the largest; every mask is read.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<MaskSample> samples)
    {
        var most = 0;
        foreach (var sample in samples)
            try
            {
                foreach (var value in IndexPng.Read(sample.MaskPath!).Map.Values)
                    if (value != ClassMap.Ignore) most = Math.Max(most, value);
            }
            catch (ImageException)
            {
                // The examination reads it again and tells why it cannot be used.
            }
        return [.. Enumerable.Range(0, most + 1).Select(value => value == 0 ? "background" : $"class {value}")];
    }

    /// <summary>The palette of the first mask that has one.</summary>
    public static IReadOnlyList<(byte Red, byte Green, byte Blue)> Palette(IReadOnlyList<MaskSample> samples)
    {
        foreach (var sample in samples.Take(1))
            try
            {
                return IndexPng.Read(sample.MaskPath!).Palette;
            }
            catch (ImageException)
            {
                // As above.
            }
        return [];
    }
}
