using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Brings the small mask of a region back into the picture, as torchvision does.</summary>
public static class MaskPaste
{
    /// <summary>Probabilities at the picture's pixels; 0 outside the box.</summary>
    /// <param name="mask">Side x side probabilities of the region, rows from the top.</param>
    /// <param name="side">Its side.</param>
    /// <param name="box">The region in pixels of the picture.</param>
    /// <param name="picture">Size of the picture in pixels.</param>
    /// <param name="output">Height x Width; overwritten.</param>
    public static void Paste(ReadOnlySpan<float> mask, int side, Box box, (int Width, int Height) picture, Span<float> output)
    {
        var (width, height) = picture;
        if (mask.Length != side * side) throw new ArgumentException($"A mask of side {side} has {side * side} values, not {mask.Length}.", nameof(mask));
        if (output.Length != width * height) throw new ArgumentException($"The picture has {width * height} pixels, not {output.Length}.", nameof(output));
        output.Clear();
        // One zero all round, so that the mask fades out at the box's edge; the box grows with it and is cut to whole pixels.
        var padded = side + 2;
        var grow = (float)padded / side / 2;
        var (centreX, centreY) = ((box.X1 + box.X2) * 0.5f, (box.Y1 + box.Y2) * 0.5f);
        var (halfX, halfY) = (box.Width * grow, box.Height * grow);
        var (left, top) = ((int)(centreX - halfX), (int)(centreY - halfY));
        var (right, bottom) = ((int)(centreX + halfX), (int)(centreY + halfY));
        var (acrossCount, downCount) = (Math.Max(1, right - left + 1), Math.Max(1, bottom - top + 1));
        var (firstX, lastX) = (Math.Max(left, 0), Math.Min(right + 1, width));
        var columns = new (int Low, float Part)[Math.Max(0, lastX - firstX)];
        for (var i = 0; i < columns.Length; i++) columns[i] = Sample(firstX + i - left, padded, acrossCount);
        for (var y = Math.Max(top, 0); y < Math.Min(bottom + 1, height); y++)
        {
            var (row, part) = Sample(y - top, padded, downCount);
            var line = output.Slice(y * width + firstX, columns.Length);
            for (var i = 0; i < line.Length; i++)
            {
                var (column, across) = columns[i];
                var upper = At(mask, side, row, column) * (1 - across) + At(mask, side, row, column + 1) * across;
                var lower = At(mask, side, row + 1, column) * (1 - across) + At(mask, side, row + 1, column + 1) * across;
                line[i] = upper * (1 - part) + lower * part;
            }
        }
    }

    /// <summary>The pixels of which the probability is at least the threshold.</summary>
    public static Mask Threshold(ReadOnlySpan<float> probabilities, int width, int height, float threshold = 0.5f)
    {
        var rows = new byte[probabilities.Length];
        for (var i = 0; i < rows.Length; i++) rows[i] = probabilities[i] >= threshold ? (byte)1 : (byte)0;
        return Mask.FromBitmap(width, height, rows);
    }

    // The pixel's centre in the padded mask (align_corners false).
    private static (int Low, float Part) Sample(int pixel, int padded, int count)
    {
        var at = Math.Max(0, (pixel + 0.5f) * padded / count - 0.5f);
        var low = Math.Min((int)at, padded - 1);
        return (low, low >= padded - 1 ? 0 : at - low);
    }

    private static float At(ReadOnlySpan<float> mask, int side, int row, int column)
    {
        var (y, x) = (row - 1, column - 1);
        return y >= 0 && x >= 0 && y < side && x < side ? mask[y * side + x] : 0;
    }
}
