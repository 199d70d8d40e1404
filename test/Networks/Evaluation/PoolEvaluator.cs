using Graft.Networks;

namespace Graft.Tests.Networks.Evaluation;

/// <summary>Poolings, plainly.</summary>
internal static class PoolEvaluator
{
    /// <summary>Largest value (padding never wins) or mean (padding counts as zeros) of each window.</summary>
    public static HostTensor Run(HostTensor x, Window window, bool ceilMode, bool isMaximum)
    {
        var (height, width) = (x.Shape[2], x.Shape[3]);
        var (rows, columns) = window.Output(height, width, ceilMode);
        var (top, left) = (window.PadHeight(height).Before, window.PadWidth(width).Before);
        return PerPlane(x, rows, columns, (plane, row, column) =>
        {
            var result = isMaximum ? float.NegativeInfinity : 0;
            for (var i = 0; i < window.Height; i++)
                for (var j = 0; j < window.Width; j++)
                {
                    var (y, z) = (row * window.Stride + i * window.Dilation - top, column * window.Stride + j * window.Dilation - left);
                    if (y < 0 || z < 0 || y >= height || z >= width) continue;
                    var value = x.Data[plane + y * width + z];
                    result = isMaximum ? Math.Max(result, value) : result + value / (window.Height * window.Width);
                }
            return result;
        });
    }

    /// <summary>torch's adaptive_avg_pool2d: share i of n covers floor(i size / n) .. ceil((i + 1) size / n).</summary>
    public static HostTensor Adaptive(HostTensor x, int rows, int columns)
    {
        var (height, width) = (x.Shape[2], x.Shape[3]);
        return PerPlane(x, rows, columns, (plane, row, column) =>
        {
            var (top, bottom) = (row * height / rows, ((row + 1) * height + rows - 1) / rows);
            var (left, right) = (column * width / columns, ((column + 1) * width + columns - 1) / columns);
            var sum = 0.0;
            for (var y = top; y < bottom; y++)
                for (var z = left; z < right; z++) sum += x.Data[plane + y * width + z];
            return (float)(sum / ((bottom - top) * (right - left)));
        });
    }

    private static HostTensor PerPlane(HostTensor x, int rows, int columns, Func<int, int, int, float> value)
    {
        var (planes, pixels) = (x.Shape[0] * x.Shape[1], x.Shape[2] * x.Shape[3]);
        var result = new float[planes * rows * columns];
        Parallel.For(0, planes, plane =>
        {
            for (var i = 0; i < rows * columns; i++) result[plane * rows * columns + i] = value(plane * pixels, i / columns, i % columns);
        });
        return new([x.Shape[0], x.Shape[1], rows, columns], result);
    }
}
