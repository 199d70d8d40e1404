using Graft.Networks;
using Graft.Tasks;

namespace Graft.Artifacts;

/// <summary>Region proposals in ONNX: the surest anchors of each level, suppressed level by level, the best of each image.</summary>
internal sealed class ProposalScript(BoxScript boxes, DetectionNetwork network, ProposalOptions options)
{
    /// <summary>Boxes R x 4 and the image of each, R.</summary>
    public (string Boxes, string Images) Write(IReadOnlyList<string> scores, IReadOnlyList<string> codes)
    {
        var s = boxes.S;
        var anchors = new AnchorScript(boxes, network.Architecture);
        List<string> allBoxes = [], allScores = [];
        for (var level = 0; level < scores.Count; level++)
        {
            var (found, logits, _) = anchors.Best(level, scores[level], codes[level], classes: 1, options.BeforeSuppression);
            allBoxes.Add(found);
            var sure = s.Op("Sigmoid", logits);
            var isKept = boxes.IsLarge(found, options.SmallestSide);
            if (options.ScoreThreshold > 0) isKept = s.Op("And", isKept, s.Op("GreaterOrEqual", sure, s.Float(options.ScoreThreshold)));
            allScores.Add(Suppressed(found, s.Op("Where", [isKept, sure, s.Float(-1)])));
        }
        var (best, places) = s.Top(s.Concat(1, [.. allScores]), 1, options.AfterSuppression);
        var chosen = s.GatherRows(s.Concat(1, [.. allBoxes]), places);
        var kept = s.Where(s.Op("Greater", best, s.Float(0)));
        return (s.Op("GatherND", chosen, kept), s.Gather(kept, s.Int(0), 1));
    }

    // Scores of what stays, -1 for the rest.
    private string Suppressed(string found, string scores)
    {
        var s = boxes.S;
        var kept = s.Op("NonMaxSuppression", [found, s.Unsqueeze(scores, 1), s.Ints(options.AfterSuppression), s.Floats(Nms.Single(options.OverlapThreshold)), s.Floats(0)]);
        var places = s.Gather(kept, s.Ints(0, 2), 1);
        var none = s.Op("Expand", s.Float(-1), s.Op("Shape", scores));
        return s.Op("ScatterND", [none, places, s.Op("GatherND", scores, places)]);
    }
}
