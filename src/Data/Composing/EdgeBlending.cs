using Graft.Imaging;

namespace Graft.Data;

/// <summary>Softens the edge of a cut-out inwards: what lies outside has no colours of the object.</summary>
internal static class EdgeBlending
{
    // Of the shorter side: an object of 100 pixels has an edge of 3.
    private const double Share = 0.03;

    public static CutOut Apply(CutOut cut, SceneBlend blend)
    {
        if (blend == SceneBlend.None) return cut;
        var (width, height) = (cut.Image.Width, cut.Image.Height);
        var kernel = Kernel(blend, Math.Max(1, (int)Math.Round(Share * Math.Min(width, height))));
        var soft = Blurred(Blurred(Array.ConvertAll(cut.Alpha, alpha => (double)alpha), kernel, (width, height), (1, 0)), kernel, (width, height), (0, 1));
        var alpha = new byte[cut.Alpha.Length];
        for (var i = 0; i < alpha.Length; i++) alpha[i] = (byte)Math.Min(cut.Alpha[i], (int)Math.Round(soft[i]));
        return cut with { Alpha = alpha };
    }

    private static double[] Kernel(SceneBlend blend, int radius)
    {
        double[] weights = [.. Enumerable.Range(-radius, 2 * radius + 1)
            .Select(at => blend == SceneBlend.Feathered ? 1 : Math.Exp(-2.0 * at * at / (radius * radius)))];
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    // Beyond the canvas there is nothing.
    private static double[] Blurred(double[] values, double[] kernel, (int Width, int Height) size, (int X, int Y) step)
    {
        var (blurred, radius) = (new double[values.Length], kernel.Length / 2);
        for (var y = 0; y < size.Height; y++)
            for (var x = 0; x < size.Width; x++)
                for (var k = -radius; k <= radius; k++)
                {
                    var (column, row) = (x + k * step.X, y + k * step.Y);
                    if (column >= 0 && column < size.Width && row >= 0 && row < size.Height)
                        blurred[y * size.Width + x] += kernel[k + radius] * values[row * size.Width + column];
                }
        return blurred;
    }
}

/// <summary>
/// How the edge of a cut-out goes over into the image (Dwibedi, Misra and Hebert, arXiv:1708.01642): a detector that learns from several does
/// not learn the seam.
/// </summary>
internal enum SceneBlend
{
    /// <summary>As the cut-out was saved.</summary>
    None,

    /// <summary>Rising evenly over some pixels.</summary>
    Feathered,

    /// <summary>Blurred by a Gaussian.</summary>
    Gaussian,
}
