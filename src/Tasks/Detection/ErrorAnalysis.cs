namespace Graft.Tasks;

/// <summary>Counts errors and what AP50 would be without each kind.</summary>
internal sealed class ErrorAnalysis
{
    private readonly List<JudgedDetection> _judged = [];
    private readonly int[] _objects;
    private readonly int[] _missed;
    private readonly HashSet<(int Image, int Target)> _found = [];

    private ErrorAnalysis(int classes) => (_objects, _missed) = (new int[classes], new int[classes]);

    public static DetectionErrors Run(int classes, IReadOnlyList<IReadOnlyList<TrueObject>> truth, IReadOnlyList<IReadOnlyList<Detection>> detections, int workers)
    {
        var analysis = new ErrorAnalysis(classes);
        var judges = ImageWork.Run(truth.Count, workers, (from, to) =>
            Enumerable.Range(from, to - from).Select(image => new ErrorJudge(image, truth[image], detections[image])).ToArray());
        foreach (var (image, judge) in judges.SelectMany(part => part).Index()) analysis.Add(image, truth[image], judge);
        return analysis.Errors();
    }

    private void Add(int image, IReadOnlyList<TrueObject> truth, ErrorJudge judge)
    {
        _judged.AddRange(judge.Judged);
        var near = judge.Judged.Where(one => one.Kind is ErrorKind.Classification or ErrorKind.Localisation).Select(one => one.Target).ToHashSet();
        for (var t = 0; t < truth.Count; t++)
        {
            if (truth[t].IsCrowd || truth[t].IsIgnored) continue;
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
