using System.Numerics.Tensors;
using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Brings the small mask of a region back into the image, as torchvision does.</summary>
public static class MaskPaste
{
    /// <summary>Probabilities at the image's pixels; 0 outside the box.</summary>
    /// <param name="mask">Side x side probabilities of the region, rows from the top.</param>
    /// <param name="side">Its side.</param>
    /// <param name="box">The region in pixels of the image.</param>
    /// <param name="image">Size of the image in pixels.</param>
    /// <param name="output">Height x Width; overwritten.</param>
    public static void Paste(ReadOnlySpan<float> mask, int side, Box box, (int Width, int Height) image, Span<float> output)
    {
        Check(mask, side);
        if (output.Length != image.Width * image.Height)
            throw new ArgumentException($"The image has {image.Width * image.Height} pixels, not {output.Length}.", nameof(output));
        output.Clear();
        var frame = PasteFrame.Of(side, box);
        var (firstX, columns) = frame.Columns(image.Width);
        var (firstY, rows) = frame.Rows(image.Height);
        if (columns.Length == 0) return;
        for (var y = 0; y < rows.Length; y++)
        {
            var (row, part) = rows[y];
            var line = output.Slice((firstY + y) * image.Width + firstX, columns.Length);
            for (var i = 0; i < line.Length; i++)
            {
                var (column, across) = columns[i];
                var upper = At(mask, side, row, column) * (1 - across) + At(mask, side, row, column + 1) * across;
                var lower = At(mask, side, row + 1, column) * (1 - across) + At(mask, side, row + 1, column + 1) * across;
                line[i] = upper * (1 - part) + lower * part;
            }
        }
    }

    /// <summary>The pixels that <see cref="Paste"/> gives at least the threshold, without an image in between: cost and memory grow with the box, not with the image.</summary>
    /// <param name="mask">Side x side probabilities of the region, rows from the top.</param>
    /// <param name="side">Its side.</param>
    /// <param name="box">The region in pixels of the image; it may reach beyond.</param>
    /// <param name="image">Size of the image in pixels.</param>
    /// <param name="threshold">Pixels are inside from this probability on, above 0.</param>
    public static Mask ToMask(ReadOnlySpan<float> mask, int side, Box box, (int Width, int Height) image, float threshold = 0.5f)
    {
        Check(mask, side);
        var frame = PasteFrame.Of(side, box);
        var (firstX, columns) = frame.Columns(image.Width);
        var (firstY, rows) = frame.Rows(image.Height);
        var trace = new MaskTrace(image, firstY, rows, threshold);
        // One row and one column more than the padded mask has: what lies beyond the last ones is 0 too.
        var length = frame.Padded + 1;
        var padded = Columns(mask, side, length);
        var column = new float[length];
        for (var x = 0; x < columns.Length; x++)
        {
            var (low, part) = columns[x];
            TensorPrimitives.Multiply(padded.AsSpan(low * length, length), 1 - part, column);
            TensorPrimitives.MultiplyAdd(padded.AsSpan((low + 1) * length, length), part, column, column);
            trace.Column(firstX + x, column);
        }
        return trace.Finish();
    }

    private static float[] Columns(ReadOnlySpan<float> mask, int side, int length)
    {
        var padded = new float[length * length];
        for (var row = 0; row < side; row++)
            for (var column = 0; column < side; column++) padded[(column + 1) * length + row + 1] = mask[row * side + column];
        return padded;
    }

    /// <summary>The pixels of which the probability is at least the threshold.</summary>
    public static Mask Threshold(ReadOnlySpan<float> probabilities, int width, int height, float threshold = 0.5f)
    {
        var rows = new byte[probabilities.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = probabilities[i] >= threshold ? (byte)1 : (byte)0;
        return Mask.FromBitmap(width, height, rows);
    }

    private static void Check(ReadOnlySpan<float> mask, int side)
    {
        if (mask.Length != side * side) throw new ArgumentException($"A mask of side {side} has {side * side} values, not {mask.Length}.", nameof(mask));
    }

    // Row and column of the padded mask.
    private static float At(ReadOnlySpan<float> mask, int side, int row, int column)
    {
        var (y, x) = (row - 1, column - 1);
        return y >= 0 && x >= 0 && y < side && x < side ? mask[y * side + x] : 0;
    }
}
