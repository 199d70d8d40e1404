using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>
/// Eigenvalues of a symmetric matrix, and given vectors in the coordinates of its eigenvectors: Householder's reduction to three
/// diagonals, then implicit QR steps with Wilkinson's shift (Golub and Van Loan, Matrix Computations, 8.3). The
/// eigenvectors themselves are never made: every reflection and rotation is applied to the few vectors that are asked about.
/// </summary>
internal static class SymmetricSpectrum
{
    /// <param name="matrix">n x n values, symmetric; overwritten.</param>
    /// <param name="n">Order.</param>
    /// <param name="vectors">Vectors of length n; not changed.</param>
    public static (double[] Values, double[][] Vectors) Of(double[] matrix, int n, double[][] vectors)
    {
        var turned = vectors.Select(vector => (double[])vector.Clone()).ToArray();
        var (diagonal, beside) = Reduce(matrix, n, turned);
        Diagonalise(diagonal, beside, turned);
        return (diagonal, turned);
    }

    private static (double[] Diagonal, double[] Beside) Reduce(double[] a, int n, double[][] vectors)
    {
        for (var k = 0; k < n - 2; k++)
        {
            var (v, length) = (new double[n - k - 1], 0.0);
            for (var i = k + 1; i < n; i++) v[i - k - 1] = a[i * n + k];
            length = TensorPrimitives.Norm<double>(v);
            if (length == 0) continue;
            v[0] += v[0] < 0 ? -length : length;
            TensorPrimitives.Divide(v, TensorPrimitives.Norm<double>(v), v);
            Reflect(a, n, k, v);
            foreach (var vector in vectors)
            {
                var tail = vector.AsSpan(k + 1);
                TensorPrimitives.MultiplyAdd(v, -2 * TensorPrimitives.Dot<double>(v, tail), tail, tail);
            }
        }
        var (diagonal, beside) = (new double[n], new double[Math.Max(0, n - 1)]);
        for (var i = 0; i < n; i++) diagonal[i] = a[i * n + i];
        for (var i = 0; i < n - 1; i++) beside[i] = a[(i + 1) * n + i];
        return (diagonal, beside);
    }

    // A becomes H A H with H = 1 - 2 v v', on rows and columns from k on.
    private static void Reflect(double[] a, int n, int k, double[] v)
    {
        var product = new double[n - k];
        for (var i = k; i < n; i++) product[i - k] = 2 * TensorPrimitives.Dot<double>(a.AsSpan(i * n + k + 1, n - k - 1), v);
        var half = TensorPrimitives.Dot<double>(product.AsSpan(1), v);
        for (var i = 1; i < product.Length; i++) product[i] -= half * v[i - 1];
        for (var i = k; i < n; i++)
        {
            var row = a.AsSpan(i * n + k + 1, n - k - 1);
            TensorPrimitives.MultiplyAdd(v, -product[i - k], row, row);
            if (i == k) continue;
            a[i * n + k] -= v[i - k - 1] * product[0];
            TensorPrimitives.MultiplyAdd(product.AsSpan(1), -v[i - k - 1], row, row);
        }
    }

    private static void Diagonalise(double[] diagonal, double[] beside, double[][] vectors)
    {
        var end = diagonal.Length - 1;
        for (var steps = 60 * diagonal.Length; end > 0 && steps > 0; steps--)
        {
            if (IsSmall(end - 1))
            {
                beside[--end] = 0;
                continue;
            }
            var start = end - 1;
            while (start > 0 && !IsSmall(start - 1)) start--;
            Step(diagonal, beside, vectors, start, end);
        }

        bool IsSmall(int i) => Math.Abs(beside[i]) <= 1e-15 * (Math.Abs(diagonal[i]) + Math.Abs(diagonal[i + 1]));
    }

    private static void Step(double[] d, double[] e, double[][] vectors, int start, int end)
    {
        var half = (d[end - 1] - d[end]) / 2;
        var square = e[end - 1] * e[end - 1];
        var x = d[start] - (d[end] - square / (half + (half < 0 ? -1 : 1) * Math.Sqrt(half * half + square)));
        var z = e[start];
        for (var k = start; k < end; k++)
        {
            var length = Math.Sqrt(x * x + z * z);
            var (c, s) = length == 0 ? (1.0, 0.0) : (x / length, z / length);
            if (k > start) e[k - 1] = length;
            var (a, b, g) = (d[k], e[k], d[k + 1]);
            d[k] = c * c * a + 2 * c * s * b + s * s * g;
            d[k + 1] = s * s * a - 2 * c * s * b + c * c * g;
            e[k] = c * s * (g - a) + (c * c - s * s) * b;
            x = e[k];
            if (k < end - 1)
            {
                z = s * e[k + 1];
                e[k + 1] *= c;
            }
            foreach (var vector in vectors) (vector[k], vector[k + 1]) = (c * vector[k] + s * vector[k + 1], c * vector[k + 1] - s * vector[k]);
        }
    }
}
