using Graft.Networks;
using Graft.Tasks;

namespace Graft.Artifacts;

/// <summary>The surest anchors of a level as boxes, in ONNX. Anchors are worked out from their number, so that the map may be of any size.</summary>
internal sealed class AnchorScript(BoxScript boxes, DetectionArchitecture architecture)
{
    /// <summary>Boxes (N x K x 4), logits (N x K) and classes (N x K; zero in the first stage of two) of a level's surest anchors.</summary>
    /// <param name="level">Index of the level.</param>
    /// <param name="scores">Its logits, N x (anchors x classes) x H x W.</param>
    /// <param name="codes">Its codes, N x (anchors x 4) x H x W.</param>
    /// <param name="classes">Logits of each anchor.</param>
    /// <param name="max">How many.</param>
    public (string Boxes, string Logits, string Labels) Best(int level, string scores, string codes, int classes, int max)
    {
        var s = boxes.S;
        var (logits, places) = s.Top(s.Reshape(s.Transpose(scores, 0, 2, 3, 1), 0, -1), 1, max);
        var anchors = classes == 1 ? places : s.Op("Div", places, s.Int(classes));
        var labels = classes == 1 ? s.Op("Mul", places, s.Int(0)) : s.Op("Mod", places, s.Int(classes));
        var own = s.GatherRows(s.Reshape(s.Transpose(codes, 0, 2, 3, 1), 0, -1, 4), anchors);
        var cell = AnchorGenerator.Cell(architecture.AnchorSizes[level], architecture.AnchorRatios);
        var sides = s.Model.Constant($"anchors.{level}", [cell.Length, 2], [.. cell.SelectMany(box => new[] { box.Width, box.Height })]);
        var side = s.Gather(sides, s.Op("Mod", anchors, s.Int(cell.Length)));
        var place = s.Op("Div", anchors, s.Int(cell.Length));
        var columns = s.Side(scores, 3);
        var x = Centre(s.Op("Mod", place, columns), boxes.Width, columns);
        var y = Centre(s.Op("Div", place, columns), boxes.Height, s.Side(scores, 2));
        return (boxes.Decode(own, (x, y, s.Slice(side, 2, 0, 1), s.Slice(side, 2, 1, 2)), BoxCoder.Plain, boxes.Sizes), logits, labels);
    }

    // Cells are centred on whole strides; the stride is the quotient of the sides, rounded down.
    private string Centre(string place, string pixels, string places)
    {
        var s = boxes.S;
        var stride = s.Op("Div", s.Cast(pixels, OnnxModel.IntegerType), places);
        return s.Unsqueeze(s.Cast(s.Op("Mul", place, stride), OnnxModel.FloatType), 2);
    }
}
