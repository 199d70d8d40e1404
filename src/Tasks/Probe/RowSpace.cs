using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>
/// An orthonormal basis of the space that N rows of F features span, for N below F. The weights that minimise a loss with an L2 penalty
/// lie in that space (the representer theorem), and lengths are the same in either coordinates, so the small problem of at most N
/// columns has exactly the large one's answer: X = L Q gives W = V Q with V the answer for L.
/// </summary>
internal sealed class RowSpace : IDesign
{
    // A row whose remainder is smaller than this part of it lies in the span of those before: float features carry no more digits.
    private const double Dependent = 1e-9;

    private readonly double[] _coordinates;
    private readonly List<double[]> _basis = [];
    private readonly int _features;

    public RowSpace(IDesign design)
    {
        (Rows, _features) = (design.Rows, design.Columns);
        var projections = new double[Rows][];
        for (var i = 0; i < Rows; i++)
        {
            var rest = new double[_features];
            design.Row(i, rest).CopyTo(rest);
            projections[i] = Orthogonalise(rest);
        }
        Columns = Math.Max(1, _basis.Count);
        if (_basis.Count == 0) _basis.Add(new double[_features]); // every feature is constant: one column of zeros
        _coordinates = new double[Rows * Columns];
        for (var i = 0; i < Rows; i++) projections[i].CopyTo(_coordinates, i * Columns);
    }

    public int Rows { get; }

    public int Columns { get; }

    public ReadOnlySpan<double> Row(int i, Span<double> scratch) => _coordinates.AsSpan(i * Columns, Columns);

    /// <summary>Weights in this space (C x Columns) as weights on the features (C x F).</summary>
    public double[] Expand(double[] weights, int classes)
    {
        var expanded = new double[classes * _features];
        for (var c = 0; c < classes; c++)
        {
            var row = expanded.AsSpan(c * _features, _features);
            for (var k = 0; k < Columns; k++)
                TensorPrimitives.MultiplyAdd(_basis[k], weights[c * Columns + k], row, row);
        }
        return expanded;
    }

    // Modified Gram-Schmidt, done twice: "twice is enough" (Giraud, Langou and Rozloznik 2005).
    private double[] Orthogonalise(double[] rest)
    {
        var projection = new double[_basis.Count + 1];
        var length = TensorPrimitives.Norm<double>(rest);
        for (var pass = 0; pass < 2; pass++)
            for (var k = 0; k < _basis.Count; k++)
            {
                var part = TensorPrimitives.Dot<double>(rest, _basis[k]);
                projection[k] += part;
                TensorPrimitives.MultiplyAdd(_basis[k], -part, rest, rest);
            }
        var remainder = TensorPrimitives.Norm<double>(rest);
        if (remainder <= Dependent * length || length == 0) return projection[..^1];
        TensorPrimitives.Divide(rest, remainder, rest);
        _basis.Add(rest);
        projection[^1] = remainder;
        return projection;
    }
}
