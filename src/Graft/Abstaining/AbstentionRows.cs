using System.Numerics.Tensors;
using Graft.Artifacts;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>What an abstaining classifier would have done with measured images, for some error rates.</summary>
internal static class AbstentionRows
{
    private static readonly double[] Rates = [0.01, 0.02, 0.05, 0.1];

    /// <summary>What is said beside the rows.</summary>
    public static string Note(AbstentionData data, string split)
    {
        var images = $"Thresholds by {Words.Count(data.Labels.Length / 2, "image")}: {data.Source}";
        var chosen = data.Chosen is { } what ? $", which also chose {what}" : "";
        var by = data.AnsweredBy is { } precision ? $"; measured on the file of {precision}" : "";
        var own = split == ReportSplits.Validation && data.Source == AbstentionSource.OfValidation
            ? " These are the same images, so that this is no test of the thresholds." : "";
        return $"{images}{chosen}{by}.{own}";
    }

    /// <summary>A row for each rate; null where the file does not know when not to answer.</summary>
    /// <param name="abstention">What the file knows.</param>
    /// <param name="images">Of each image its scores, distance and label.</param>
    /// <param name="units">The unit of each image, see <see cref="CopyUnits"/>.</param>
    /// <param name="level">Of the intervals.</param>
    public static IReadOnlyList<AbstentionRow>? Of(
        Abstention? abstention, IReadOnlyList<MeasuredImage> images, IReadOnlyList<int>? units, double level)
    {
        if (abstention is null) return null;
        bool[] right = [.. images.Select(image => image.IsRight)];
        // Where few images promise none of these, the lowest that they can promise is there too.
        double[] rates = abstention.LowestRate is { } lowest && lowest > Rates[^1] ? [.. Rates, lowest] : Rates;
        return [.. rates.Select(rate =>
        {
            ClassThresholds thresholds;
            try
            {
                thresholds = abstention.Thresholds(rate);
            }
            catch (GraftException refusal)
            {
                return new AbstentionRow(rate) { Refusal = $"{refusal.What} {refusal.Expected}" };
            }
            string[] decisions = [.. images.Select(image => abstention.Decide(thresholds, image.Predicted, image.Confidence, image.Distance))];
            int[] answered = [.. Enumerable.Range(0, images.Count).Where(at => decisions[at] == Decisions.Answer)];
            var share = CopyUnits.ShareInterval(answered, right, units, level);
            return new AbstentionRow(rate)
            {
                Confidence = thresholds.Overall.Confidence,
                Answered = answered.Length,
                Wrong = answered.Count(at => !right[at]),
                Interval = share is null ? null : new(1 - share.High, 1 - share.Low, level),
                Unsure = decisions.Count(decision => decision == Decisions.Unsure),
                Unlike = decisions.Count(decision => decision == Decisions.Unlike),
            };
        })];
    }
}

/// <summary>An image of a measured split.</summary>
/// <param name="Label">Its class.</param>
/// <param name="Predicted">The predicted class.</param>
/// <param name="Confidence">Its probability.</param>
/// <param name="Distance">From the training images; null where the file cannot tell.</param>
internal readonly record struct MeasuredImage(int Label, int Predicted, float Confidence, double? Distance)
{
    public bool IsRight => Predicted == Label;

    /// <param name="label">The image's class.</param>
    /// <param name="scores">Its scores.</param>
    /// <param name="distance">See <see cref="Distance"/>.</param>
    public static MeasuredImage Of(int label, ReadOnlySpan<float> scores, double? distance)
    {
        var best = TensorPrimitives.IndexOfMax(scores);
        return new(label, best, scores[best], distance);
    }
}
