namespace Graft.Tasks.Tests;

public class LogisticRegressionTests
{
    public static TheoryData<string> Cases => [.. ClassificationFixture.Regressions.Select(answers => answers.Name)];

    [Theory, MemberData(nameof(Cases))]
    public void The_optimum_equals_scikit_learn(string name)
    {
        var expected = ClassificationFixture.Regressions.Single(answers => answers.Name == name);
        var features = ClassificationFixture.Features(expected);
        var labels = ClassificationFixture.Labels(expected.Rows, expected.Classes);
        var fit = LogisticRegression.Fit(features, labels, new()
        {
            C = expected.C,
            Scaling = expected.Standardise ? FeatureScaling.Each : FeatureScaling.None,
            ClassWeights = expected.Balanced ? LogisticRegressionOptions.BalancedWeights(labels, expected.Classes) : null,
            Tolerance = 1e-9,
            MaxIterations = 10_000,
        });
        Assert.True(fit.Converged);
        var logits = fit.Logits(features.AsSpan(0, 12 * expected.Features));
        for (var i = 0; i < 12; i++)
        {
            var row = logits.AsSpan(i * expected.Classes, expected.Classes).ToArray();
            for (var c = 0; c < row.Length; c++)
                Assert.Equal(expected.Logits[i * expected.Classes + c], row[c] - row.Average(), 2e-5);
        }
    }

    [Fact]
    public void A_common_scale_leaves_features_in_proportion_and_the_answers_are_those_of_raw_features_with_another_penalty()
    {
        var random = new Random(4);
        float[] features = [.. Enumerable.Range(0, 30 * 5).Select(i => (1 + i % 5) * random.NextSingle())];
        var labels = ClassificationFixture.Labels(30, 3);
        var common = LogisticRegression.Fit(features, labels, new() { C = 1, Scaling = FeatureScaling.Common, Tolerance = 1e-10 });
        var variance = Enumerable.Range(0, 5).Average(f =>
        {
            double[] column = [.. Enumerable.Range(0, 30).Select(i => (double)features[i * 5 + f])];
            return column.Average(value => value * value) - column.Average() * column.Average();
        });
        var raw = LogisticRegression.Fit(features, labels, new() { C = 1 / variance, Scaling = FeatureScaling.None, Tolerance = 1e-10 });
        Assert.All(common.Weights.Zip(raw.Weights), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    public void The_space_the_images_span_gives_the_same_weights_as_all_features()
    {
        // 30 images of 29 and of 31 features, the last two of which are constant: one is solved in each space.
        var narrow = Table(30, 29, 29);
        var wide = Table(30, 29, 31);
        var labels = ClassificationFixture.Labels(30, 3);
        var one = LogisticRegression.Fit(narrow, labels, new() { Tolerance = 1e-10 });
        var two = LogisticRegression.Fit(wide, labels, new() { Tolerance = 1e-10 });
        for (var c = 0; c < 3; c++)
        {
            Assert.Equal(one.Bias[c], two.Bias[c], 1e-4);
            for (var f = 0; f < 29; f++) Assert.Equal(one.Weights[c * 29 + f], two.Weights[c * 31 + f], 1e-4);
            Assert.Equal(0, two.Weights[c * 31 + 29]);
            Assert.Equal(0, two.Weights[c * 31 + 30]);
        }

        static float[] Table(int rows, int used, int columns)
        {
            var noise = ClassificationFixture.Noise(rows * used, 21);
            var table = new float[rows * columns];
            Array.Fill(table, 0.1f);
            for (var i = 0; i < rows * used; i++) table[i / used * columns + i % used] = (float)noise[i];
            return table;
        }
    }

    [Fact]
    public void Features_that_are_all_constant_leave_the_class_frequencies()
    {
        var fit = LogisticRegression.Fit([.. Enumerable.Repeat(2f, 4 * 5)], [0, 0, 0, 1]);
        var scores = fit.Scores([2, 2, 2, 2, 2]);
        Assert.Equal(0.75, scores[0], 1e-4);
        Assert.All(fit.Weights, weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void A_repeated_image_does_not_upset_the_basis()
    {
        var noise = ClassificationFixture.Noise(4 * 40, 5).Select(value => (float)value).ToArray();
        float[] table = [.. noise, .. noise, .. noise];
        var fit = LogisticRegression.Fit(table, [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
        Assert.True(fit.Converged);
        Assert.All(fit.Weights, weight => Assert.True(float.IsFinite(weight)));
    }

    [Fact]
    public void A_stronger_penalty_gives_smaller_weights()
    {
        var answers = ClassificationFixture.Regressions[0];
        var features = ClassificationFixture.Features(answers);
        var labels = ClassificationFixture.Labels(answers.Rows, answers.Classes);
        var lengths = new[] { 1e-3, 1e-2, 1e-1, 1 }
            .Select(c => LogisticRegression.Fit(features, labels, new() { C = c }).Weights.Sum(w => (double)w * w)).ToArray();
        Assert.Equal(lengths.Order(), lengths);
    }

    [Fact]
    public void Many_images_on_many_cores_give_the_same_numbers_every_time()
    {
        var noise = ClassificationFixture.Noise(4000 * 200, 9).Select(value => (float)value).ToArray();
        var labels = Enumerable.Range(0, 4000).Select(i => noise[i * 200] + noise[i * 200 + 1] > 0 ? 1 : i % 3 == 0 ? 2 : 0).ToArray();
        var one = LogisticRegression.Fit(noise, labels, new() { MaxIterations = 30 });
        var two = LogisticRegression.Fit(noise, labels, new() { MaxIterations = 30 });
        Assert.Equal(one.Weights, two.Weights);
        Assert.Equal(one.Bias, two.Bias);
    }

    [Fact]
    public void Input_that_does_not_fit_is_refused()
    {
        Assert.Contains("no images", Refused([], []));
        Assert.Contains("3 x 1 = 3 were expected", Refused([1, 2, 3, 4], [0, 1, 1]));
        Assert.Contains("At least two classes", Refused([1, 2], [0, 0]));
        Assert.Contains("Class 2 of 3 has too few", Refused([1, 2], [0, 1], new() { Classes = 3 }));
        Assert.Contains("NaN", Refused([1, float.NaN], [0, 1]));
        Assert.Contains("inverse penalty C", OutOfRange(new() { C = 0 }));
        Assert.Contains("Tolerance", OutOfRange(new() { Tolerance = double.NaN }));
        Assert.Contains("class weights for 2 classes", Refused([1, 2], [0, 1], new() { ClassWeights = [1] }));
        Assert.Contains("above 0", Refused([1, 2], [0, 1], new() { ClassWeights = [1, -1] }));
        Assert.Contains("rows of 2 features", Assert.Throws<GraftException>(() => LogisticRegression.Fit([1, 2, 3, 5], [0, 1]).Logits([1])).Message);
    }

    private static string Refused(float[] features, int[] labels, LogisticRegressionOptions? options = null) =>
        Assert.Throws<GraftException>(() => LogisticRegression.Fit(features, labels, options)).Message;

    private static string OutOfRange(LogisticRegressionOptions options) =>
        Assert.Throws<ProblemsException>(() => LogisticRegression.Fit([1, 2], [0, 1], options)).Message;
}
