namespace Graft.Tasks.Tests;

public class CrossValidationTests
{
    [Fact]
    public void The_penalty_with_the_lowest_held_out_loss_is_chosen()
    {
        var (features, labels) = Photos(86, 320, 4);
        var fit = LogisticRegression.FitWithCrossValidation(features, labels, new() { Grid = [10, 1e-4, 1e-2] });
        Assert.Equal([1e-4, 1e-2, 10], fit.Path.Select(score => score.C));
        Assert.Equal(fit.Path.Min(score => score.LogLoss), fit.Path.Single(score => score.C == fit.C).LogLoss);
        Assert.Equal(LogisticRegression.Fit(features, labels, new() { C = fit.C }).Scores(features), fit.Classifier.Scores(features), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Held_out_logits_are_those_of_classifiers_that_did_not_see_the_image()
    {
        var (features, labels) = Photos(60, 100, 3);
        var fit = LogisticRegression.FitWithCrossValidation(features, labels);
        var report = ClassificationMetrics.Evaluate(Softmax.Apply(fit.HeldOutLogits, 3), labels, ["a", "b", "c"]);
        var chosen = fit.Path.Single(score => score.C == fit.C);
        Assert.Equal(chosen.Accuracy, report.Accuracy, 12);
        Assert.Equal(chosen.LogLoss, report.LogLoss, 1e-5);
        Assert.True(report.Accuracy < ClassificationMetrics.Evaluate(fit.Classifier.Scores(features), labels, ["a", "b", "c"]).Accuracy);
    }

    [Fact]
    public void Accuracy_can_be_what_counts()
    {
        var (features, labels) = Photos(60, 100, 3);
        var fit = LogisticRegression.FitWithCrossValidation(features, labels, new() { SelectBy = PenaltySelection.Accuracy });
        Assert.Equal(fit.Path.Max(score => score.Accuracy), fit.Path.Single(score => score.C == fit.C).Accuracy);
    }

    [Fact]
    public void One_seed_gives_one_answer()
    {
        var (features, labels) = Photos(40, 60, 3);
        var one = LogisticRegression.FitWithCrossValidation(features, labels, new() { Seed = 3 });
        var two = LogisticRegression.FitWithCrossValidation(features, labels, new() { Seed = 3 });
        Assert.Equal(one.Path, two.Path);
        Assert.Equal(one.Classifier.Weights, two.Classifier.Weights);
    }

    [Fact]
    public void Folds_spread_every_class_evenly()
    {
        int[] labels = [.. Enumerable.Repeat(0, 23), .. Enumerable.Repeat(1, 11), .. Enumerable.Repeat(2, 5)];
        var fold = FoldAssignment.Make(labels, null, 5, 1);
        for (var c = 0; c < 3; c++)
        {
            var counts = Enumerable.Range(0, 5).Select(k => labels.Index().Count(item => item.Item == c && fold[item.Index] == k)).ToArray();
            Assert.True(counts.Max() - counts.Min() <= 1);
        }
    }

    [Fact]
    public void A_group_stays_in_one_fold()
    {
        var labels = Enumerable.Range(0, 60).Select(i => i / 3 % 3).ToArray();
        var groups = Enumerable.Range(0, 60).Select(i => i < 45 ? $"g{i / 3}" : null).ToArray();
        var fold = FoldAssignment.Make(labels, groups, 4, 2);
        for (var g = 0; g < 15; g++) Assert.Single(fold.Skip(g * 3).Take(3).Distinct());
        Assert.Equal(4, fold.Distinct().Count());
    }

    [Fact]
    public void There_are_no_more_folds_than_groups()
    {
        var (features, labels) = Photos(30, 10, 2);
        var fit = LogisticRegression.FitWithCrossValidation(features, labels, new() { Groups = [.. Enumerable.Range(0, 30).Select(i => $"g{i % 3}")] });
        Assert.Equal(3, fit.Folds);
    }

    [Fact]
    public void Options_that_cannot_be_are_refused()
    {
        var (features, labels) = Photos(30, 10, 2);
        Assert.Contains("grid of C", Refused(new() { Grid = [] }));
        Assert.Contains("grid of C", Refused(new() { Grid = [1, -1] }));
        Assert.Contains("At least 2", Refused(new() { Folds = 1 }));
        Assert.Contains("2 groups for 30", Refused(new() { Groups = ["a", "b"] }));
        Assert.Contains("one group", Refused(new() { Groups = [.. Enumerable.Repeat("a", 30)] }));
        Assert.Contains("at least 2", Assert.Throws<GraftException>(() => LogisticRegression.FitWithCrossValidation([1, 2, 3], [0, 0, 1])).Message);

        string Refused(CrossValidationOptions options) =>
            Assert.Throws<GraftException>(() => LogisticRegression.FitWithCrossValidation(features, labels, options)).Message;
    }

    private static (float[] Features, int[] Labels) Photos(int rows, int features, int classes)
    {
        var labels = ClassificationFixture.Labels(rows, classes);
        var table = ClassificationFixture.Noise(rows * features, 31).Select(value => (float)value).ToArray();
        for (var i = 0; i < rows; i++)
            for (var k = 0; k < 3; k++) table[i * features + labels[i] * 3 + k] += 0.3f;
        return (table, labels);
    }
}
