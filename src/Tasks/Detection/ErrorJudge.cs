namespace Graft.Tasks;

/// <summary>Judges the detections of one image.</summary>
internal sealed class ErrorJudge
{
    private const double Hit = 0.5, Nothing = 0.1;
    private readonly int _image;
    private readonly IReadOnlyList<TrueObject> _truth;
    private readonly List<Detection> _detections;
    private readonly double[] _overlaps;

    public ErrorJudge(int image, IReadOnlyList<TrueObject> truth, IReadOnlyList<Detection> detections)
    {
        (_image, _truth) = (image, truth);
        _detections = [.. detections.GroupBy(item => item.Label).SelectMany(group => group.OrderByDescending(item => item.Score).Take(CocoScale.MaxDetections)).OrderByDescending(item => item.Score)];
        _overlaps = OverlapTable.Of(_detections, truth, OverlapKind.Boxes);
        Found = new bool[truth.Count];
        var hits = new int[_detections.Count];
        for (var d = 0; d < hits.Length; d++)
            if ((hits[d] = Best(d, (item, t) => item.Label == _detections[d].Label && !Found[t], Hit)) >= 0) Found[hits[d]] = true;
        for (var d = 0; d < hits.Length; d++)
            if (hits[d] >= 0) Judged.Add(new JudgedDetection(_detections[d].Label, _detections[d].Score, ErrorKind.Right, image, hits[d]));
            else if (!IsForgiven(d)) Judged.Add(Wrong(d));
    }

    /// <summary>Forgiven detections are not among them.</summary>
    public List<JudgedDetection> Judged { get; } = [];

    /// <summary>Objects that were found.</summary>
    public bool[] Found { get; }

    private JudgedDetection Wrong(int d)
    {
        var label = _detections[d].Label;
        var same = Best(d, (item, _) => item.Label == label, 0);
        var other = Best(d, (item, _) => item.Label != label, 0);
        var (nearSame, nearOther) = (Overlap(d, same), Overlap(d, other));
        var (kind, target) = nearSame is >= Nothing and < Hit ? (ErrorKind.Localisation, same)
            : nearOther >= Hit ? (ErrorKind.Classification, other)
            : nearSame >= Hit ? (ErrorKind.Duplicate, same)
            : Math.Max(nearSame, nearOther) < Nothing ? (ErrorKind.Background, -1)
            : (ErrorKind.Both, other);
        return new JudgedDetection(label, _detections[d].Score, kind, _image, target, target < 0 ? -1 : _truth[target].Label);
    }

    private double Overlap(int d, int t) => t < 0 ? 0 : _overlaps[d * _truth.Count + t];

    private int Best(int d, Func<TrueObject, int, bool> may, double min)
    {
        var best = -1;
        for (var t = 0; t < _truth.Count; t++)
            if (!_truth[t].IsCrowd && !_truth[t].IsIgnored && may(_truth[t], t) && Overlap(d, t) >= min && (best < 0 || Overlap(d, t) > Overlap(d, best))) best = t;
        return best;
    }

    private bool IsForgiven(int d) => Enumerable.Range(0, _truth.Count).Any(t =>
        (_truth[t].IsCrowd || _truth[t].IsIgnored) && _truth[t].Label == _detections[d].Label && Overlap(d, t) >= Hit);
}
