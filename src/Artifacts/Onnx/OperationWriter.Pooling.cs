using Graft.Networks;

namespace Graft.Artifacts;

// Pooling over windows and over equal shares of the image.
internal sealed partial class OperationWriter
{
    private string MaxPool(Operation.MaxPool pool, int[] input, string x, string output) =>
        model.Node("MaxPool", output, [x],
            [.. Geometry(pool.Window, input, pool.CeilMode), OnnxAttribute.Integers("dilations", pool.Window.Dilation, pool.Window.Dilation)]);

    private string AveragePool(Operation.AveragePool pool, int[] input, string x, string output) =>
        model.Node("AveragePool", output, [x],
            [.. Geometry(pool.Window, input, ceilMode: false), OnnxAttribute.Integer("count_include_pad", pool.CountIncludesPadding ? 1 : 0)]);

    // Rounding up is written as padding at the end, not as ceil_mode: opset 17 leaves open whether the last window may start
    // in the padding, torch says it may not.
    private static OnnxAttribute[] Geometry(Window window, int[] input, bool ceilMode)
    {
        var (top, bottom) = window.PadHeight(input[1]);
        var (left, right) = window.PadWidth(input[2]);
        if (ceilMode)
        {
            var (height, width) = window.Output(input[1], input[2], ceilMode);
            bottom = Reach(window, window.Height, height) - input[1] - top;
            right = Reach(window, window.Width, width) - input[2] - left;
        }
        return
        [
            OnnxAttribute.Integers("kernel_shape", window.Height, window.Width),
            OnnxAttribute.Integers("strides", window.Stride, window.Stride),
            OnnxAttribute.Integers("pads", top, left, Math.Max(0, bottom), Math.Max(0, right)),
        ];
    }

    // pixels, padding included, that this many windows cover
    private static int Reach(Window window, int kernel, int windows) => (windows - 1) * window.Stride + window.Dilation * (kernel - 1) + 1;

    // torch's adaptive_avg_pool2d, which ONNX lacks: cell i of n averages rows floor(i H / n) to ceil((i + 1) H / n).
    private string AdaptiveAveragePool(Operation.AdaptiveAveragePool pool, int[] input, string x, string output)
    {
        var (height, width) = (input[1], input[2]);
        if ((pool.Height, pool.Width) == (height, width)) return x;
        if (pool is { Height: 1, Width: 1 }) return model.Node("GlobalAveragePool", output, [x]);
        if (height % pool.Height == 0 && width % pool.Width == 0)
        {
            var (down, across) = (height / pool.Height, width / pool.Width);
            return model.Node("AveragePool", output, [x],
                OnnxAttribute.Integers("kernel_shape", down, across), OnnxAttribute.Integers("strides", down, across));
        }
        // cells overlap: the mean over rows is a matrix product from the left, over columns one from the right
        var rows = model.Constant($"{output}.rows", [pool.Height, height], Averages(pool.Height, height));
        var columns = model.Constant($"{output}.columns", [width, pool.Width], Transposed(Averages(pool.Width, width), pool.Width, width));
        return model.Node("MatMul", output, [model.Node("MatMul", $"{output}/rows", [rows, x]), columns]);
    }

    private static float[] Averages(int cells, int pixels)
    {
        var matrix = new float[cells * pixels];
        for (var cell = 0; cell < cells; cell++)
        {
            var start = cell * pixels / cells;
            var end = ((cell + 1) * pixels + cells - 1) / cells;
            matrix.AsSpan(cell * pixels + start, end - start).Fill(1f / (end - start));
        }
        return matrix;
    }

    private static float[] Transposed(float[] matrix, int rows, int columns)
    {
        var result = new float[matrix.Length];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                result[column * rows + row] = matrix[row * columns + column];
        return result;
    }
}
