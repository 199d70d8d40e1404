using CsCheck;

namespace Graft.Tasks.Tests;

public class ClassificationPropertyTests
{
    private static readonly Gen<(int Classes, int[] Labels, float[] Logits)> Tables =
        from classes in Gen.Int[2, 6]
        from rows in Gen.Int[1, 40]
        from labels in Gen.Int[0, classes - 1].Array[rows]
        from logits in Gen.Int[-12, 12].Select(value => value / 4f).Array[rows * classes] // quarters, so that ties occur
        select (classes, labels, logits);

    [Fact]
    public void Accuracy_is_the_trace_of_the_confusion_matrix() => Tables.Sample(table =>
    {
        var report = Evaluate(table);
        var trace = Enumerable.Range(0, table.Classes).Sum(c => report.ConfusionMatrix[c][c]);
        Assert.Equal((double)trace / table.Labels.Length, report.Accuracy, 12);
        Assert.Equal(table.Labels.Length, report.ConfusionMatrix.Sum(row => row.Sum()));
        Assert.Equal(report.Accuracy, report.Weighted.Recall, 12);
    }, iter: 200);

    [Fact]
    public void Every_metric_stays_in_its_range() => Tables.Sample(table =>
    {
        var report = Evaluate(table);
        Assert.All([report.Accuracy, report.TopKAccuracy, report.BalancedAccuracy, report.Macro.F1, report.Weighted.F1, report.ExpectedCalibrationError],
            value => Assert.InRange(value, 0, 1));
        Assert.InRange(report.BrierScore, 0, 2);
        Assert.True(report.LogLoss >= 0 && double.IsFinite(report.LogLoss));
        Assert.True(report.TopKAccuracy >= report.Accuracy);
        Assert.Equal(table.Labels.Length, report.Calibration.Sum(bin => bin.Count));
        Assert.InRange(report.Accuracy, report.Intervals.Accuracy.Low - 1e-12, report.Intervals.Accuracy.High + 1e-12);
    }, iter: 200);

    [Fact]
    public void The_ROC_area_does_not_change_under_a_monotone_transform() => Tables.Sample(table =>
    {
        // Two classes, so that the softmax is monotone in the difference of the logits.
        var labels = table.Labels.Select(label => label % 2).ToArray();
        var gaps = table.Logits.Take(labels.Length).ToArray();
        var one = Evaluate((2, labels, [.. gaps.SelectMany(gap => new[] { gap, 0 })]));
        var other = Evaluate((2, labels, [.. gaps.SelectMany(gap => new[] { 2 * gap + 1, 0 })]));
        Assert.Equal(one.RocAuc.HasValue, other.RocAuc.HasValue);
        Assert.Equal(one.RocAuc ?? 0, other.RocAuc ?? 0, 12);
    }, iter: 200);

    [Fact]
    public void The_ROC_area_is_the_share_of_pairs_in_order() => Tables.Sample(table =>
    {
        var report = Evaluate(table);
        var scores = Softmax.Apply(table.Logits, table.Classes);
        for (var c = 0; c < table.Classes; c++)
        {
            var inside = Scores(true, c);
            var outside = Scores(false, c);
            if (inside.Length == 0 || outside.Length == 0)
            {
                Assert.Null(report.PerClass[c].RocAuc);
                continue;
            }
            var wins = inside.Sum(p => outside.Sum(q => p > q ? 1 : p == q ? 0.5 : 0));
            Assert.Equal(wins / inside.Length / outside.Length, report.PerClass[c].RocAuc!.Value, 12);
        }
        float[] Scores(bool own, int c) =>
            [.. Enumerable.Range(0, table.Labels.Length).Where(i => table.Labels[i] == c == own).Select(i => scores[i * table.Classes + c])];
    }, iter: 200);

    [Fact]
    public void The_order_of_the_images_does_not_matter() => Tables.Sample(table =>
    {
        var rows = table.Labels.Length;
        var turned = Enumerable.Range(0, rows).Reverse().ToArray();
        var one = Evaluate(table);
        var other = Evaluate((table.Classes, [.. turned.Select(i => table.Labels[i])],
            [.. turned.SelectMany(i => table.Logits.Skip(i * table.Classes).Take(table.Classes))]));
        Assert.Equal(one.LogLoss, other.LogLoss, 10);
        Assert.Equal(one.Macro.F1, other.Macro.F1, 10);
        Assert.Equal(one.ExpectedCalibrationError, other.ExpectedCalibrationError, 10);
    }, iter: 100);

    private static ClassificationReport Evaluate((int Classes, int[] Labels, float[] Logits) table) =>
        ClassificationMetrics.Evaluate(Softmax.Apply(table.Logits, table.Classes), table.Labels, ClassificationMetricsTests.Names(table.Classes),
            new() { Resamples = 10 });
}
