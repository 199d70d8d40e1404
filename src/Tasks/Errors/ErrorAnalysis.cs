using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>Counts errors and what AP50 would be without each kind.</summary>
internal sealed class ErrorAnalysis
{
    private readonly List<JudgedDetection> _judged = [];
    private readonly int[] _objects;
    private readonly int[] _missed;
    private readonly HashSet<(int Image, int Target)> _found = [];

    private ErrorAnalysis(int classes) => (_objects, _missed) = (new int[classes], new int[classes]);

    public static DetectionErrors Run(int classes, IReadOnlyList<IReadOnlyList<ObjectAnnotation>> truth,
        IReadOnlyList<IReadOnlyList<Detection>> detections, int workers)
    {
        var analysis = new ErrorAnalysis(classes);
        var judges = ImageWork.Run(truth.Count, workers, (from, to) =>
            Enumerable.Range(from, to - from).Select(image => new ErrorJudge(image, truth[image], detections[image])).ToArray());
        foreach (var (image, judge) in judges.SelectMany(part => part).Index()) analysis.Add(image, truth[image], judge);
        return analysis.Errors();
    }

    private void Add(int image, IReadOnlyList<ObjectAnnotation> truth, ErrorJudge judge)
    {
        _judged.AddRange(judge.Judged);
        var near = judge.Judged.Where(one => one.Kind is ErrorKind.Classification or ErrorKind.Localisation).Select(one => one.Target).ToHashSet();
        for (var t = 0; t < truth.Count; t++)
        {
            if (truth[t].IsIgnored) continue;
            _objects[truth[t].Label]++;
            if (judge.Found[t]) _found.Add((image, t));
            else if (!near.Contains(t)) _missed[truth[t].Label]++;
        }
    }

    private DetectionErrors Errors()
    {
        var now = Average(_judged, _objects);
        return new DetectionErrors
        {
            Classification = Without(ErrorKind.Classification, now),
            Localisation = Without(ErrorKind.Localisation, now),
            Both = Without(ErrorKind.Both, now),
            Duplicate = Without(ErrorKind.Duplicate, now),
            Background = Without(ErrorKind.Background, now),
            Missed = new DetectionError(_missed.Sum(), Rise(now, Average(_judged, [.. _objects.Zip(_missed, (all, missed) => all - missed)]))),
        };
    }

    // Mended, an error of name or place is a hit, unless the object has one already; the other errors are gone.
    private DetectionError Without(ErrorKind kind, double now)
    {
        var (mended, claimed) = (new List<JudgedDetection>(_judged.Count), new HashSet<(int, int)>(_found));
        foreach (var one in _judged.OrderByDescending(one => one.Score))
        {
            if (one.Kind != kind) mended.Add(one);
            else if (kind is ErrorKind.Classification or ErrorKind.Localisation && claimed.Add((one.Image, one.Target)))
                mended.Add(one with { Kind = ErrorKind.Right, Label = one.TargetLabel });
        }
        return new DetectionError(_judged.Count(one => one.Kind == kind), Rise(now, Average(mended, _objects)));
    }

    private static double Rise(double now, double mended) => Math.Max(0, mended - now);

    private static double Average(List<JudgedDetection> judged, int[] objects)
    {
        var (sum, count) = (0.0, 0);
        var byLabel = judged.ToLookup(one => one.Label);
        for (var label = 0; label < objects.Length; label++)
        {
            if (objects[label] == 0) continue;
            var matches = new ClassMatches();
            matches.AddObjects(0, objects[label]);
            foreach (var one in byLabel[label]) matches.Add(new MatchedDetection(one.Score, 0, 0, (ushort)(one.Kind == ErrorKind.Right ? 1 : 0), 0));
            var curve = new PrecisionCurve(matches.Sorted.Length);
            curve.Compute(matches, 0, CocoScale.MaxDetections, []);
            sum += curve.Average;
            count++;
        }
        return count > 0 ? sum / count : 0;
    }
}

/// <summary>Judges the detections of one image.</summary>
internal sealed class ErrorJudge
{
    private const double Hit = 0.5, Nothing = 0.1;
    private readonly int _image;
    private readonly IReadOnlyList<ObjectAnnotation> _truth;
    private readonly List<Detection> _detections;
    private readonly double[] _overlaps;

    public ErrorJudge(int image, IReadOnlyList<ObjectAnnotation> truth, IReadOnlyList<Detection> detections)
    {
        (_image, _truth) = (image, truth);
        var best = detections.GroupBy(item => item.Label).SelectMany(group => group.OrderByDescending(item => item.Score).Take(CocoScale.MaxDetections));
        _detections = [.. best.OrderByDescending(item => item.Score)];
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

    private int Best(int d, Func<ObjectAnnotation, int, bool> may, double min)
    {
        var best = -1;
        for (var t = 0; t < _truth.Count; t++)
        {
            if (_truth[t].IsIgnored || !may(_truth[t], t) || Overlap(d, t) < min) continue;
            if (best < 0 || Overlap(d, t) > Overlap(d, best)) best = t;
        }
        return best;
    }

    private bool IsForgiven(int d) => Enumerable.Range(0, _truth.Count).Any(t =>
        _truth[t].IsIgnored && _truth[t].Label == _detections[d].Label && Overlap(d, t) >= Hit);
}

/// <summary>A detection with its verdict and, for errors of name or place, the object that was meant.</summary>
internal readonly record struct JudgedDetection(int Label, double Score, ErrorKind Kind, int Image = -1, int Target = -1, int TargetLabel = -1);

/// <summary>What a detection is: right, or wrong in one of five ways.</summary>
internal enum ErrorKind
{
    Right,
    Classification,
    Localisation,
    Both,
    Duplicate,
    Background,
}
