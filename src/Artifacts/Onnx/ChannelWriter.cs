using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Operations that move channels.</summary>
internal static class ChannelWriter
{
    public static string Slice(OnnxModel model, Operation.ChannelSlice slice, string x, string output) =>
        model.Node("Slice", output, [x, Whole(model, slice.Start), Whole(model, slice.Start + slice.Count), Whole(model, 1)]);

    // Reshape copies the batch where the shape says 0, so the batch stays free.
    public static string Shuffle(OnnxModel model, Operation.ChannelShuffle shuffle, int[] input, string x, string output)
    {
        long[] apart = [0, shuffle.Groups, input[0] / shuffle.Groups, input[1], input[2]];
        var groups = model.Node("Reshape", $"{output}/groups", [x, model.Integers($"{output}.groups", apart)]);
        var dealt = model.Node("Transpose", $"{output}/dealt", [groups], OnnxAttribute.Integers("perm", 0, 2, 1, 3, 4));
        return model.Node("Reshape", output, [dealt, model.Integers($"{output}.together", [0, .. input.Select(size => (long)size)])]);
    }

    private static string Whole(OnnxModel model, int value) => model.Integers($"whole.{value}", value);
}
