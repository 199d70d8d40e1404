using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>
/// Finds a step that fulfils the strong Wolfe conditions (Nocedal and Wright, algorithms 3.5 and 3.6, with cubic interpolation).
/// </summary>
internal sealed class LineSearch(Func<double[], double[], double> evaluate, int size)
{
    private const double Decrease = 1e-4, Curvature = 0.9; // their values for quasi-Newton directions
    private const int MaxTrials = 30;

    private readonly double[] _point = new double[size];
    private readonly double[] _gradient = new double[size];

    /// <summary>Answers the accepted point (valid until the next call), or null when the value cannot be lowered.</summary>
    public (double[] Point, double[] Gradient, double Value)? Find(double[] start, double[] direction, double value, double slope, double first)
    {
        Trial low = new(0, value, slope);
        Trial? high = null;
        var step = first;
        for (var trial = 0; trial < MaxTrials; trial++)
        {
            var tried = At(start, direction, step);
            if (!double.IsFinite(tried.Value) || tried.Value > value + Decrease * step * slope || tried.Value >= low.Value && trial > 0)
            {
                high = tried;
            }
            else
            {
                if (Math.Abs(tried.Slope) <= -Curvature * slope) return (_point, _gradient, tried.Value);
                if (high is null ? tried.Slope >= 0 : tried.Slope * (high.Value.Step - low.Step) >= 0) high = low;
                low = tried;
            }
            step = high is null ? step * 2 : Between(low, high.Value);
            if (high is not null && Math.Abs(high.Value.Step - low.Step) * TensorPrimitives.Norm<double>(direction) < 1e-16) break;
        }
        if (low.Step == 0) return null;
        return (_point, _gradient, At(start, direction, low.Step).Value); // lower, though the slope is still steep
    }

    private Trial At(double[] start, double[] direction, double step)
    {
        TensorPrimitives.MultiplyAdd(direction, step, start, _point);
        var value = evaluate(_point, _gradient);
        return new(step, value, TensorPrimitives.Dot<double>(_gradient, direction));
    }

    // Minimum of the cubic through both ends, kept a tenth away from them.
    private static double Between(Trial low, Trial high)
    {
        var width = high.Step - low.Step;
        var fallback = low.Step + width / 2;
        if (!double.IsFinite(high.Value) || !double.IsFinite(high.Slope)) return low.Step + width / 10;
        var a = low.Slope + high.Slope - 3 * (low.Value - high.Value) / (low.Step - high.Step);
        var square = a * a - low.Slope * high.Slope;
        if (square < 0) return fallback;
        var b = Math.Sign(width) * Math.Sqrt(square);
        var step = high.Step - width * (high.Slope + b - a) / (high.Slope - low.Slope + 2 * b);
        var margin = 0.1 * Math.Abs(width);
        var (min, max) = (Math.Min(low.Step, high.Step) + margin, Math.Max(low.Step, high.Step) - margin);
        return double.IsFinite(step) ? Math.Clamp(step, min, max) : fallback;
    }

    private readonly record struct Trial(double Step, double Value, double Slope);
}
