using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Where the pixels of a map lie in its windows, and the way back; padding, rolling and cutting are one look-up each.</summary>
/// <param name="Pixels">For each place, window by window, its pixel row by row; the number of pixels where a zero is filled in.</param>
/// <param name="Places">For each pixel its place.</param>
/// <param name="Mask">Added to scores, windows x 1 x tokens x tokens; null where nothing is.</param>
/// <param name="IsPadded">Zeros may be needed.</param>
/// <param name="Shape">The shape of the map: 0 (the batch), height, width, channels.</param>
internal sealed record WindowLookup(string Pixels, string Places, string? Mask, bool IsPadded, string Shape)
{
    /// <summary>For a map whose size is known: constants.</summary>
    public static WindowLookup Fixed(OnnxModel model, Operation.WindowAttention attention, int[] map, string prefix)
    {
        var (plan, pixels) = (WindowPlan.Of(attention, map[1], map[2]), map[1] * map[2]);
        var places = plan.Pixels();
        var inOrder = new int[pixels];
        for (var place = 0; place < places.Length; place++)
            if (places[place] < pixels) inOrder[places[place]] = place;
        var mask = plan.Mask() is { } values // the same for every attention of this geometry
            ? model.Constant($"mask.{plan.Side}.{plan.ShiftDown}.{plan.ShiftRight}.{map[1]}.{map[2]}", [plan.Rows * plan.Columns, 1, attention.Tokens, attention.Tokens], values)
            : null;
        return new(model.Integers($"{prefix}.pixels", [.. places]), model.Integers($"{prefix}.places", [.. inOrder]), mask, plan.IsPadded,
            model.Integers($"{prefix}.shape", [0, map[1], map[2], attention.Channels]));
    }
}
