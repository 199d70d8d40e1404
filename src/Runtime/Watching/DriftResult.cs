using System.Text;
using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>How new images compare with the reference of a model.</summary>
public sealed record DriftResult
{
    /// <summary>The answer.</summary>
    public required DriftVerdict Verdict { get; init; }

    /// <summary>Images that were looked at.</summary>
    public required int Images { get; init; }

    /// <summary>Those that are no near-copies of others; only they count.</summary>
    public required int Distinct { get; init; }

    /// <summary>Distinct images of the reference.</summary>
    public required int ReferenceImages { get; init; }

    /// <summary>Where the reference is from.</summary>
    public required string ReferenceSource { get; init; }

    /// <summary>How often unchanged images are called unlike by mistake, 0..1.</summary>
    public required double FalseAlarms { get; init; }

    /// <summary>Every comparison, the clearest difference first; none where there are too few images.</summary>
    public IReadOnlyList<DriftTest> Tests { get; init; } = [];

    /// <summary>Estimated shares of the classes of a classifier; null for other tasks. Assumes that images of a class look as they did.</summary>
    public IReadOnlyList<ClassShare>? ClassShares { get; init; }

    /// <summary>
    /// Estimated share of right predictions of a classifier, 0..1; null for other tasks. Assumes calibrated scores, and that only the classes' shares changed:
    /// where a test says that the images look different, it is too high.
    /// </summary>
    public double? EstimatedAccuracy { get; init; }

    /// <summary>What limits the answer: a small reference, a file without embeddings, images left out.</summary>
    public IReadOnlyList<Problem> Notes { get; init; } = [];

    /// <summary>The answer in a sentence.</summary>
    public string Summary => Verdict switch
    {
        DriftVerdict.TooFew => $"too few to judge: {Those}, {ReferenceStatistics.FewestImages} are needed",
        DriftVerdict.Like => $"like the {ReferenceImages} reference images, as far as {Those} tell",
        _ => $"unlike the {ReferenceImages} reference images, by {Those}: {string.Join(", ", Tests.Where(test => test.IsUnlike).Select(test => test.Subject))}",
    };

    private string Those => Distinct == Images ? Words.Count(Distinct, "different image") : $"{Distinct} different of {Words.Count(Images, "image")}";

    /// <summary>The answer and every comparison, one a line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Summary);
        foreach (var test in Tests)
            text.Append(FormattableString.Invariant($"\n{(test.IsUnlike ? "unlike" : "like")} {test.Subject}: {test.Statistic} {test.Value:0.###} "))
                .Append(FormattableString.Invariant($"(threshold {test.Threshold:0.###}, p {test.P:0.0000}); {test.Effect}"));
        return text.ToString();
    }
}
