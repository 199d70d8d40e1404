using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Lays the pixels of some classes of one image over another (ClassMix, arXiv:2007.07936): objects are seen before other backgrounds, and
/// backgrounds without what always stands there.
/// </summary>
internal static class ClassPaste
{
    /// <summary>Changes image and map in place. Both samples have one size.</summary>
    public static void Apply(DecodedMaskSample onto, DecodedMaskSample from, SeededRandom random)
    {
        var chosen = Choose(from.Map.Histogram(), random);
        if (chosen.Count == 0) return;
        for (var i = 0; i < from.Map.Values.Length; i++)
        {
            var value = from.Map.Values[i];
            if (!chosen.Contains(value)) continue;
            onto.Map.Values[i] = value;
            from.Image.Pixels.AsSpan(3 * i, 3).CopyTo(onto.Image.Pixels.AsSpan(3 * i, 3));
        }
    }

    // Half of those there, rounded up, without the one that covers most: that is what they lie on.
    private static HashSet<byte> Choose(long[] histogram, SeededRandom random)
    {
        byte[] present = [.. Enumerable.Range(0, ClassMap.Ignore).Where(value => histogram[value] > 0).Select(value => (byte)value)];
        byte[] able = [.. present.OrderByDescending(value => histogram[value]).Skip(1)];
        random.Shuffle<byte>(able);
        return [.. able.Take((able.Length + 1) / 2)];
    }
}
