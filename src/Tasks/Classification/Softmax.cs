namespace Graft.Tasks;

/// <summary>Logits to probabilities.</summary>
public static class Softmax
{
    /// <summary>exp(z / T) over its sum, row by row, computed in double.</summary>
    /// <param name="logits">N x <paramref name="classes"/> values.</param>
    /// <param name="classes">Classes a row, at least 1.</param>
    /// <param name="temperature">T, above 0; 1 leaves the logits as they are.</param>
    /// <returns>A new array of the same size.</returns>
    /// <exception cref="ArgumentException">The length is no multiple of <paramref name="classes"/>, or T is not positive.</exception>
    public static float[] Apply(ReadOnlySpan<float> logits, int classes, double temperature = 1)
    {
        if (classes < 1 || logits.Length % classes != 0)
            throw new ArgumentException($"{logits.Length} logits do not form rows of {classes}.");
        if (temperature is not > 0)
            throw new ArgumentException($"A temperature above 0 is expected, not {temperature}.");
        var scores = new float[logits.Length];
        Span<double> row = new double[classes];
        for (var start = 0; start < logits.Length; start += classes)
        {
            for (var c = 0; c < classes; c++) row[c] = logits[start + c] / temperature;
            Normalise(row);
            for (var c = 0; c < classes; c++) scores[start + c] = (float)row[c];
        }
        return scores;
    }

    /// <summary>In place; answers the logarithm of the sum of the exponentials.</summary>
    internal static double Normalise(Span<double> row)
    {
        var max = double.NegativeInfinity;
        foreach (var value in row) max = Math.Max(max, value);
        var sum = 0.0;
        for (var c = 0; c < row.Length; c++) sum += row[c] = Math.Exp(row[c] - max);
        for (var c = 0; c < row.Length; c++) row[c] /= sum;
        return max + Math.Log(sum);
    }
}
