using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>
/// Linear discriminant analysis (Fisher 1936; Rao 1948) of few images with many features: the covariance within identities is shrunken towards a multiple of
/// the identity matrix by as much as Ledoit and Wolf 2004 ("A well-conditioned estimator for large-dimensional covariance matrices", J. Multivariate Anal.
/// 88) find best, so that it can be inverted. In the directions found identities lie far apart for how much their own images differ.
/// </summary>
internal static class ShrunkenDiscriminant
{
    /// <summary>Directions at most: between so many identities, and among so many features, there are no more.</summary>
    public static int MaxDirections(int identities, int features) => Math.Min(identities - 1, features);

    /// <summary>The projection y = W x + b, b such that the mean of the identities is the origin.</summary>
    /// <param name="features">N x F values, row by row.</param>
    /// <param name="labels">N identities from 0 on, each with an image.</param>
    /// <param name="directions">Numbers of the answer, at most one less than identities.</param>
    /// <returns>W as directions x F, b, and how far the covariance was shrunken, 0 to 1.</returns>
    /// <exception cref="GraftException">No identity has two images, or fewer than two have one.</exception>
    public static (float[] Weights, float[] Bias, double Shrinkage) Fit(float[] features, IReadOnlyList<int> labels, int directions)
    {
        var (rows, identities) = (labels.Count, labels.Max() + 1);
        var width = features.Length / rows;
        if (directions < 1 || directions > MaxDirections(identities, width) || rows <= identities)
            throw new GraftException($"{identities} identities with {rows} images have no {directions} directions that tell them apart.",
                "Two identities and more are needed, some with two images, and fewer directions than identities and no more than features.");
        var (means, centre) = Means(features, labels, identities, width);
        var within = Residuals(features, labels, identities, width);
        // Every direction of the answer lies in the span of the differences: in its coordinates the problem is no larger than the images.
        var space = new RowSpace(new Rows([.. within, .. means], width));
        var size = space.Columns;
        double[][] residuals = [.. Enumerable.Range(0, rows).Select(i => space.Row(i, []).ToArray())];
        double[][] centres = [.. Enumerable.Range(rows, identities).Select(i => space.Row(i, []).ToArray())];
        var (covariance, shrinkage, level) = LedoitWolf(residuals, size, width);
        var (values, basis) = Spectrum(covariance, size);
        // The means as they are where the shrunken covariance is the unit matrix.
        var scales = values.Select(value => 1 / Math.Sqrt((1 - shrinkage) * Math.Max(0, value) + shrinkage * level)).ToArray();
        double[][] whitened = [.. centres.Select(mean => basis.Zip(scales, (axis, scale) => TensorPrimitives.Dot<double>(mean, axis) * scale).ToArray())];
        var main = MainDirections(whitened, directions);
        var weights = new double[directions * size];
        for (var d = 0; d < directions; d++)
            for (var k = 0; k < size; k++)
            {
                var row = weights.AsSpan(d * size, size);
                TensorPrimitives.MultiplyAdd(basis[k], main[d][k] * scales[k], row, row);
            }
        var expanded = space.Expand(weights, directions);
        return ([.. expanded.Select(value => (float)value)],
            [.. Enumerable.Range(0, directions).Select(d => (float)-TensorPrimitives.Dot<double>(expanded.AsSpan(d * width, width), centre))], shrinkage);
    }

    // Each identity counts the same, however many images it has.
    private static (double[][] Means, double[] Centre) Means(float[] features, IReadOnlyList<int> labels, int identities, int width)
    {
        var (means, counts, centre) = (new double[identities][], new int[identities], new double[width]);
        for (var i = 0; i < identities; i++) means[i] = new double[width];
        for (var row = 0; row < labels.Count; row++)
        {
            counts[labels[row]]++;
            for (var f = 0; f < width; f++) means[labels[row]][f] += features[row * width + f];
        }
        for (var i = 0; i < identities; i++)
        {
            TensorPrimitives.Divide(means[i], counts[i], means[i]);
            TensorPrimitives.MultiplyAdd(means[i], 1.0 / identities, centre, centre);
        }
        foreach (var mean in means) TensorPrimitives.Subtract<double>(mean, centre, mean);
        return (means, centre);
    }

    private static double[][] Residuals(float[] features, IReadOnlyList<int> labels, int identities, int width)
    {
        double[][] sums = [.. Enumerable.Range(0, identities).Select(_ => new double[width])];
        double[][] residuals = [.. features.Chunk(width).Select(row => row.Select(value => (double)value).ToArray())];
        var counts = new int[identities];
        foreach (var (row, label) in labels.Index())
        {
            TensorPrimitives.Add(sums[label], residuals[row], sums[label]);
            counts[label]++;
        }
        foreach (var (row, label) in labels.Index())
            TensorPrimitives.MultiplyAdd(sums[label], -1.0 / counts[label], residuals[row], residuals[row]);
        return residuals;
    }

    /// <summary>The covariance about zero, and how far to go from it towards its mean variance times the unit matrix.</summary>
    /// <param name="rows">Coordinates in a space that holds all of the variance.</param>
    /// <param name="size">Their number.</param>
    /// <param name="features">Features that there are: the mean variance is over all of them.</param>
    internal static (double[] Covariance, double Shrinkage, double Level) LedoitWolf(double[][] rows, int size, int features)
    {
        double count = rows.Length;
        var covariance = new double[size * size];
        Parallel.For(0, size, i =>
        {
            var own = covariance.AsSpan(i * size, size);
            foreach (var row in rows) TensorPrimitives.MultiplyAdd(row, row[i] / count, own, own);
        });
        var trace = Enumerable.Range(0, size).Sum(i => covariance[i * size + i]);
        var (level, square) = (trace / features, TensorPrimitives.SumOfSquares<double>(covariance));
        var distance = square - trace * level; // squared, of the covariance from its mean variance times the unit matrix
        var fourths = rows.Sum(row => TensorPrimitives.SumOfSquares<double>(row) is var length ? length * length : 0);
        var error = Math.Min(distance, (fourths / count - square) / count);
        return (covariance, distance <= 0 ? 1 : Math.Max(0, error / distance), level);
    }

    private static (double[] Values, double[][] Vectors) Spectrum(double[] matrix, int size)
    {
        double[][] unit = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(k => i == k ? 1.0 : 0).ToArray())];
        var (values, turned) = SymmetricSpectrum.Of(matrix, size, unit);
        return (values, [.. Enumerable.Range(0, size).Select(k => turned.Select(vector => vector[k]).ToArray())]);
    }

    // Unit vectors along which the means lie furthest apart; through the small matrix of their products.
    private static double[][] MainDirections(double[][] means, int count)
    {
        var identities = means.Length;
        var products = new double[identities * identities];
        for (var i = 0; i < identities; i++)
            for (var j = 0; j < identities; j++) products[i * identities + j] = TensorPrimitives.Dot<double>(means[i], means[j]);
        var (values, vectors) = Spectrum(products, identities);
        return [.. values.Index().OrderByDescending(value => value.Item).Take(count).Select(value =>
        {
            var direction = new double[means[0].Length];
            for (var i = 0; i < identities; i++) TensorPrimitives.MultiplyAdd(means[i], vectors[value.Index][i], direction, direction);
            var length = TensorPrimitives.Norm<double>(direction);
            if (length > 0) TensorPrimitives.Divide(direction, length, direction);
            return direction;
        })];
    }

    private sealed class Rows(double[][] rows, int width) : IDesign
    {
        int IDesign.Rows => rows.Length;

        public int Columns => width;

        public ReadOnlySpan<double> Row(int i, Span<double> scratch)
        {
            rows[i].CopyTo(scratch);
            return scratch;
        }
    }
}
