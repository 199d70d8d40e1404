using System.Numerics;
using System.Runtime.InteropServices;

namespace Graft.Data;

/// <summary>
/// Mixup (Zhang et al., arXiv:1710.09412) and cutmix (Yun et al., arXiv:1905.04899) on a whole batch, in place. Each
/// image is mixed with the one before it and the first with the last: batches are shuffled, so neighbours are random.
/// </summary>
public static class BatchMixing
{
    /// <summary>Mixes a batch, or leaves it, by chance; one choice and one share for the whole batch.</summary>
    /// <param name="options">How.</param>
    /// <param name="images">Count x Height x Width x Channels values.</param>
    /// <param name="targets">Count x classes; each row sums to one and still does afterwards.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="random">Derive one per batch.</param>
    /// <exception cref="ProblemsException">An option is out of range.</exception>
    /// <exception cref="ArgumentException">Images or targets do not fit the shape.</exception>
    public static Mixture Apply(MixingOptions options, Span<float> images, Span<float> targets, BatchShape shape, SeededRandom random)
    {
        OptionsCheck.Throw("The mixing", options);
        if (images.Length != (long)shape.Count * shape.Stride || shape.Count == 0 || targets.Length % shape.Count != 0)
            throw new ArgumentException($"{images.Length} values and {targets.Length} targets do not fit {shape}.");
        if (options.IsOff || shape.Count < 2 || !random.Chance(options.Probability)) return new Mixture(MixingKind.None, 1);
        var cut = options.Cutmix > 0 && (options.Mixup == 0 || random.Chance(options.CutmixShare));
        var alpha = cut ? options.Cutmix : options.Mixup;
        var share = random.Beta(alpha, alpha);
        if (cut) share = Cut(images, shape, share, random);
        else BlendRows(images, shape.Count, (float)share);
        BlendRows(targets, shape.Count, (float)share);
        return new Mixture(cut ? MixingKind.Cutmix : MixingKind.Mixup, share);
    }

    /// <summary>Row i becomes share times itself plus the rest of row i - 1; going backwards needs a copy of the last row only.</summary>
    private static void BlendRows(Span<float> rows, int count, float share)
    {
        var stride = rows.Length / count;
        var last = rows[^stride..].ToArray();
        for (var i = count - 1; i >= 0; i--)
            Blend(rows.Slice(i * stride, stride), i == 0 ? last : rows.Slice((i - 1) * stride, stride), share);
    }

    private static void Blend(Span<float> own, ReadOnlySpan<float> other, float share)
    {
        var wide = MemoryMarshal.Cast<float, Vector<float>>(own);
        var wideOther = MemoryMarshal.Cast<float, Vector<float>>(other);
        for (var i = 0; i < wide.Length; i++) wide[i] = wide[i] * share + wideOther[i] * (1 - share);
        for (var i = wide.Length * Vector<float>.Count; i < own.Length; i++) own[i] = own[i] * share + other[i] * (1 - share);
    }

    /// <summary>The rectangle may reach over the edge; the share that was really kept is returned.</summary>
    private static double Cut(Span<float> images, BatchShape shape, double share, SeededRandom random)
    {
        var half = 0.5 * Math.Sqrt(1 - share);
        var (x, y) = (random.Next(shape.Width), random.Next(shape.Height));
        var (halfWidth, halfHeight) = ((int)(half * shape.Width), (int)(half * shape.Height));
        var (left, right) = (Math.Max(x - halfWidth, 0), Math.Min(x + halfWidth, shape.Width));
        var (top, bottom) = (Math.Max(y - halfHeight, 0), Math.Min(y + halfHeight, shape.Height));
        var (stride, row, length) = (shape.Stride, shape.Width * shape.Channels, (right - left) * shape.Channels);
        var last = images[^stride..].ToArray();
        for (var i = shape.Count - 1; i >= 0; i--)
            for (var line = top; line < bottom; line++)
            {
                var at = line * row + left * shape.Channels;
                var source = i == 0 ? last.AsSpan(at, length) : images.Slice((i - 1) * stride + at, length);
                source.CopyTo(images.Slice(i * stride + at, length));
            }
        return 1 - (double)(right - left) * (bottom - top) / (shape.Width * shape.Height);
    }
}
