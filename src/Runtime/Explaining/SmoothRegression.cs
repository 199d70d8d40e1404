namespace Graft.Runtime;

/// <summary>
/// What every cell adds to a score, from scores of images of which some cells were hidden: a linear regression whose weights are alike where cells are
/// neighbours (a Gaussian process, Rasmussen and Williams 2006), by how far and with how much noise as the scores themselves make likeliest. With fewer
/// scores than cells it has a better map than the mean over the images in which a cell was visible.
/// </summary>
internal sealed class SmoothRegression
{
    private static readonly double[] Lengths = [0.5, 1, 1.6, 2.5], Noises = [0.01, 0.05, 0.2, 0.8, 3];

    private readonly double[][] _visible; // images x cells, centred
    private readonly List<Prior> _priors = [];

    /// <param name="masks">Which cells were visible, 1, or hidden, 0, in every image.</param>
    /// <param name="grid">Rows and columns of the cells.</param>
    public SmoothRegression(IReadOnlyList<float[]> masks, (int Rows, int Columns) grid)
    {
        _visible = [.. masks.Select(mask => Array.ConvertAll(mask, value => value - 0.5))];
        foreach (var length in Lengths)
        {
            var weights = Weights(grid, length);
            var (alike, scale) = Products(weights);
            foreach (var noise in Noises)
                _priors.Add(new Prior(weights, Cholesky(alike, noise * scale)));
        }
    }

    /// <summary>What each cell adds.</summary>
    /// <param name="scores">One an image.</param>
    public float[] Fit(IReadOnlyList<double> scores)
    {
        var mean = scores.Average();
        double[] rest = [.. scores.Select(score => score - mean)];
        var cells = _visible[0].Length;
        if (rest.All(value => Math.Abs(value) < 1e-12)) return new float[cells];
        var (best, likeliest, chosen) = (double.NegativeInfinity, rest, _priors[0]);
        foreach (var prior in _priors)
        {
            var solved = Solve(prior.Factor, rest);
            var fit = rest.Zip(solved).Sum(pair => pair.First * pair.Second);
            var likelihood = -0.5 * rest.Length * Math.Log(Math.Max(fit, double.Epsilon)) - prior.LogRoot;
            if (likelihood > best) (best, likeliest, chosen) = (likelihood, solved, prior);
        }
        var sums = new double[cells];
        for (var image = 0; image < rest.Length; image++)
            for (var cell = 0; cell < cells; cell++) sums[cell] += _visible[image][cell] * likeliest[image];
        return [.. chosen.Weights.Select(row => (float)row.Zip(sums).Sum(pair => pair.First * pair.Second))];
    }

    private static double[][] Weights((int Rows, int Columns) grid, double length)
    {
        var cells = grid.Rows * grid.Columns;
        return [.. Enumerable.Range(0, cells).Select(one => Enumerable.Range(0, cells).Select(other =>
        {
            var (down, across) = (one / grid.Columns - other / grid.Columns, one % grid.Columns - other % grid.Columns);
            return Math.Exp(-(down * down + across * across) / (2 * length * length));
        }).ToArray())];
    }

    // How alike the scores of two images are before they are seen, and the mean of that over one image.
    private (double[][] Alike, double Scale) Products(double[][] weights)
    {
        var (images, cells) = (_visible.Length, weights.Length);
        var alike = new double[images][];
        var carried = new double[images][];
        Parallel.For(0, images, image =>
        {
            carried[image] = new double[cells];
            for (var cell = 0; cell < cells; cell++) carried[image][cell] = Dot(weights[cell], _visible[image], cells);
        });
        Parallel.For(0, images, image =>
        {
            alike[image] = new double[image + 1];
            for (var other = 0; other <= image; other++) alike[image][other] = Dot(carried[image], _visible[other], cells);
        });
        return (alike, Enumerable.Range(0, images).Average(image => alike[image][image]));
    }

    private static double[][] Cholesky(double[][] matrix, double noise)
    {
        var factor = new double[matrix.Length][];
        for (var i = 0; i < matrix.Length; i++)
        {
            factor[i] = new double[i + 1];
            for (var j = 0; j < i; j++) factor[i][j] = (matrix[i][j] - Dot(factor[i], factor[j], j)) / factor[j][j];
            factor[i][i] = Math.Sqrt(Math.Max(matrix[i][i] + noise - Dot(factor[i], factor[i], i), 1e-12));
        }
        return factor;
    }

    private static double[] Solve(double[][] factor, double[] right)
    {
        var solved = right.ToArray();
        for (var i = 0; i < solved.Length; i++) solved[i] = (solved[i] - Dot(factor[i], solved, i)) / factor[i][i];
        for (var i = solved.Length - 1; i >= 0; i--)
        {
            solved[i] /= factor[i][i];
            for (var j = 0; j < i; j++) solved[j] -= factor[i][j] * solved[i];
        }
        return solved;
    }

    private static double Dot(double[] one, double[] other, int count) =>
        System.Numerics.Tensors.TensorPrimitives.Dot<double>(one.AsSpan(0, count), other.AsSpan(0, count));

    private sealed record Prior(double[][] Weights, double[][] Factor)
    {
        /// <summary>Half the logarithm of the determinant.</summary>
        public double LogRoot { get; } = Enumerable.Range(0, Factor.Length).Sum(i => Math.Log(Factor[i][i]));
    }
}
