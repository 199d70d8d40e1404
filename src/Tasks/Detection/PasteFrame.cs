using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Where torchvision lays the small mask of a region: one zero all round, so that it fades out at the box's edge; the box grows with it and is cut to whole pixels.</summary>
/// <param name="Left">First column, may be negative.</param>
/// <param name="Top">First row, may be negative.</param>
/// <param name="Across">Columns.</param>
/// <param name="Down">Rows.</param>
/// <param name="Padded">Side of the mask with its zeros.</param>
internal readonly record struct PasteFrame(int Left, int Top, int Across, int Down, int Padded)
{
    public static PasteFrame Of(int side, Box box)
    {
        var padded = side + 2;
        var grow = (float)padded / side / 2;
        var (centreX, centreY) = ((box.X1 + box.X2) * 0.5f, (box.Y1 + box.Y2) * 0.5f);
        var (halfX, halfY) = (box.Width * grow, box.Height * grow);
        var (left, top) = ((int)(centreX - halfX), (int)(centreY - halfY));
        var (right, bottom) = ((int)(centreX + halfX), (int)(centreY + halfY));
        return new(left, top, Math.Max(1, right - left + 1), Math.Max(1, bottom - top + 1), padded);
    }

    /// <summary>Where each column of the image from the first visible one on takes its values.</summary>
    public (int First, (int Low, float Part)[] Taps) Columns(int width) => Taps(Left, Across, width);

    /// <summary>Where each row of the image from the first visible one on takes its values.</summary>
    public (int First, (int Low, float Part)[] Taps) Rows(int height) => Taps(Top, Down, height);

    private (int First, (int Low, float Part)[] Taps) Taps(int start, int count, int extent)
    {
        var first = Math.Max(start, 0);
        var taps = new (int, float)[Math.Max(0, Math.Min(start + count, extent) - first)];
        for (var i = 0; i < taps.Length; i++) taps[i] = Tap(first + i - start, count);
        return (first, taps);
    }

    // The pixel's centre in the padded mask (align_corners false).
    private (int Low, float Part) Tap(int pixel, int count)
    {
        var at = Math.Max(0, (pixel + 0.5f) * Padded / count - 0.5f);
        var low = Math.Min((int)at, Padded - 1);
        return (low, low >= Padded - 1 ? 0 : at - low);
    }
}
