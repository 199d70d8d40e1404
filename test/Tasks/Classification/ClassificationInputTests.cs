namespace Graft.Tasks.Tests;

public class ClassificationInputTests
{
    private static readonly string[] Two = ["no", "yes"];

    [Theory]
    [InlineData(new float[0], new int[0], "There are no images")]
    [InlineData(new[] { 0.5f, 0.5f, 1f }, new[] { 0, 1 }, "2 x 2 = 4 were expected")]
    [InlineData(new[] { 0.5f, 0.5f }, new[] { 2 }, "Labels run from 0 to 1")]
    [InlineData(new[] { 0.5f, 0.5f }, new[] { -1 }, "The label of image 0 is -1")]
    [InlineData(new[] { 0.5f, float.NaN }, new[] { 1 }, "image 0 hold NaN at position 1")]
    [InlineData(new[] { 0.5f, 0.5f, 3f, -2f }, new[] { 1, 0 }, "image 1 are not probabilities: class 'no' has 3")]
    [InlineData(new[] { 0.5f, 0.1f }, new[] { 1 }, "they sum to 0.6")]
    public void Input_that_does_not_fit_is_refused(float[] scores, int[] labels, string message) =>
        Assert.Contains(message, Assert.Throws<GraftException>(() => ClassificationMetrics.Evaluate(scores, labels, Two)).Message);

    [Fact]
    public void One_class_is_refused() =>
        Assert.Contains("At least two classes", Assert.Throws<GraftException>(() => ClassificationMetrics.Evaluate([1], [0], ["only"])).Message);

    [Fact]
    public void Two_classes_of_one_name_are_refused() =>
        Assert.Throws<GraftException>(() => ClassificationMetrics.Evaluate([1, 0], [0], ["same", "same"]));

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Contains("k is at least 1", Refused(new() { TopK = 0 }));
        Assert.Contains("1 to 1000", Refused(new() { CalibrationBins = 0 }));
        Assert.Contains("0 to 100000", Refused(new() { Resamples = -1 }));
        Assert.Contains("above 0 and below 1", Refused(new() { Level = 1 }));
    }

    private static string Refused(EvaluationOptions options) =>
        Assert.Throws<GraftException>(() => ClassificationMetrics.Evaluate([1, 0], [0], Two, options)).Message;
}
