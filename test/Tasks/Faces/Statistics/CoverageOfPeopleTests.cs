namespace Graft.Tasks.Tests;

public class CoverageOfPeopleTests(ITestOutputHelper output)
{
    private const int Draws = 500;

    [Theory]
    [InlineData(60, 3, 0.05)]
    [InlineData(60, 3, 0.01)]
    [InlineData(120, 2, 0.003)]
    public void Intervals_over_people_hold_the_truth_as_often_as_they_say_and_intervals_over_pairs_do_not(int people, int faces, double rate)
    {
        var threshold = SimulatedPeople.ThresholdOf(rate);
        var (overPeople, overPairs) = (0, 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var scores = SimulatedPeople.Draw(people, faces, SeededRandom.For(7, $"{people} {rate} {draw}"));
            if (Holds(new FalseMatchError(scores).Interval(threshold, 0.9), rate)) overPeople++;
            if (Holds(PeopleInterval.OfShare(scores.FalseMatchRate(threshold), scores.NonMated.Length, 0.9), rate)) overPairs++;
        }
        output.WriteLine($"{people} people, {faces} faces, FMR {rate}: over people {overPeople / (double)Draws:0.000}, "
            + $"over pairs {overPairs / (double)Draws:0.000}");
        Assert.InRange(overPeople / (double)Draws, 0.86, 0.94);
        Assert.InRange(overPairs / (double)Draws, 0, 0.8);
    }

    [Theory]
    [InlineData(60, 0.02)]
    [InlineData(100, 0.005)]
    public void A_chosen_threshold_seldom_lets_more_through_than_was_asked_for(int people, double rate)
    {
        var (exceeded, chosen) = (0, 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var choice = ThresholdChoice.Of(SimulatedPeople.Draw(people, 2, SeededRandom.For(9, $"{people} {rate} {draw}")), rate);
            if (choice is null) continue;
            chosen++;
            if (SimulatedPeople.FalseMatchRate(choice.Threshold) > rate) exceeded++;
        }
        output.WriteLine($"{people} people, rate {rate}: chosen {chosen}, exceeded {exceeded / (double)Draws:0.000}");
        Assert.InRange(chosen, Draws * 3 / 4, Draws);
        Assert.InRange(exceeded / (double)Draws, 0, 0.1);
    }

    [Fact]
    public void A_rate_that_the_people_cannot_bound_is_refused_with_how_many_it_would_take()
    {
        var scores = SimulatedPeople.Draw(30, 2, new SeededRandom(4));
        Assert.Null(ThresholdChoice.Of(scores, 5e-3));
        var needed = new FalseMatchError(scores).PeopleNeeded(5e-3, 0.9);
        Assert.InRange(needed, 31, 100_000);
        Assert.True(new FalseMatchError(scores).PeopleNeeded(5e-2, 0.9) < needed);
        var beyond = new[] { 8e-2, 5e-2, 3e-2, 2e-2, 1e-2 }.Where(rate => ThresholdChoice.Of(scores, rate) is null)
            .Select(rate => ThresholdChoice.Extrapolate(scores, rate)).OfType<ThresholdChoice>().ToList();
        Assert.NotEmpty(beyond);
        Assert.All(beyond, choice => Assert.True(choice.IsExtrapolated));
        Assert.All(beyond, choice => Assert.InRange(choice.Threshold, 0, scores.NonMated[0].Distance));
        Assert.Null(ThresholdChoice.Extrapolate(scores, 1e-9)); // so far beyond no distance is left
    }

    [Fact]
    public void Without_an_error_the_rule_of_three_holds()
    {
        Assert.Equal(3.0 / 300, PeopleInterval.OfShare(0, 300, 0.9).High, 1e-4);
        var (share, interval) = PeopleInterval.OfPeople(Enumerable.Range(0, 300).Select(i => (i / 3, 0.0)), 0.9);
        Assert.Equal(0, share);
        Assert.Equal(3.0 / 100, interval.High, 1e-3); // people, not faces
    }

    private static bool Holds(ConfidenceInterval interval, double truth) => interval.Low <= truth && truth <= interval.High;
}
