using Graft.Artifacts;
using Graft.Reports;
using Graft.Tasks;

namespace Graft.Tests.Reports;

/// <summary>A report's data with made-up metrics of a plausible run.</summary>
internal static class SampleReport
{
    public static readonly string[] Classes = ["fish", "monument", "renewable_energy", "tool"];

    public static RunReport Make() => RunReport.Of(Facts, [Split(Evaluate(84, Classes))], History, Dataset) with
    {
        Baseline = new(
            [
                new("gradual, ImageNet weights", 0.905, new(0.823, 0.951), TimeSpan.FromSeconds(61)),
                new("from scratch, same seconds", 0.452, new(0.35, 0.559), TimeSpan.FromSeconds(61)),
            ],
            new(0.33, 0.571)),
    };

    /// <summary>A classifier's split without its samples.</summary>
    public static ClassifierSplit Split(ClassificationReport report, string name = "validation", params ReportImage[] images) =>
        new(report, [], [], [], new(name, 0))
        {
            Split = name,
            Calibration = name == "validation" ? TemperatureScaling.Fit(Logits(84, 4, 1), Labels(84, 4)) : null,
            Images = [new("Worst mistakes", images)],
        };

    public static RunFacts Facts => new()
    {
        Name = "photos",
        Model = "efficientnet_lite0",
        Strategy = "gradual",
        Data = "photos/",
        Command = "graft train photos/ --model efficientnet_lite0 --strategy gradual --epochs 10 --seed 1",
        Started = new DateTimeOffset(2025, 3, 14, 15, 9, 26, TimeSpan.FromHours(1)),
        FitTime = TimeSpan.FromSeconds(97.4),
        Epochs = 12,
        EpochsDone = 12,
        Batch = 16,
        Accumulate = 1,
        Optimizer = "adamw, weight decay 0.01",
        Precision = "fp32",
        Augmentation = "light",
        Seed = 1,
        Transfer = Transfer,
        Selection = new("accuracy", 9, 12, ["the epoch", "the temperature"]),
        Origin = new("efficientnet_lite0", "https://github.com/huggingface/pytorch-image-models", "Apache-2.0", new string('a', 64)),
        Artifact = new("runs/classify/photos/model.onnx", 13_635_000, new string('b', 64), "largest difference of a score 3.2e-6"),
    };

    private static DatasetSummary Dataset => new()
    {
        Source = "photos/",
        Classes = [new("fish", 22, 6), new("monument", 21, 5), new("renewable_energy", 21, 5), new("tool", 22, 5)],
        Problems = [new("tool/saw <old>.jpg", "is byte-identical to tool/saw.jpg.", "Delete one of them; both were kept in one split.", IsWarning: true)],
    };

    private static IReadOnlyList<TransferRow> Transfer =>
    [
        new("stem", 928, "pretrained", true), new("stage1", 1448, "pretrained", true), new("stage2", 22_396, "pretrained", true),
        new("stage3", 60_180, "pretrained", false, 2.5e-5), new("stage4", 789_284, "pretrained", false, 8.3e-5),
        new("stage5", 2_082_848, "pretrained", false, 2.7e-4), new("head", 5124, "new", false, 1e-3),
    ];

    public static IReadOnlyList<EpochRecord> History =>
        [.. Enumerable.Range(1, 12).Select(e => new EpochRecord(
            e,
            e <= 3 ? "head" : "all",
            1.25 * Math.Exp(-e / 3.2) + 0.08 + 0.02 * (e % 3),
            1.15 * Math.Exp(-e / 3.6) + 0.17 + 0.03 * (e % 2),
            0.62 + 0.34 * (1 - Math.Exp(-e / 2.6)) - 0.02 * (e % 2),
            e <= 3 ? 1e-3 * e / 3 : 5e-4 * (1 + Math.Cos((e - 4) / 8.0 * Math.PI)) / 2) { IsBest = e is 2 or 9 })];

    /// <summary>A report of made-up scores: mostly right, some doubtful, some wrong.</summary>
    public static ClassificationReport Evaluate(int count, IReadOnlyList<string> classes) =>
        ClassificationMetrics.Evaluate(
            Softmax.Apply(Logits(count, classes.Count, 1), classes.Count),
            Labels(count, classes.Count),
            classes,
            new() { Resamples = 200 });

    public static int[] Labels(int count, int classes) => [.. Enumerable.Range(0, count).Select(i => i % classes)];

    public static float[] Logits(int count, int classes, float sureness)
    {
        var random = new SeededRandom(5);
        var logits = new float[count * classes];
        for (var i = 0; i < logits.Length; i++)
            logits[i] = sureness * (float)(1.3 * random.Normal() + (i % classes == i / classes % classes ? 3.4 : 0));
        return logits;
    }
}
