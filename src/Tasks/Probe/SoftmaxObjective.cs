using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>
/// Weighted mean cross-entropy plus |W|^2 / (2 C sum of weights), which has the minimum of C * sum of losses + 0.5 |W|^2 and a scale that
/// does not grow with the number of images. Parameters are the C x F weights, then the C biases.
/// </summary>
internal sealed class SoftmaxObjective
{
    // A fixed number of parts, added in order: the sums do not depend on how many cores there are.
    private const int Parts = 8;
    private const double LargeEnough = 2e6; // multiplications below which starting threads costs more than it saves

    private readonly IDesign _design;
    private readonly int[] _labels;
    private readonly double[] _weights;
    private readonly double _penalty;
    private readonly int _classes;

    public SoftmaxObjective(IDesign design, int[] labels, int classes, IReadOnlyList<double>? classWeights, double c)
    {
        (_design, _labels, _classes) = (design, labels, classes);
        _weights = [.. labels.Select(label => classWeights?[label] ?? 1)];
        var sum = _weights.Sum();
        TensorPrimitives.Divide(_weights, sum, _weights);
        _penalty = 1 / (c * sum);
    }

    public int Size => _classes * (_design.Columns + 1);

    /// <summary>The value at <paramref name="parameters"/>; the gradient is written.</summary>
    public double Evaluate(double[] parameters, double[] gradient)
    {
        var single = (double)_design.Rows * _design.Columns * _classes < LargeEnough;
        var parts = single ? 1 : Parts;
        var values = new double[parts];
        var gradients = new double[parts][];
        void Run(int part)
        {
            gradients[part] = new double[Size];
            values[part] = Part(parameters, gradients[part], _design.Rows * part / parts, _design.Rows * (part + 1) / parts);
        }
        if (single) Run(0);
        else Parallel.For(0, parts, Run);

        var weights = parameters.AsSpan(0, _classes * _design.Columns);
        Array.Clear(gradient);
        TensorPrimitives.Multiply(weights, _penalty, gradient);
        foreach (var part in gradients) TensorPrimitives.Add(gradient, part, gradient);
        return values.Sum() + _penalty / 2 * TensorPrimitives.SumOfSquares<double>(weights);
    }

    private double Part(double[] parameters, double[] gradient, int first, int end)
    {
        var columns = _design.Columns;
        var scratch = new double[columns];
        Span<double> row = new double[_classes];
        var value = 0.0;
        for (var i = first; i < end; i++)
        {
            var features = _design.Row(i, scratch);
            for (var c = 0; c < _classes; c++)
                row[c] = parameters[_classes * columns + c] + TensorPrimitives.Dot(features, parameters.AsSpan(c * columns, columns));
            var own = row[_labels[i]];
            value += _weights[i] * (Softmax.Normalise(row) - own);
            row[_labels[i]] -= 1;
            for (var c = 0; c < _classes; c++)
            {
                var slope = _weights[i] * row[c];
                var sums = gradient.AsSpan(c * columns, columns);
                TensorPrimitives.MultiplyAdd(features, slope, sums, sums);
                gradient[_classes * columns + c] += slope;
            }
        }
        return value;
    }
}
