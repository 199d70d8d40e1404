using Graft.Tasks;

namespace Graft.Tests.Tasks;

public class RiskCoverageTests
{
    [Fact]
    public void The_curve_counts_errors_from_the_surest_answer_on()
    {
        var curve = RiskCoverage.Of([0.9f, 0.5f, 0.8f, 0.7f], [true, false, true, false], null, 0.95);
        Assert.Equal([(0.25, 0), (0.5, 0), (0.75, 1), (1, 2)], curve.Select(point => (point.Coverage, point.Wrong)));
        Assert.Equal([0.9f, 0.8f, 0.7f, 0.5f], curve.Select(point => (float)point.Confidence));
        // Clopper and Pearson: 2 of 4.
        Assert.Equal((0.0676, 0.9324), (Math.Round(curve[^1].Interval.Low, 4), Math.Round(curve[^1].Interval.High, 4)));
    }

    [Fact]
    public void It_has_some_twenty_points_and_answers_equal_confidences_together()
    {
        float[] confidences = [.. Enumerable.Range(0, 1000).Select(at => 1 - at / 1000f)];
        var curve = RiskCoverage.Of(confidences, [.. confidences.Select(_ => true)], null, 0.95);
        Assert.InRange(curve.Count, 19, 21);
        Assert.Equal(1, curve[^1].Coverage);
        Assert.Equal(1000, Assert.Single(RiskCoverage.Of([.. confidences.Select(_ => 0.5f)], [.. confidences.Select(_ => true)], null, 0.95)).Answered);
    }

    [Fact]
    public void Copies_widen_the_interval()
    {
        float[] confidences = [.. Enumerable.Range(0, 40).Select(at => 1 - at / 100f)];
        bool[] right = [.. confidences.Select((_, at) => at % 8 > 3)];
        var plain = RiskCoverage.Of(confidences, right, null, 0.95)[^1].Interval;
        var copies = RiskCoverage.Of(confidences, right, [.. right.Select((_, at) => at / 4)], 0.95)[^1].Interval;
        Assert.True(copies.High - copies.Low > plain.High - plain.Low);
    }
}
