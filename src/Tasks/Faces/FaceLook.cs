using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>What the pixels of an aligned face say of how well it can be recognised.</summary>
/// <param name="Sharpness">0 to 1: share of the differences of neighbours that a mean over nine pixels takes away (Crete et al. 2007, doi:10.1117/12.702790).</param>
/// <param name="Exposure">0 to 1: how near to the middle of the scale pixels are, as weights of exposure fusion (Mertens et al. 2007).</param>
/// <param name="Contrast">0 to 1: from the darkest twentieth to the lightest.</param>
/// <param name="Illumination">0 to 1: how alike the means of both halves are.</param>
internal readonly record struct FaceLook(double Sharpness, double Exposure, double Contrast, double Illumination)
{
    private const int From = 30, To = 120, Reach = 4; // the face itself, without most of the padding
    private const double Middle = 0.5, Spread = 0.25;

    /// <summary>Of an aligned face of 150 x 150 pixels.</summary>
    public static FaceLook Of(ReadOnlySpan<byte> chip)
    {
        const int side = FaceShape.ChipSide;
        var grey = new float[side * side];
        for (var i = 0; i < grey.Length; i++) grey[i] = (0.299f * chip[3 * i] + 0.587f * chip[3 * i + 1] + 0.114f * chip[3 * i + 2]) / 255;
        var histogram = new int[256];
        double exposure = 0, left = 0, right = 0;
        var count = 0;
        for (var y = From; y < To; y++)
            for (var x = From; x < To; x++, count++)
            {
                var value = grey[y * side + x];
                histogram[(int)(value * 255 + 0.5f)]++;
                exposure += Math.Exp(-Math.Pow((value - Middle) / Spread, 2) / 2);
                if (x < side / 2) left += value;
                else right += value;
            }
        var evenness = left + right == 0 ? 0 : 1 - Math.Abs(left - right) / (left + right);
        return new(Math.Min(SharpnessAlong(grey, 1, side), SharpnessAlong(grey, side, 1)), exposure / count,
            (Quantile(histogram, count, 0.95) - Quantile(histogram, count, 0.05)) / 255.0, evenness);
    }

    // Along rows with a step of 1, along columns with a step of a row.
    private static double SharpnessAlong(float[] grey, int step, int across)
    {
        double all = 0, gone = 0;
        for (var line = From; line < To; line++)
        {
            var start = line * across;
            double Mean(int at)
            {
                var sum = 0.0;
                for (var i = -Reach; i <= Reach; i++) sum += grey[start + (at + i) * step];
                return sum / (2 * Reach + 1);
            }
            for (var at = From + 1; at < To; at++)
            {
                var difference = Math.Abs(grey[start + at * step] - grey[start + (at - 1) * step]);
                all += difference;
                gone += Math.Max(0, difference - Math.Abs(Mean(at) - Mean(at - 1)));
            }
        }
        return all == 0 ? 0 : gone / all;
    }

    private static int Quantile(int[] histogram, int count, double share)
    {
        var sum = 0;
        for (var value = 0; value < histogram.Length; value++)
            if ((sum += histogram[value]) >= share * count) return value;
        return histogram.Length - 1;
    }
}
