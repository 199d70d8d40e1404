using Graft.Networks;

namespace Graft.Artifacts;

// Normalisations.
internal sealed partial class OperationWriter
{
    private string BatchNorm(Operation.BatchNorm norm, string input, string output) =>
        model.Node("BatchNormalization", output,
            [
                input,
                Parameter(norm.Name, "weight"),
                Parameter(norm.Name, "bias"),
                Parameter(norm.Name, "running_mean"),
                Parameter(norm.Name, "running_var"),
            ],
            OnnxAttribute.Float("epsilon", norm.Epsilon));

    // The operations of this opset have no group normalisation: each group of channels as one channel, normalised by image, then factor and shift of
    // every channel. Height and width stay free.
    private string GroupNorm(Operation.GroupNorm norm, string input, string output)
    {
        var groups = norm.Groups;
        var grouped = model.Node("Reshape", $"{output}/grouped", [input, model.Integers($"groups.{groups}", [0, groups, -1])]);
        var normalised = model.Node("InstanceNormalization", $"{output}/normalised",
            [
                grouped,
                model.Constant($"groups.{groups}.one", [groups], [.. Enumerable.Repeat(1f, groups)]),
                model.Constant($"groups.{groups}.zero", [groups], new float[groups]),
            ],
            OnnxAttribute.Float("epsilon", norm.Epsilon));
        var whole = model.Node("Reshape", $"{output}/whole", [normalised, model.Node("Shape", $"{output}/shape", [input])]);
        int[] shape = [norm.Channels, 1, 1];
        var scaled = model.Node("Mul", $"{output}/scaled", [whole, model.Constant($"{norm.Name}.weight", shape, parameters[$"{norm.Name}.weight"].Data)]);
        return model.Node("Add", output, [scaled, model.Constant($"{norm.Name}.bias", shape, parameters[$"{norm.Name}.bias"].Data)]);
    }

    private string LayerNorm(Operation.LayerNorm norm, string x, int axis, string output) =>
        model.Node("LayerNormalization", output, [x, Parameter(norm.Name, "weight"), Parameter(norm.Name, "bias")],
            OnnxAttribute.Integer("axis", axis), OnnxAttribute.Float("epsilon", norm.Epsilon));
}
