using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>torch's adaptive_avg_pool2d, which ONNX lacks: cell i of n averages rows floor(i H / n) to ceil((i + 1) H / n).</summary>
internal static class AdaptivePoolWriter
{
    public static string Write(OnnxModel model, Operation.AdaptiveAveragePool pool, int[] input, string x, string output)
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
