using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>Least squares with an L2 penalty, by conjugate gradients (Hestenes and Stiefel 1952).</summary>
internal static class RidgeRegression
{
    private const int Iterations = 60;
    private const double Tolerance = 1e-4;

    /// <summary>Fits every number of the answers on the rows.</summary>
    /// <param name="rows">Features and answers; at least one.</param>
    /// <param name="penalty">On the squares of the weights, against the sum of squared errors.</param>
    /// <returns>For each number the weights of the features, and last the constant.</returns>
    public static float[][] Fit(IReadOnlyList<(float[] Row, float[] Answer)> rows, double penalty)
    {
        var (width, count) = (rows[0].Row.Length, rows[0].Answer.Length);
        var mean = new float[width];
        foreach (var (row, _) in rows) TensorPrimitives.Add(mean, row, mean);
        TensorPrimitives.Divide(mean, rows.Count, mean);
        float[][] centred = [.. rows.Select(row => { var c = new float[width]; TensorPrimitives.Subtract(row.Row, mean, c); return c; })];
        var result = new float[count][];
        Parallel.For(0, count, k =>
        {
            var average = rows.Average(row => row.Answer[k]);
            var weights = Solve(centred, [.. rows.Select(row => row.Answer[k] - average)], penalty);
            result[k] = [.. weights, (float)average - TensorPrimitives.Dot<float>(weights, mean)];
        });
        return result;
    }

    private static float[] Solve(float[][] rows, float[] answers, double penalty)
    {
        var width = rows[0].Length;
        var (weights, residual) = (new float[width], new float[width]);
        for (var i = 0; i < rows.Length; i++) TensorPrimitives.MultiplyAdd(rows[i], answers[i], residual, residual);
        var direction = residual.ToArray();
        var (product, square) = (new float[width], (double)TensorPrimitives.SumOfSquares<float>(residual));
        var end = Tolerance * Tolerance * square;
        for (var iteration = 0; iteration < Iterations && square > end; iteration++)
        {
            TensorPrimitives.Multiply(direction, (float)penalty, product);
            foreach (var row in rows) TensorPrimitives.MultiplyAdd(row, TensorPrimitives.Dot<float>(row, direction), product, product);
            var step = (float)(square / TensorPrimitives.Dot<float>(direction, product));
            TensorPrimitives.MultiplyAdd(direction, step, weights, weights);
            TensorPrimitives.MultiplyAdd(product, -step, residual, residual);
            var next = (double)TensorPrimitives.SumOfSquares<float>(residual);
            TensorPrimitives.MultiplyAdd(direction, (float)(next / square), residual, direction);
            square = next;
        }
        return weights;
    }
}
