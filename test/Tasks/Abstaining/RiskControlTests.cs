using Graft.Tasks;

namespace Graft.Tests.Tasks;

public class RiskControlTests
{
    // ln 0.05 / ln(1 - rate): the rule of three, exactly.
    [Theory]
    [InlineData(0.02, 149)]
    [InlineData(0.05, 59)]
    [InlineData(0.1, 29)]
    [InlineData(0.5, 5)]
    public void So_many_images_are_needed_without_an_error(double rate, int images)
    {
        Assert.Equal(images, RiskControl.Needed(rate));
        Assert.Equal(0, RiskControl.Allowed(images, rate)[images]);
        Assert.Equal(-1, RiskControl.Allowed(images - 1, rate)[images - 1]);
        Assert.NotNull(RiskControl.Choose(Answers(images, _ => true), rate).Confidence);
        Assert.Null(RiskControl.Choose(Answers(images - 1, _ => true), rate).Confidence);
        Assert.Null(RiskControl.Choose(Answers(images, at => at > 0), rate).Confidence);
    }

    // One number of answers alone: scipy.stats.binom.cdf(4, 181, 0.05) is 0.0497 and at 180 answers 0.0514.
    [Fact]
    public void Errors_are_bounded_by_the_exact_binomial_test()
    {
        double Below(int errors, int trials) => BetaDistribution.Distribution(0.95, trials - errors, errors + 1);
        foreach (var count in new[] { 60, 200, 700 })
        {
            var allowed = RiskControl.Allowed(count, 0.05);
            for (var trials = 1; trials <= count; trials++)
                if (allowed[trials] >= 0) Assert.InRange(Below(allowed[trials], trials), 0, 0.05);
            Assert.True(Below(allowed[count] + 1, count) > 0.01, "Looking at every threshold does not cost that much.");
        }
    }

    [Theory]
    [InlineData(100, 0.1)]
    [InlineData(400, 0.05)]
    [InlineData(1000, 0.02)]
    public void Answers_that_are_just_not_good_enough_pass_in_5_of_100_drawings_at_most(int count, double rate)
    {
        var (random, allowed, passed) = (new SeededRandom(7), RiskControl.Allowed(count, rate), 0);
        const int draws = 4000;
        for (var draw = 0; draw < draws; draw++)
        {
            var wrong = 0;
            for (var answered = 1; answered <= count; answered++)
            {
                if (random.Chance(rate)) wrong++;
                if (wrong > allowed[answered]) continue;
                passed++;
                break;
            }
        }
        Assert.InRange((double)passed / draws, 0.015, 0.06);
    }

    [Fact]
    public void The_lowest_confidence_that_keeps_the_rate_is_chosen_and_equal_ones_go_together()
    {
        // 100 right answers, then five wrong ones of equal confidence among right ones.
        var answers = Answers(100, _ => true).Concat(Enumerable.Range(0, 20).Select(at => new HeldOutAnswer(0.3f, 0, at % 4 != 0))).ToList();
        var found = RiskControl.Choose(answers, 0.05);
        Assert.Equal((100, 0, 120), (found.Answered, found.Wrong, found.Images));
        Assert.Equal(answers[99].Confidence, found.Confidence);
        Assert.Equal((120, 5), RiskControl.Choose(answers, 0.15) is var wider ? (wider.Answered, wider.Wrong) : default);
    }

    [Fact]
    public void Nothing_is_chosen_from_nothing()
    {
        Assert.Null(RiskControl.Choose([], 0.1).Confidence);
        Assert.Equal(0.5, RiskControl.HighestRate);
    }

    private static List<HeldOutAnswer> Answers(int count, Func<int, bool> isRight) =>
        [.. Enumerable.Range(0, count).Select(at => new HeldOutAnswer(1 - 0.5f * at / count, 0, isRight(at)))];
}
