using System.Runtime.Intrinsics;

namespace Graft.Imaging;

/// <summary>Drops the fourth byte of every pixel.</summary>
internal static class PackRgb
{
    /// <summary>Writes 3 bytes for each of the <paramref name="count"/> pixels of 4 bytes.</summary>
    public static void FromRgbx(ReadOnlySpan<byte> source, Span<byte> destination, int count)
    {
        var i = 0;
        var order = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 128, 128, 128, 128);
        // A store writes 16 bytes of which 12 count; the next store overwrites the rest.
        for (; i + 6 <= count; i += 4)
        {
            var four = Vector128.Create(source.Slice(i * 4, 16));
            Vector128.Shuffle(four, order).CopyTo(destination.Slice(i * 3, 16));
        }
        for (; i < count; i++)
        {
            destination[i * 3] = source[i * 4];
            destination[i * 3 + 1] = source[i * 4 + 1];
            destination[i * 3 + 2] = source[i * 4 + 2];
        }
    }
}
