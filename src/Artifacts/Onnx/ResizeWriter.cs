using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Resizing as torch does it: half_pixel is align_corners false, asymmetric with floor is its "nearest".</summary>
internal static class ResizeWriter
{
    public static string Write(OnnxModel model, ResizeMode mode, int[] shape, IReadOnlyList<string> inputs, string output)
    {
        var batch = model.Node("Slice", $"{output}/batch", [model.Node("Shape", $"{output}/shape", [inputs[0]]), model.Integers($"{output}/zero", 0), model.Integers($"{output}/two", 2)]);
        var sizes = model.Node("Concat", $"{output}/sizes", [batch, model.Integers($"{output}/size", shape[1], shape[2])], OnnxAttribute.Integer("axis", 0));
        return mode == ResizeMode.Nearest
            ? model.Node("Resize", output, [inputs[0], "", "", sizes], OnnxAttribute.Text("mode", "nearest"),
                OnnxAttribute.Text("coordinate_transformation_mode", "asymmetric"), OnnxAttribute.Text("nearest_mode", "floor"))
            : model.Node("Resize", output, [inputs[0], "", "", sizes], OnnxAttribute.Text("mode", "linear"),
                OnnxAttribute.Text("coordinate_transformation_mode", "half_pixel"));
    }
}
