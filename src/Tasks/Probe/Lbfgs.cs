using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5).</summary>
internal static class Lbfgs
{
    private const int Memory = 10;

    /// <summary>Minimises a smooth function from <paramref name="start"/>, which is overwritten by the answer.</summary>
    /// <param name="evaluate">Answers the value at the first array and writes the gradient into the second.</param>
    /// <param name="start">Where to begin; the answer at return.</param>
    /// <param name="tolerance">Ends when no component of the gradient is larger.</param>
    /// <param name="maxIterations">Most steps.</param>
    /// <returns>Steps taken, and whether the gradient became small (or no step could lower the value further).</returns>
    public static (int Iterations, bool Converged) Minimise(Func<double[], double[], double> evaluate, double[] start, double tolerance, int maxIterations)
    {
        var gradient = new double[start.Length];
        var value = evaluate(start, gradient);
        var history = new Queue<(double[] Step, double[] Change, double Scale)>();
        var search = new LineSearch(evaluate, start.Length);
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            var max = TensorPrimitives.MaxMagnitude<double>(gradient);
            if (Math.Abs(max) <= tolerance) return (iteration, true);
            var direction = Direction(gradient, history);
            var slope = TensorPrimitives.Dot<double>(gradient, direction);
            if (!(slope < 0))
            {
                history.Clear(); // rounding has spoiled the memory: fall back on steepest descent
                TensorPrimitives.Negate(gradient, direction);
                slope = -TensorPrimitives.SumOfSquares<double>(gradient);
            }
            var first = history.Count == 0 ? Math.Min(1, 1 / TensorPrimitives.Norm<double>(gradient)) : 1;
            if (search.Find(start, direction, value, slope, first) is not { } found)
                return (iteration, Math.Abs(max) <= 1000 * tolerance); // the value cannot be lowered within rounding
            var step = new double[start.Length];
            var change = new double[start.Length];
            TensorPrimitives.Subtract(found.Point, start, step);
            TensorPrimitives.Subtract(found.Gradient, gradient, change);
            var product = TensorPrimitives.Dot<double>(step, change);
            if (product > 1e-300)
            {
                if (history.Count == Memory) history.Dequeue();
                history.Enqueue((step, change, 1 / product));
            }
            found.Point.CopyTo(start, 0);
            found.Gradient.CopyTo(gradient, 0);
            value = found.Value;
        }
        return (maxIterations, Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= tolerance);
    }

    // The two-loop recursion.
    private static double[] Direction(double[] gradient, Queue<(double[] Step, double[] Change, double Scale)> history)
    {
        var direction = new double[gradient.Length];
        TensorPrimitives.Negate(gradient, direction);
        var pairs = history.ToArray();
        Span<double> factors = stackalloc double[Memory];
        for (var k = pairs.Length - 1; k >= 0; k--)
        {
            factors[k] = pairs[k].Scale * TensorPrimitives.Dot<double>(pairs[k].Step, direction);
            TensorPrimitives.MultiplyAdd(pairs[k].Change, -factors[k], direction, direction);
        }
        if (pairs.Length > 0)
        {
            var (_, change, scale) = pairs[^1];
            TensorPrimitives.Multiply(direction, 1 / (scale * TensorPrimitives.SumOfSquares<double>(change)), direction);
        }
        for (var k = 0; k < pairs.Length; k++)
        {
            var factor = factors[k] - pairs[k].Scale * TensorPrimitives.Dot<double>(pairs[k].Change, direction);
            TensorPrimitives.MultiplyAdd(pairs[k].Step, factor, direction, direction);
        }
        return direction;
    }
}
