namespace Graft.Tasks.Tests;

/// <summary>Two descriptors on the same pairs of the same people.</summary>
public class PairedVerificationTests
{
    private static readonly BootstrapOptions _options = new() { Resamples = 200 };

    [Fact]
    public void A_descriptor_is_no_better_than_itself_and_the_rule_of_3_says_how_far_that_goes()
    {
        var scores = SimulatedPeople.Draw(40, 4, SeededRandom.For(1, "paired"));
        var report = PairedVerification.Of(scores, scores, _options);
        Assert.Equal(0, report.EqualError.Value);
        // With 40 people nothing is excluded that one in eleven of them may show.
        Assert.Equal(1 - Math.Pow(0.025, 1 / 40.0), report.EqualError.Interval!.High, 1e-9);
        Assert.Equal(report.First.TrueAccepts.Count, report.TrueAccepts.Count);
        Assert.All(report.TrueAccepts, difference => Assert.Equal((0, -report.EqualError.Interval.High), (difference.Value, difference.Interval!.Low)));
    }

    [Fact]
    public void Both_reports_are_those_that_each_has_alone()
    {
        var first = SimulatedPeople.Draw(40, 4, SeededRandom.For(5, "paired"));
        var second = Changed(first, noise: 0.5);
        var report = PairedVerification.Of(first, second, _options);
        foreach (var (own, scores) in new[] { (report.First, first), (report.Second, second) })
        {
            var alone = VerificationReport.Of(scores, _options);
            Assert.Equal(alone.EqualError, own.EqualError);
            Assert.Equal(alone.TrueAccepts, own.TrueAccepts);
        }
    }

    [Fact]
    public void What_both_share_is_no_difference_so_the_interval_is_narrower_than_both()
    {
        var first = SimulatedPeople.Draw(120, 4, SeededRandom.For(2, "paired"));
        var second = Changed(first, noise: 0.05);
        var report = PairedVerification.Of(first, second, _options);
        var (one, other) = (Width(report.First.EqualError.Interval!), Width(report.Second.EqualError.Interval!));
        Assert.InRange(Width(report.EqualError.Interval!), 0, 0.8 * Math.Sqrt(one * one + other * other));
        Assert.Equal(report.Second.EqualError.Value - report.First.EqualError.Value, report.EqualError.Value, 1e-12);
    }

    [Fact]
    public void A_worse_descriptor_is_found_to_be_worse()
    {
        var first = SimulatedPeople.Draw(120, 4, SeededRandom.For(3, "paired"));
        var report = PairedVerification.Of(first, Changed(first, noise: 1.5), _options);
        Assert.True(report.EqualError.Interval!.Low > 0);
        Assert.True(report.TrueAccepts[1].Interval!.High < 0);
    }

    [Fact]
    public void Too_few_people_say_nothing_and_other_pairs_are_refused()
    {
        var few = SimulatedPeople.Draw(6, 3, SeededRandom.For(4, "paired"));
        var report = PairedVerification.Of(few, Changed(few, 0.1), _options);
        Assert.Null(report.EqualError.Interval);
        Assert.Throws<ArgumentException>(() => PairedVerification.Of(few, SimulatedPeople.Draw(6, 4, SeededRandom.For(4, "paired")), _options));
    }

    private static double Width(ConfidenceInterval interval) => interval.High - interval.Low;

    // The same pairs with other distances.
    private static ComparisonScores Changed(ComparisonScores scores, double noise)
    {
        var random = SeededRandom.For(9, "another descriptor");
        return new(scores.People, scores.Mated.Concat(scores.NonMated).Select(score => score with { Distance = score.Distance + noise * random.Normal() }));
    }
}
