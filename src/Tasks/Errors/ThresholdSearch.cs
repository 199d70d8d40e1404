namespace Graft.Tasks;

/// <summary>What becomes of precision and recall with the score from which detections count, at overlap 0.50.</summary>
internal static class ThresholdSearch
{
    private const int Steps = 101;

    /// <summary>The curve of one class, or of several counted together.</summary>
    public static DetectionCurve Curve(string name, IReadOnlyList<ClassMatches> lists)
    {
        var (precision, recall, f1) = (new double[Steps], new double[Steps], new double[Steps]);
        MatchedDetection[] detections = [.. lists.SelectMany(list => list.Sorted).OrderByDescending(detection => detection.Score)];
        var objects = lists.Sum(list => list.ObjectCount);
        var (threshold, best) = Best(detections, objects);
        int right = 0, wrong = 0, at = 0;
        for (var step = Steps - 1; step >= 0; step--)
        {
            for (; at < detections.Length && detections[at].Score >= step / (Steps - 1.0); at++) Count(detections[at], ref right, ref wrong);
            precision[step] = right + wrong == 0 ? 1 : (double)right / (right + wrong);
            recall[step] = objects == 0 ? 0 : (double)right / objects;
            f1[step] = F1(right, wrong, objects);
        }
        return new DetectionCurve(name, threshold, best) { Precision = precision, Recall = recall, F1 = f1 };
    }

    // The score with the highest F1, half-way to the next lower one so that rounding cannot tip it, and that F1.
    private static (double Threshold, double F1) Best(MatchedDetection[] all, int objects)
    {
        int right = 0, wrong = 0;
        var (threshold, best) = (0.5, 0.0);
        for (var i = 0; i < all.Length; i++)
        {
            Count(all[i], ref right, ref wrong);
            if (i + 1 < all.Length && all[i + 1].Score == all[i].Score) continue;
            var f1 = F1(right, wrong, objects);
            if (f1 <= best) continue;
            (threshold, best) = (i + 1 < all.Length ? (all[i].Score + all[i + 1].Score) / 2 : all[i].Score, f1);
        }
        return (threshold, best);
    }

    private static void Count(MatchedDetection detection, ref int right, ref int wrong)
    {
        if ((detection.Ignored & 1) != 0) return;
        if ((detection.Matched & 1) != 0) right++;
        else wrong++;
    }

    private static double F1(int right, int wrong, int objects) => right == 0 ? 0 : 2.0 * right / (right + wrong + objects);
}
