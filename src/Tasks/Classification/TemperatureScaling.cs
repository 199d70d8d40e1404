namespace Graft.Tasks;

/// <summary>
/// Calibration by one number (Guo, Pleiss, Sun and Weinberger 2017, arXiv:1706.04599): the temperature that minimises the negative
/// log-likelihood of held-out images. It changes no prediction.
/// </summary>
internal static class TemperatureScaling
{
    /// <summary>Lowest temperature that is ever answered.</summary>
    public const double Lowest = 0.05;

    /// <summary>Highest temperature that is ever answered.</summary>
    public const double Highest = 20;

    /// <summary>
    /// Deviation of the logarithm of the temperature that is believed before any image is seen: 19 of 20 networks lie between 0.6 and 1.6.
    /// </summary>
    public const double PriorDeviation = 0.25;

    /// <summary>Fits the temperature on held-out images, which the network was not trained on.</summary>
    /// <param name="logits">N x C values before the softmax; C is the length over the number of labels.</param>
    /// <param name="labels">N labels in 0..C-1.</param>
    /// <param name="deviation">
    /// Shrinks the temperature towards 1 by a normal prior of this deviation on its logarithm, such as <see cref="PriorDeviation"/>: without one
    /// (infinity, the default) a single one of few images decides. A prior is worth a few dozen images, and loses its weight with hundreds.
    /// </param>
    /// <returns>
    /// The temperature in <see cref="Lowest"/>..<see cref="Highest"/>. Without a single mistake and without a prior the likelihood grows without end
    /// as T goes to 0, so nothing can be learned about over-confidence: T stays 1 and the note says so.
    /// </returns>
    /// <exception cref="GraftException">Sizes do not fit, a label is out of range, or a logit is not finite.</exception>
    public static TemperatureFit Fit(float[] logits, int[] labels, double deviation = double.PositiveInfinity)
    {
        var classes = labels.Length == 0 ? 0 : logits.Length / labels.Length;
        LabelledRows.Check(logits, labels, classes, "logits");
        var strength = 1 / (deviation * deviation * labels.Length);
        var (temperature, note) = strength == 0 && Separated(logits, labels, classes)
            ? (1.0, "Every image was classified correctly, so the temperature could not be determined and stays 1.")
            : Minimise(logits, labels, classes, strength);
        return new()
        {
            Temperature = temperature,
            LossBefore = Loss(logits, labels, classes, 1).Value,
            LossAfter = Loss(logits, labels, classes, 1 / temperature).Value,
            CalibrationErrorBefore = Error(logits, labels, classes, 1),
            CalibrationErrorAfter = Error(logits, labels, classes, temperature),
            Count = labels.Length,
            Note = note,
        };
    }

    // In b = 1 / T the loss is convex (a log-sum-exp of linear functions), so its slope has one zero: Newton's steps, kept inside a
    // bracket that shrinks at every step. The prior, (ln b)^2 times half its strength, is convex up to b = e, where the bracket alone is enough.
    private static (double Temperature, string? Note) Minimise(float[] logits, int[] labels, int classes, double strength)
    {
        double low = 1 / Highest, high = 1 / Lowest;
        if (Slopes(low).Slope >= 0)
            return (Highest, $"The temperature met its upper bound of {Highest}: the scores say next to nothing about the classes.");
        if (Slopes(high).Slope <= 0)
            return (Lowest, FormattableString.Invariant($"The temperature met its lower bound of {Lowest}: the logits are unusually small."));
        var inverse = 1.0;
        for (var step = 0; step < 200 && high - low > 1e-12; step++)
        {
            var (slope, curvature) = Slopes(inverse);
            if (slope == 0) break;
            if (slope < 0) low = inverse;
            else high = inverse;
            var next = inverse - slope / curvature;
            if (!(next > low && next < high)) next = Math.Sqrt(low * high);
            if (Math.Abs(next - inverse) <= 1e-12 * inverse) break;
            inverse = next;
        }
        return (1 / inverse, null);

        (double Slope, double Curvature) Slopes(double at)
        {
            var (_, slope, curvature) = Loss(logits, labels, classes, at);
            var logarithm = Math.Log(at);
            return (slope + strength * logarithm / at, curvature + strength * (1 - logarithm) / (at * at));
        }
    }

    private static (double Value, double Slope, double Curvature) Loss(float[] logits, int[] labels, int classes, double inverse)
    {
        double value = 0, slope = 0, curvature = 0;
        Span<double> row = new double[classes];
        for (var i = 0; i < labels.Length; i++)
        {
            var z = logits.AsSpan(i * classes, classes);
            for (var c = 0; c < classes; c++) row[c] = z[c] * inverse;
            value += Softmax.Normalise(row) - z[labels[i]] * inverse;
            double mean = 0, square = 0;
            for (var c = 0; c < classes; c++)
            {
                // measured from the true class's logit, which keeps the variance exact for large logits
                double gap = z[c] - z[labels[i]];
                mean += row[c] * gap;
                square += row[c] * gap * gap;
            }
            slope += mean;
            curvature += square - mean * mean;
        }
        return (value / labels.Length, slope / labels.Length, curvature / labels.Length);
    }

    private static bool Separated(float[] logits, int[] labels, int classes)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            var row = logits.AsSpan(i * classes, classes);
            for (var c = 0; c < classes; c++)
                if (c != labels[i] && row[c] >= row[labels[i]]) return false;
        }
        return true;
    }

    private static double Error(float[] logits, int[] labels, int classes, double temperature)
    {
        var names = Enumerable.Range(0, classes).Select(c => c.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return CalibrationCurve.Of(new ScoreTable(Softmax.Apply(logits, classes, temperature), labels, names), 15).Error;
    }
}
