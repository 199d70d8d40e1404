using Graft.Tasks;

namespace Graft.Tests.Coverage;

/// <summary>Two classes whose scores are normal variables, so that the area under the ROC curve is known.</summary>
/// <param name="share">Share of the second class.</param>
internal sealed class RankedWorld(double share) : World
{
    public override string Name => FormattableString.Invariant($"two classes, {100 - share * 100:0} : {share * 100:0}, normal scores");

    public override IEnumerable<(string Metric, ConfidenceInterval? Interval, double Truth)> Draw(int images, double truth, SeededRandom random)
    {
        var second = Math.Clamp((int)Math.Round(share * images), 1, images - 1);
        int[] labels = [.. Enumerable.Range(0, images).Select(i => i < second ? 1 : 0)];
        var gap = truth == 1 ? 50 : Math.Sqrt(2) * NormalQuantile.Of(truth);
        var logits = new float[images * 2];
        for (var i = 0; i < images; i++) logits[2 * i + 1] = (float)(random.Normal() + labels[i] * gap - gap / 2) * (truth == 1 ? 0.2f : 1);
        var options = new EvaluationOptions { Resamples = Resamples, Seed = random.NextBits() };
        var report = ClassificationMetrics.Evaluate(Softmax.Apply(logits, 2), labels, ["one", "other"], options);
        yield return ("roc_auc", report["roc_auc"].Interval, truth);
    }
}
