using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>
/// LogME (You, Liu, Wang and Long 2021, arXiv:2102.11005): how well a linear model on fixed features explains the labels, as the
/// logarithm of the maximum evidence per image, averaged over the classes. No head is trained and nothing is held out;
/// the evidence itself punishes features that could explain anything. Only differences on the same images mean something.
/// </summary>
internal static class LogMe
{
    private const int MaxRounds = 500;
    private const double Enough = 1e-9;

    /// <summary>The score; higher is better.</summary>
    /// <param name="features">N x F values, row by row; F is the length over the number of labels.</param>
    /// <param name="labels">N labels from 0 on.</param>
    /// <param name="units">
    /// The unit of each image, see <see cref="CopyUnits"/>: copies are one image with the mean of their features, since they are as much evidence as one.
    /// Null where none are copies.
    /// </param>
    /// <exception cref="GraftException">Sizes do not fit, a value is not finite, or there is only one class.</exception>
    public static double Score(float[] features, int[] labels, IReadOnlyList<int>? units = null)
    {
        var (rows, classes) = (labels.Length, labels.Length == 0 ? 0 : labels.Max() + 1);
        if (rows == 0 || features.Length % rows != 0 || features.Length == 0)
            throw new GraftException($"{features.Length} features cannot belong to {rows} images.", "N rows of equal length are expected.");
        if (labels.Min() < 0 || labels.Distinct().Count() < 2)
            throw new GraftException("The labels name fewer than two classes.", "At least two are needed to compare features.");
        if (!features.All(float.IsFinite)) throw new GraftException("A feature is not a finite number.", cure: "Check the weights.");
        var width = features.Length / rows;
        var matrix = new double[features.Length];
        TensorPrimitives.ConvertTruncating<float, double>(features, matrix);
        CopyUnits.Check(units, rows);
        var targets = Enumerable.Range(0, classes).Select(c => labels.Select(label => label == c ? 1.0 : 0).ToArray()).ToArray();
        if (units is not null) (matrix, targets, rows) = MeansOf(units, matrix, targets, width);
        var sums = targets.Select(target => TensorPrimitives.SumOfSquares<double>(target)).ToArray();
        var (spectrum, parts) = Project(matrix, rows, width, targets);
        return targets.Select((_, c) => Evidence(spectrum, parts[c], sums[c], rows, width)).Average();
    }

    private static (double[] Matrix, double[][] Targets, int Rows) MeansOf(IReadOnlyList<int> units, double[] matrix, double[][] targets, int width)
    {
        int[][] groups = [.. units.Index().GroupBy(unit => unit.Item, unit => unit.Index).Select(group => group.ToArray())];
        var means = new double[groups.Length * width];
        for (var unit = 0; unit < groups.Length; unit++)
        {
            var mean = means.AsSpan(unit * width, width);
            foreach (var row in groups[unit]) TensorPrimitives.Add(mean, matrix.AsSpan(row * width, width), mean);
            TensorPrimitives.Divide(mean, groups[unit].Length, mean);
        }
        return (means, [.. targets.Select(target => groups.Select(group => group.Average(row => target[row])).ToArray())], groups.Length);
    }

    // Squared singular values of the features, and the squared parts of every target along the left singular vectors.
    private static (double[] Spectrum, double[][] Parts) Project(double[] matrix, int rows, int width, double[][] targets)
    {
        if (rows <= width)
        {
            var (values, turned) = SymmetricSpectrum.Of(Products(matrix, rows, width), rows, targets);
            return ([.. values.Select(value => Math.Max(0, value))], [.. turned.Select(target => target.Select(part => part * part).ToArray())]);
        }
        var transposed = new double[matrix.Length];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < width; j++) transposed[j * rows + i] = matrix[i * width + j];
        var seen = targets.Select(Seen).ToArray();
        var (squares, along) = SymmetricSpectrum.Of(Products(transposed, width, rows), width, seen);
        var smallest = squares.Max() * 1e-12; // below it is rounding, and a division by it is noise
        return ([.. squares.Select(value => Math.Max(0, value))],
            [.. along.Select(target => target.Select((part, i) => squares[i] > smallest ? part * part / squares[i] : 0).ToArray())]);

        double[] Seen(double[] target) =>
            [.. Enumerable.Range(0, width).Select(j => TensorPrimitives.Dot<double>(transposed.AsSpan(j * rows, rows), target))];
    }

    private static double[] Products(double[] matrix, int rows, int width)
    {
        var products = new double[rows * rows];
        Parallel.For(0, rows, i =>
        {
            for (var j = 0; j <= i; j++)
                products[i * rows + j] = TensorPrimitives.Dot<double>(matrix.AsSpan(i * width, width), matrix.AsSpan(j * width, width));
        });
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < i; j++) products[j * rows + i] = products[i * rows + j];
        return products;
    }

    // MacKay's fixed point for the precisions of the weights (alpha) and of the noise (beta); then the evidence at it.
    private static double Evidence(double[] spectrum, double[] parts, double square, int rows, int width)
    {
        var rest = Math.Max(0, square - parts.Sum());
        double alpha = 1, beta = 1, weights = 0, error = 0;
        for (var round = 0; round < MaxRounds; round++)
        {
            var ratio = alpha / beta;
            double used = 0;
            (weights, error) = (0, rest);
            for (var i = 0; i < spectrum.Length; i++)
            {
                var s = spectrum[i];
                used += s / (s + ratio);
                weights += s * parts[i] / ((s + ratio) * (s + ratio));
                error += parts[i] * (ratio / (s + ratio)) * (ratio / (s + ratio));
            }
            alpha = Math.Max(used, 1e-12) / (weights + 1e-12); // features that are all zero explain nothing, and that is a score too
            beta = (rows - used) / (error + 1e-12);
            if (Math.Abs(alpha / beta - ratio) <= Enough * ratio) break;
        }
        var determinant = spectrum.Sum(s => Math.Log(alpha + beta * s)) + (width - spectrum.Length) * Math.Log(alpha);
        return (width * Math.Log(alpha) + rows * Math.Log(beta) - determinant - beta * error - alpha * weights - rows * Math.Log(2 * Math.PI)) / (2 * rows);
    }
}
