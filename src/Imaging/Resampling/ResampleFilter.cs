namespace Graft.Imaging;

/// <summary>The two filters, as functions of the distance in (widened) pixels.</summary>
internal static class ResampleFilter
{
    /// <summary>Half the filter's width.</summary>
    public static double Support(Interpolation interpolation) => interpolation == Interpolation.Bicubic ? 2 : 1;

    /// <summary>The weight at a distance.</summary>
    public static double Weight(Interpolation interpolation, double distance)
    {
        var x = Math.Abs(distance);
        if (interpolation == Interpolation.Bilinear) return x < 1 ? 1 - x : 0;
        // Keys, "Cubic convolution interpolation for digital image processing" (1981), with a = -0.5.
        const double a = -0.5;
        if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
}
