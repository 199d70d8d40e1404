using System.Numerics;

namespace Graft.Imaging;

/// <summary>
/// An image as 16 x 16 colours: the second opinion on copies. It is kept in bytes and compared in whole numbers, so that a comparison has one answer
/// in whatever order it is summed.
/// </summary>
internal sealed class Thumbnail
{
    private const int Side = 16;
    private const int Block = 4;
    private const int Channels = 3;
    private readonly byte[] _pixels;
    private readonly long _sum;
    private readonly double _spread;

    private Thumbnail(byte[] pixels)
    {
        _pixels = pixels;
        Span<long> sums = stackalloc long[Channels];
        Span<long> squares = stackalloc long[Channels];
        for (var i = 0; i < pixels.Length; i++)
        {
            sums[i % Channels] += pixels[i];
            squares[i % Channels] += pixels[i] * pixels[i];
        }
        var (pattern, square) = (0.0, 0L);
        for (var channel = 0; channel < Channels; channel++)
        {
            pattern += squares[channel] - (double)sums[channel] * sums[channel] / (Side * Side);
            _sum += sums[channel];
            square += squares[channel];
        }
        _spread = Math.Sqrt((double)pixels.Length * square - (double)_sum * _sum);
        HasPattern = pattern >= pixels.Length;
        Coarse = HasPattern ? Blocks(pixels, (double)_sum / pixels.Length, _spread / Math.Sqrt(pixels.Length)) : [];
        Rest = HasPattern ? (float)Math.Sqrt(Math.Max(0, 1 - Coarse.Sum(value => (double)value * value))) : 0;
    }

    /// <summary>Numbers in <see cref="Coarse"/>.</summary>
    public const int CoarseLength = Side / Block * (Side / Block) * Channels;

    /// <summary>False for an image of a single colour: there is no pattern to compare, and it is no copy of anything but by its bytes.</summary>
    public bool HasPattern { get; }

    /// <summary>
    /// The thumbnail without its mean at length one, seen in blocks of 4 x 4: with <see cref="Rest"/>, the length of what blocks do not show, it
    /// bounds a likeness from above (Cauchy and Schwarz), for a sixteenth of the work.
    /// </summary>
    public float[] Coarse { get; }

    /// <summary>See <see cref="Coarse"/>.</summary>
    public float Rest { get; }

    public static Thumbnail Of(RgbImage image) => new(Resampler.Resize(image, Side, Side, Interpolation.Bilinear).Pixels);

    /// <summary>Correlation, 1 for copies; brightness and contrast do not count. 0 where one has no pattern.</summary>
    public static double Likeness(Thumbnail one, Thumbnail other) => one.HasPattern && other.HasPattern
        ? ((double)one._pixels.Length * Product(one._pixels, other._pixels) - (double)one._sum * other._sum) / (one._spread * other._spread)
        : 0;

    /// <summary>Whether both have the same pixels.</summary>
    public bool IsSame(Thumbnail other) => _pixels.AsSpan().SequenceEqual(other._pixels);

    private static long Product(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var sum = Vector<uint>.Zero;
        for (var at = 0; at < one.Length; at += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(one[at..]), out var low, out var high);
            Vector.Widen(new Vector<byte>(other[at..]), out var otherLow, out var otherHigh);
            // 255 x 255 still has a place in 16 bits.
            Vector.Widen(low * otherLow, out var first, out var second);
            Vector.Widen(high * otherHigh, out var third, out var fourth);
            sum += first + second + third + fourth;
        }
        return Vector.Sum(sum);
    }

    // Sums of a block over its length (4) are the coordinates along directions that are orthogonal and of length one.
    private static float[] Blocks(byte[] pixels, double mean, double length)
    {
        var sums = new double[CoarseLength];
        for (var i = 0; i < pixels.Length; i++)
        {
            var (x, y) = (i / Channels % Side / Block, i / Channels / Side / Block);
            sums[(y * (Side / Block) + x) * Channels + i % Channels] += pixels[i] - mean;
        }
        return [.. sums.Select(sum => (float)(sum / (Block * length)))];
    }
}
