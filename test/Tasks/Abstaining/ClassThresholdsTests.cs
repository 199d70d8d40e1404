using Graft.Tasks;

namespace Graft.Tests.Tasks;

public class ClassThresholdsTests
{
    [Fact]
    public void A_class_that_is_worse_beyond_chance_has_a_stricter_threshold_and_others_that_of_all()
    {
        // Class 1 is often wrong where it is little sure; class 2 has too few images to tell.
        var answers = Class(0, 900, _ => true).Concat(Class(1, 200, at => at < 120 || at % 3 != 0)).Concat(Class(2, 5, at => at != 2)).ToList();
        var thresholds = new ClassThresholds(answers, 4, 0.05);
        var common = thresholds.Overall.Confidence!.Value;
        Assert.Equal(common, thresholds.Of(0));
        Assert.True(thresholds.Of(1) > common);
        Assert.True(float.IsFinite(thresholds.Of(1)));
        Assert.Equal(common, thresholds.Of(2));
        Assert.Equal(common, thresholds.Of(3));
    }

    [Fact]
    public void A_class_that_is_surely_worse_at_every_confidence_is_not_answered()
    {
        var answers = Class(0, 1000, _ => true).Concat(Class(1, 70, at => at % 3 != 0)).ToList();
        var thresholds = new ClassThresholds(answers, 2, 0.05);
        Assert.NotNull(thresholds.Overall.Confidence);
        Assert.Equal(float.PositiveInfinity, thresholds.Of(1));
    }

    [Fact]
    public void No_class_is_answered_where_the_rate_cannot_be_kept() =>
        Assert.Equal(float.PositiveInfinity, new ClassThresholds(Class(0, 10, _ => true), 1, 0.05).Of(0));

    [Theory]
    [InlineData(18, null)]
    [InlineData(19, 19.0)]
    [InlineData(39, 38.0)]
    [InlineData(100, 96.0)]
    public void A_new_value_exceeds_the_conformal_quantile_in_one_of_twenty_cases(int count, double? expected) =>
        Assert.Equal(expected, ConformalQuantile.Of([.. Enumerable.Range(1, count).Select(value => (double)value)], 0.05));

    private static List<HeldOutAnswer> Class(int label, int count, Func<int, bool> isRight) =>
        [.. Enumerable.Range(0, count).Select(at => new HeldOutAnswer(1 - 0.5f * at / count, label, isRight(at)))];
}
