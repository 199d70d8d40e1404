using Graft.Tasks;

namespace Graft.Tests.Coverage;

/// <summary>Images of classes; a classifier is right about each with one probability, and otherwise answers one of the other classes.</summary>
/// <param name="shares">Share of each class among the images.</param>
internal sealed class LabelledWorld(params double[] shares) : World
{
    private const double Surest = 0.99, Unsurest = 0.6;

    private static readonly string[] Metrics =
        ["accuracy", "top_k_accuracy", "balanced_accuracy", "macro_f1", "weighted_f1", "macro_precision", "weighted_precision", "log_loss"];

    public override string Name => $"{shares.Length} classes, {string.Join(" : ", shares.Select(share => $"{share * 100:0}"))}";

    public override IEnumerable<(string Metric, ConfidenceInterval? Interval, double Truth)> Draw(int images, double truth, SeededRandom random)
    {
        var classes = shares.Length;
        int[] labels = [.. Enumerable.Range(0, classes).SelectMany(label => Enumerable.Repeat(label, CountOf(label, images)))];
        var scores = new float[labels.Length * classes];
        for (var i = 0; i < labels.Length; i++)
        {
            var answer = random.NextDouble() < truth ? labels[i] : (labels[i] + 1 + random.Next(classes - 1)) % classes;
            var sure = Unsurest + (Surest - Unsurest) * random.NextDouble();
            for (var c = 0; c < classes; c++) scores[i * classes + c] = (float)(c == answer ? sure : (1 - sure) / (classes - 1));
        }
        var report = ClassificationMetrics.Evaluate(scores, labels, [.. Enumerable.Range(0, classes).Select(c => $"class {c}")],
            new() { Resamples = Resamples, Seed = random.NextBits(), TopK = 1 });
        foreach (var key in Metrics) yield return (key, report[key].Interval, TruthOf(key, images, truth));
        yield return ("recall of the last class", report.PerClass[^1].RecallInterval, truth);
        yield return ("F1 of the last class", report.PerClass[^1].F1Interval, F1(classes - 1, images, truth));
    }

    private int CountOf(int label, int images) => Math.Max(1, (int)Math.Round(shares[label] * images));

    private double TruthOf(string key, int images, double truth)
    {
        var classes = Enumerable.Range(0, shares.Length).ToList();
        double all = classes.Sum(label => CountOf(label, images));
        return key switch
        {
            "macro_f1" => classes.Average(label => F1(label, images, truth)),
            "weighted_f1" => classes.Sum(label => CountOf(label, images) / all * F1(label, images, truth)),
            "macro_precision" => classes.Average(label => Precision(label, images, truth)),
            "weighted_precision" => classes.Sum(label => CountOf(label, images) / all * Precision(label, images, truth)),
            "log_loss" => Loss(truth),
            _ => truth,
        };
    }

    private double F1(int label, int images, double truth) => 2 * truth * CountOf(label, images) / (CountOf(label, images) + Predicted(label, images, truth));

    private double Precision(int label, int images, double truth) => truth * CountOf(label, images) / Predicted(label, images, truth);

    private double Predicted(int label, int images, double truth) => Enumerable.Range(0, shares.Length)
        .Sum(other => CountOf(other, images) * (other == label ? truth : (1 - truth) / (shares.Length - 1)));

    private double Loss(double truth)
    {
        const int steps = 10_000;
        return Enumerable.Range(0, steps).Average(step =>
        {
            var sure = Unsurest + (Surest - Unsurest) * (step + 0.5) / steps;
            return -truth * Math.Log(sure) - (1 - truth) * Math.Log((1 - sure) / (shares.Length - 1));
        });
    }
}
