namespace Graft.Runtime;

/// <summary>
/// Shares of classes among unlabelled images, by expectation-maximisation on calibrated scores (Saerens, Latinne and Decaestecker 2002). Assumes that images
/// of a class look as they did, and only their number changed.
/// </summary>
internal static class ClassShift
{
    private const int MaxSteps = 2000;
    private const double Precision = 1e-6;

    /// <summary>The estimated shares, and how many predictions are right if the assumption holds.</summary>
    /// <param name="scores">Calibrated scores of each image.</param>
    /// <param name="before">Shares that the scores stand for: their mean over the reference.</param>
    public static (double[] Shares, double Accuracy) Estimate(IReadOnlyList<float[]> scores, IReadOnlyList<float> before)
    {
        var classes = before.Count;
        double[] shares = [.. before.Select(share => (double)share)];
        var (factors, sums, row) = (new double[classes], new double[classes], new double[classes]);
        for (var step = 0; step < MaxSteps; step++)
        {
            Factors();
            Array.Clear(sums);
            foreach (var image in scores)
            {
                Adjust(image);
                for (var label = 0; label < classes; label++) sums[label] += row[label];
            }
            var moved = 0.0;
            for (var label = 0; label < classes; label++)
            {
                var share = sums[label] / scores.Count;
                (moved, shares[label]) = (Math.Max(moved, Math.Abs(share - shares[label])), share);
            }
            if (moved < Precision) break;
        }
        Factors();
        return (shares, scores.Average(image =>
        {
            Adjust(image);
            return row[System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(image)];
        }));

        void Factors()
        {
            for (var label = 0; label < classes; label++) factors[label] = before[label] > 0 ? shares[label] / before[label] : 0;
        }

        void Adjust(float[] image)
        {
            var sum = 0.0;
            for (var label = 0; label < classes; label++) sum += row[label] = image[label] * factors[label];
            if (sum <= 0) return;
            for (var label = 0; label < classes; label++) row[label] /= sum;
        }
    }
}
