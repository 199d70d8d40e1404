using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>Mean and factor of each feature over some rows of a table, in double.</summary>
internal sealed class Standardisation
{
    private Standardisation(double[] mean, double[] scale) => (Mean, Scale) = (mean, scale);

    /// <summary>Mean of each feature.</summary>
    public double[] Mean { get; }

    /// <summary>One over the standard deviation, of the feature or of all; 0 where a feature is constant, which drops it.</summary>
    public double[] Scale { get; }

    /// <summary>Population statistics (divided by N, as scikit-learn's StandardScaler), in two passes.</summary>
    public static Standardisation Of(float[] table, int features, int[] rows, FeatureScaling scaling = FeatureScaling.Each)
    {
        if (scaling == FeatureScaling.None) return None(features);
        var each = Each(table, features, rows);
        if (scaling == FeatureScaling.Each) return each;
        var varied = each.Scale.Where(scale => scale > 0).ToArray();
        if (varied.Length == 0) return each;
        var common = Math.Sqrt(varied.Length / varied.Sum(scale => 1 / (scale * scale)));
        return new(each.Mean, [.. each.Scale.Select(scale => scale > 0 ? common : 0)]);
    }

    private static Standardisation None(int features)
    {
        var scale = new double[features];
        Array.Fill(scale, 1);
        return new(new double[features], scale);
    }

    private static Standardisation Each(float[] table, int features, int[] rows)
    {
        var mean = new double[features];
        var square = new double[features];
        var row = new double[features];
        foreach (var i in rows)
        {
            Widen(table, features, i, row);
            TensorPrimitives.Add(mean, row, mean);
        }
        TensorPrimitives.Divide(mean, rows.Length, mean);
        foreach (var i in rows)
        {
            Widen(table, features, i, row);
            TensorPrimitives.Subtract(row, mean, row);
            TensorPrimitives.MultiplyAdd(row, row, square, square);
        }
        for (var f = 0; f < features; f++)
        {
            var deviation = Math.Sqrt(square[f] / rows.Length);
            // A constant float feature leaves only rounding: its spread is below 1e-7 of its size.
            square[f] = deviation > 1e-7 * Math.Abs(mean[f]) && deviation > 1e-30 ? 1 / deviation : 0;
        }
        return new(mean, square);
    }

    /// <summary>(x - mean) * scale of row <paramref name="i"/>.</summary>
    public void Apply(float[] table, int i, Span<double> row)
    {
        Widen(table, Mean.Length, i, row);
        TensorPrimitives.Subtract(row, Mean, row);
        TensorPrimitives.Multiply(row, Scale, row);
    }

    /// <summary>Turns weights on standardised features into weights and bias on raw ones.</summary>
    public LinearClassifier FoldInto(double[] weights, double[] bias)
    {
        var features = Mean.Length;
        var raw = new float[weights.Length];
        var shifted = new float[bias.Length];
        Span<double> row = new double[features];
        for (var c = 0; c < bias.Length; c++)
        {
            TensorPrimitives.Multiply(weights.AsSpan(c * features, features), Scale, row);
            TensorPrimitives.ConvertSaturating<double, float>(row, raw.AsSpan(c * features, features));
            // The bias sees the weights as they were rounded, so that rounding does not add up over the mean.
            TensorPrimitives.ConvertSaturating<float, double>(raw.AsSpan(c * features, features), row);
            shifted[c] = (float)(bias[c] - TensorPrimitives.Dot<double>(row, Mean));
        }
        return new() { Classes = bias.Length, Features = features, Weights = raw, Bias = shifted };
    }

    // Widening cannot overflow, and the checked conversion is the vectorised one: six times as fast as the saturating one.
    private static void Widen(float[] table, int features, int i, Span<double> row) =>
        TensorPrimitives.ConvertChecked<float, double>(table.AsSpan(i * features, features), row);
}
