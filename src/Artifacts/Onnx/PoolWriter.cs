using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Pooling over windows.</summary>
internal static class PoolWriter
{
    public static string Max(OnnxModel model, Operation.MaxPool pool, int[] input, string x, string output) =>
        model.Node("MaxPool", output, [x], [.. Geometry(pool.Window, input, pool.CeilMode), OnnxAttribute.Integers("dilations", pool.Window.Dilation, pool.Window.Dilation)]);

    public static string Average(OnnxModel model, Operation.AveragePool pool, int[] input, string x, string output) =>
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
}
