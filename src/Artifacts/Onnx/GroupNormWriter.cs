using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>
/// Group normalisation in the operations of opset 17, which has none: each group of channels as one channel, normalised by image, then factor
/// and shift of every channel. Height and width stay free.
/// </summary>
internal static class GroupNormWriter
{
    public static string Write(OnnxModel model, Operation.GroupNorm norm, (HostTensor Weight, HostTensor Bias) parameters, string input, string output)
    {
        var groups = norm.Groups;
        var grouped = model.Node("Reshape", $"{output}/grouped", [input, model.Integers($"groups.{groups}", [0, groups, -1])]);
        var normalised = model.Node("InstanceNormalization", $"{output}/normalised",
            [grouped, model.Constant($"groups.{groups}.one", [groups], [.. Enumerable.Repeat(1f, groups)]), model.Constant($"groups.{groups}.zero", [groups], new float[groups])],
            OnnxAttribute.Float("epsilon", norm.Epsilon));
        var whole = model.Node("Reshape", $"{output}/whole", [normalised, model.Node("Shape", $"{output}/shape", [input])]);
        int[] shape = [norm.Channels, 1, 1];
        var scaled = model.Node("Mul", $"{output}/scaled", [whole, model.Constant($"{norm.Name}.weight", shape, parameters.Weight.Data)]);
        return model.Node("Add", output, [scaled, model.Constant($"{norm.Name}.bias", shape, parameters.Bias.Data)]);
    }
}
