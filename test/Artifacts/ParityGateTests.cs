using Graft.Artifacts;

namespace Graft.Tests.Artifacts;

public sealed class ParityGateTests
{
    [Fact]
    public void Equal_answers_pass_and_the_largest_difference_is_told() =>
        Assert.Equal(0.00004, ParityGate.CheckScores([0.5f, 0.5f], [0.5f, 0.50004f], 2, "test"), 1e-7);

    [Fact]
    public void A_difference_names_its_image_and_class_and_fails_the_job()
    {
        var failure = Assert.Throws<GraftException>(() =>
            ParityGate.CheckScores([0.1f, 0.9f, 0.3f, 0.7f], [0.1f, 0.9f, 0.31f, 0.69f], 2, "Export of model.onnx"));
        Assert.Equal(1, failure.ExitCode);
        Assert.StartsWith("Export of model.onnx: image 1, class", failure.Message);
        Assert.Contains("0.01", failure.Message);
    }

    [Fact]
    public void Logits_are_compared_in_their_own_scale()
    {
        float[] expected = [-1000, 0, 1000]; // standard deviation 816
        ParityGate.CheckLogits(expected, [-1000, 0.05f, 1000], 3, "test");
        Assert.Throws<GraftException>(() => ParityGate.CheckLogits(expected, [-1000, 0.1f, 1000], 3, "test"));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_a_number_never_passes(float value) =>
        Assert.Throws<GraftException>(() => ParityGate.CheckScores([0.5f, 0.5f], [0.5f, value], 2, "test"));

    [Fact]
    public void A_missing_answer_never_passes() =>
        Assert.Throws<GraftException>(() => ParityGate.CheckScores([0.5f, 0.5f], [0.5f], 2, "test"));
}
