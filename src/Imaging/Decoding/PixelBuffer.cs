using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Graft.Imaging;

/// <summary>
/// Decoded pixels in a pooled array: red, green, blue and, with four channels, one byte that is ignored. The decoder
/// writes here and the resampler reads from here, with no pass between them.
/// </summary>
internal sealed class PixelBuffer : IDisposable
{
    // Wide loads of the resampler may read past the last pixel.
    private const int Slack = 64;

    // Larger arrays would stay in the pool, one for each thread, long after the large image that needed them.
    private const int LargestPooled = 16 << 20;

    private readonly bool _pooled;
    private readonly MemoryBudget.Lease _lease;
    private bool _isDisposed;

    public PixelBuffer(PixelLayout layout)
    {
        Layout = layout;
        var size = checked(Width * Height * Channels + Slack);
        // The image that is made of it counts too.
        _lease = MemoryBudget.Take((long)Width * Height * (Channels + 3));
        _pooled = size <= LargestPooled;
        Pixels = _pooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
    }

    public byte[] Pixels { get; }

    public PixelLayout Layout { get; }

    public int Width => Layout.Width;

    public int Height => Layout.Height;

    public int Channels => Layout.Channels;

    public PixelSource Source => new(Pixels, Layout);

    public RgbImage ToImage()
    {
        var image = new byte[Width * Height * 3];
        if (Channels == 3) Pixels.AsSpan(0, image.Length).CopyTo(image);
        else PackRgb.FromRgbx(Pixels, image, Width * Height);
        return new RgbImage(Width, Height, image);
    }

    /// <summary>True when a fourth byte is below 255, which means that a pixel is not opaque.</summary>
    public bool HasTransparency()
    {
        if (Channels != 4) return false;
        var rest = MemoryMarshal.Cast<byte, uint>(Pixels.AsSpan(0, Width * Height * 4));
        var opaque = BitConverter.IsLittleEndian ? 0xFF000000 : 0xFF;
        var (all, pattern) = (Vector<uint>.AllBitsSet, new Vector<uint>(opaque));
        for (; rest.Length >= Vector<uint>.Count; rest = rest[Vector<uint>.Count..]) all &= new Vector<uint>(rest);
        var last = opaque;
        foreach (var pixel in rest) last &= pixel;
        return last != opaque || (all & pattern) != pattern;
    }

    public void Dispose()
    {
        if (_isDisposed) return; // an array that is returned twice would be rented to two
        _isDisposed = true;
        if (_pooled) ArrayPool<byte>.Shared.Return(Pixels);
        _lease.Dispose();
    }
}

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
