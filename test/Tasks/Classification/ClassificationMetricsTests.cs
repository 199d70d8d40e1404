namespace Graft.Tasks.Tests;

public class ClassificationMetricsTests
{
    private static readonly string[] Three = ["ant", "bee", "cat"];

    public static TheoryData<string> Cases => [.. ClassificationFixture.Metrics.Select(answers => answers.Name)];

    [Theory, MemberData(nameof(Cases))]
    public void Every_metric_equals_scikit_learn(string name)
    {
        var expected = ClassificationFixture.Metrics.Single(answers => answers.Name == name);
        var report = ClassificationMetrics.Evaluate(ClassificationFixture.Scores(expected),
            ClassificationFixture.Labels(expected.Rows, expected.Used), Names(expected.Classes), new() { Resamples = 20 });

        Assert.Equal(expected.Accuracy, report.Accuracy, 12);
        Assert.Equal(expected.BalancedAccuracy, report.BalancedAccuracy, 12);
        Assert.Equal(expected.TopK, report.TopK);
        Assert.Equal(expected.TopKAccuracy, report.TopKAccuracy, 12);
        Assert.Equal(expected.LogLoss, report.LogLoss, 1e-6);
        Assert.Equal(expected.Brier, report.BrierScore, 1e-6);
        Assert.Equal(expected.ExpectedCalibrationError, report.ExpectedCalibrationError, 1e-6);
        Assert.Equal(expected.MacroAuc, report.RocAuc!.Value, 1e-9);
        Assert.Equal(expected.Macro, [report.Macro.Precision, report.Macro.Recall, report.Macro.F1], Near);
        Assert.Equal(expected.Weighted, [report.Weighted.Precision, report.Weighted.Recall, report.Weighted.F1], Near);
        Assert.Equal(expected.Confusion, report.ConfusionMatrix);
        for (var c = 0; c < expected.Classes; c++)
        {
            var score = report.PerClass[c];
            Assert.Equal(expected.Support[c], score.Support);
            Assert.Equal(expected.Precision[c], score.Precision ?? 0, 12);
            Assert.Equal(expected.Recall[c], score.Recall ?? 0, 12); // scikit-learn says 0 where it is undefined
            Assert.Equal(expected.F1[c], score.F1 ?? 0, 12);
            Assert.Equal(expected.Auc[c].HasValue, score.RocAuc.HasValue);
            Assert.Equal(expected.Auc[c] ?? 0, score.RocAuc ?? 0, 1e-9);
        }
    }

    [Fact]
    public void Three_images_computed_by_hand()
    {
        var report = ClassificationMetrics.Evaluate([0.7f, 0.2f, 0.1f, 0.5f, 0.4f, 0.1f, 0.1f, 0.1f, 0.8f], [0, 1, 2], Three);
        Assert.Equal(2 / 3.0, report.Accuracy, 12);
        Assert.Equal(2, report.TopK);
        Assert.Equal(1, report.TopKAccuracy);
        Assert.Equal(-(Math.Log(0.7) + Math.Log(0.4) + Math.Log(0.8)) / 3, report.LogLoss, 1e-6);
        Assert.Equal([[1, 0, 0], [1, 0, 0], [0, 0, 1]], report.ConfusionMatrix);
        Assert.Equal(0.5, report.PerClass[0].Precision);
        Assert.Equal(0, report.PerClass[1].Precision); // never predicted
        Assert.Contains(report.Notes, note => note.Contains("'bee'") && note.Contains("precision counts as 0"));
        // bins ]6/15, 7/15] .. hold 0.7 (right), 0.5 (wrong), 0.8 (right) apart from each other
        Assert.Equal((0.3 + 0.5 + 0.2) / 3, report.ExpectedCalibrationError, 1e-6);
    }

    [Fact]
    public void A_class_without_images_is_left_out_and_named()
    {
        var report = ClassificationMetrics.Evaluate([0.8f, 0.1f, 0.1f, 0.1f, 0.2f, 0.7f], [0, 2], Three);
        var bee = report.PerClass[1];
        Assert.Null(bee.Recall);
        Assert.Null(bee.Precision);
        Assert.Null(bee.F1);
        Assert.Null(bee.RocAuc);
        Assert.Equal(1, report.BalancedAccuracy);
        Assert.Equal(1, report.RocAuc);
        Assert.Contains(report.Notes, note => note.Contains("No image belongs to 'bee'"));
    }

    [Fact]
    public void With_one_class_present_the_ROC_area_is_undefined_and_said_so()
    {
        var report = ClassificationMetrics.Evaluate([0.8f, 0.1f, 0.1f, 0.1f, 0.2f, 0.7f], [0, 0], Three);
        Assert.Null(report.RocAuc);
        Assert.Null(report["roc_auc"].Interval);
        Assert.Contains("All images belong to one class: ROC AUC is undefined.", report.Notes);
    }

    [Fact]
    public void A_score_of_zero_for_the_true_class_gives_a_finite_loss()
    {
        var report = ClassificationMetrics.Evaluate([1, 0, 0], [1], Three);
        Assert.Equal(-Math.Log(Math.Pow(2, -23)), report.LogLoss, 1e-6);
    }

    [Fact]
    public void The_metrics_file_holds_no_NaN_and_reads_back()
    {
        var report = ClassificationMetrics.Evaluate([0.8f, 0.1f, 0.1f, 0.1f, 0.2f, 0.7f], [0, 0], Three, new() { Resamples = 50 });
        var json = System.Text.Json.JsonSerializer.Serialize(report, Json.Options);
        Assert.DoesNotContain("NaN", json);
        Assert.Contains("\"balancedAccuracy\": 0.5", json);
        var back = System.Text.Json.JsonSerializer.Deserialize<ClassificationReport>(json, Json.Options)!;
        Assert.Equal(report.Metrics, back.Metrics);
        Assert.Equal(report.ConfusionMatrix, back.ConfusionMatrix);
    }

    [Fact]
    public void Without_a_mistake_every_interval_keeps_a_width()
    {
        var scores = new float[3000 * 3];
        for (var i = 0; i < 3000; i++) scores[i * 3 + i % 3] = 1;
        var report = ClassificationMetrics.Evaluate(scores, [.. Enumerable.Range(0, 3000).Select(i => i % 3)], Three, new() { Resamples = 3 });
        foreach (var key in (string[])["accuracy", "roc_auc", "balanced_accuracy", "macro_f1", "weighted_precision"])
            Assert.True(report[key].Interval is { Low: > 0.99 and < 1, High: 1 }, key);
        // A loss is made by mistakes, of which there is none.
        Assert.Equal("too few to say", report["log_loss"].IntervalText());
    }

    [Fact]
    public void A_class_that_is_predicted_without_an_image_counts_0_in_macro_F1_and_precision_as_in_scikit_learn()
    {
        // scikit-learn's f1_score([0, 0, 1], [0, 2, 1], average="macro") is (2/3 + 1 + 0) / 3, its balanced accuracy (1/2 + 1) / 2.
        var report = ClassificationMetrics.Evaluate([0.8f, 0.1f, 0.1f, 0.1f, 0.2f, 0.7f, 0.1f, 0.8f, 0.1f], [0, 0, 1], Three);
        Assert.Equal((2 / 3.0 + 1) / 3, report["macro_f1"].Value!.Value, 12);
        Assert.Equal(2 / 3.0, report["macro_precision"].Value!.Value, 12);
        Assert.Equal(0.75, report.BalancedAccuracy, 12);
        Assert.Equal((2 * 2 / 3.0 + 1) / 3, report["weighted_f1"].Value!.Value, 12);
        Assert.Contains(report.Notes, note => note.Contains("'cat' was predicted without an image") && note.Contains("as in scikit-learn"));
    }

    [Fact]
    public void Five_images_of_each_of_four_classes_have_an_interval_that_is_not_a_point()
    {
        var scores = new float[20 * 4];
        for (var i = 0; i < 20; i++) scores[i * 4 + i % 4] = 1;
        var report = ClassificationMetrics.Evaluate(scores, [.. Enumerable.Range(0, 20).Select(i => i % 4)], Names(4), new() { Resamples = 50 });
        Assert.True(report["balanced_accuracy"].Interval is { Low: > 0.8 and < 0.84, High: 1 }, $"{report["balanced_accuracy"]}");
        Assert.True(report["accuracy"].Interval is { Low: > 0.8 and < 0.84, High: 1 });
        // A single class of five images is too little for an average, and enough for a share.
        Assert.Null(report.PerClass[0].F1Interval);
        Assert.True(report.PerClass[0].RecallInterval is { Low: > 0.4 and < 0.5, High: 1 });
    }

    [Fact]
    public void A_table_too_large_to_resample_the_ROC_area_says_so()
    {
        var table = new ScoreTable([0.8f, 0.1f, 0.1f, 0.1f, 0.2f, 0.7f], [0, 2], Three);
        var notes = new List<string>();
        var intervals = new ClassificationBootstrap(table, [0.1, 0.2], new RocAuc(table)) { MaxSteps = 10 }.Run(new() { Resamples = 5 }, notes);
        Assert.Null(intervals["roc_auc"]);
        Assert.False(intervals.Answer("roc_auc").IsTooFew);
        Assert.True(intervals.Answer("macro_f1").IsTooFew);
        Assert.Contains("ROC AUC has no interval", Assert.Single(notes));
    }

    internal static string[] Names(int classes) => [.. Enumerable.Range(0, classes).Select(c => $"class {c}")];

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;
}
