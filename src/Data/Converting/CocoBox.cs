using System.Globalization;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>A box as COCO writes it: as it was annotated, or in the shortest decimals that give the same edges again.</summary>
internal static class CocoBox
{
    public static double[] Of(ObjectAnnotation item)
    {
        if (item.Extent is { } exact && exact.Box == item.Box) return [exact.X, exact.Y, exact.Width, exact.Height];
        var (x, y) = (Shortest(item.Box.X1), Shortest(item.Box.Y1));
        return [x, y, Side(x, item.Box.X2), Side(y, item.Box.Y2)];
    }

    // 473.07 and not 473.0700073242188, which is the same in single precision.
    private static double Shortest(float value) => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double Side(double low, float high)
    {
        var exact = high - low;
        for (var digits = 0; digits < 7; digits++)
            if ((float)(low + Math.Round(exact, digits)) == high) return Math.Round(exact, digits);
        return exact;
    }
}
