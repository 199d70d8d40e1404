using Graft.Tasks;
using Graft.Training;

namespace Graft.Tests.Training;

public sealed class ValidationMetricsTests
{
    [Fact]
    public void Loss_accuracy_and_balanced_accuracy_are_those_worked_out_by_hand()
    {
        var half = (float)Math.Log(3); // softmax of (log 3, 0) is (3/4, 1/4)
        var metrics = ClassificationValidationMetrics.Of([half, 0, half, 0, half, 0, 0, half], [0, 0, 1, 1], 2);
        Assert.Equal((3 * -Math.Log(0.75) - Math.Log(0.25)) / 4, metrics.Loss, 1e-6);
        Assert.Equal(0.75, metrics[ClassificationMetricTable.Accuracy]);
        Assert.Equal(0.75, metrics[ClassificationMetricTable.BalancedAccuracy]);
    }

    [Fact]
    public void A_class_without_images_does_not_count_in_the_balanced_accuracy()
    {
        var metrics = ClassificationValidationMetrics.Of([1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0], [0, 0, 1, 1], 3);
        Assert.Equal(0.75, metrics[ClassificationMetricTable.BalancedAccuracy]);
    }

    [Fact]
    public void Equal_metrics_are_told_apart_by_the_loss()
    {
        Assert.True(Of(0.4, 0.9).IsBetterThan(Of(0.5, 0.9), "accuracy"));
        Assert.False(Of(0.4, 0.8).IsBetterThan(Of(0.5, 0.9), "accuracy"));
        Assert.True(Of(0.4, 0.8).IsBetterThan(Of(0.5, 0.9), "loss"));
    }

    [Theory]
    [InlineData(double.NaN, 0.9)]
    [InlineData(double.PositiveInfinity, 0.9)]
    [InlineData(0.4, double.NaN)]
    public void What_is_no_number_is_never_better_not_even_than_nothing(double loss, double accuracy)
    {
        Assert.False(Of(loss, accuracy).IsBetterThan(null, "accuracy"));
        Assert.False(Of(loss, accuracy).IsBetterThan(Of(0.5, 0.1), "accuracy"));
        Assert.False(Of(loss, 0.9).IsBetterThan(double.IsFinite(loss) ? Of(0.3, 0.9) : null, "loss"));
        Assert.True(Of(0.5, 0.1).IsBetterThan(null, "accuracy"));
    }

    private static ValidationMetrics Of(double loss, double accuracy) =>
        new(loss, new Dictionary<string, double> { [ClassificationMetricTable.Accuracy] = accuracy });
}
