using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Operations that move channels.</summary>
internal static class ChannelWriter
{
    public static string Slice(OnnxModel model, Operation.ChannelSlice slice, string x, string output) =>
        model.Node("Slice", output, [x, Whole(model, slice.Start), Whole(model, slice.Start + slice.Count), Whole(model, 1)]);

    // Reshape copies the batch where the shape says 0, and goes back to the shape that x has: batch and sides stay free.
    public static string Shuffle(OnnxModel model, Operation.ChannelShuffle shuffle, int[] input, string x, string output)
    {
        var groups = model.Node("Reshape", $"{output}/groups", [x, model.Integers($"{output}.groups", 0, shuffle.Groups, input[0] / shuffle.Groups, -1)]);
        var dealt = model.Node("Transpose", $"{output}/dealt", [groups], OnnxAttribute.Integers("perm", 0, 2, 1, 3));
        return model.Node("Reshape", output, [dealt, model.Node("Shape", $"{output}/shape", [x])]);
    }

    private static string Whole(OnnxModel model, int value) => model.Integers($"whole.{value}", value);
}
