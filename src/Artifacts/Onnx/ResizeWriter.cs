using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>
/// Resizing as torch does it: half_pixel is align_corners false, asymmetric with floor is its "nearest". The size is read off the other map
/// while it runs, so that images may be of any size; where it is known before, ONNX Runtime works it out once.
/// </summary>
internal static class ResizeWriter
{
    public static string Write(OnnxModel model, ResizeMode mode, IReadOnlyList<string> inputs, string output)
    {
        var (zero, two, four) = (model.Integers("resize.zero", 0), model.Integers("resize.two", 2), model.Integers("resize.four", 4));
        var own = model.Node("Slice", $"{output}/own", [model.Node("Shape", $"{output}/shape", [inputs[0]]), zero, two]);
        var like = model.Node("Slice", $"{output}/size", [model.Node("Shape", $"{output}/like", [inputs[1]]), two, four]);
        var sizes = model.Node("Concat", $"{output}/sizes", [own, like], OnnxAttribute.Integer("axis", 0));
        return mode == ResizeMode.Nearest
            ? model.Node("Resize", output, [inputs[0], "", "", sizes], OnnxAttribute.Text("mode", "nearest"),
                OnnxAttribute.Text("coordinate_transformation_mode", "asymmetric"), OnnxAttribute.Text("nearest_mode", "floor"))
            : model.Node("Resize", output, [inputs[0], "", "", sizes], OnnxAttribute.Text("mode", "linear"),
                OnnxAttribute.Text("coordinate_transformation_mode", "half_pixel"));
    }
}
