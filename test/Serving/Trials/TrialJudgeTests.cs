using Graft.Runtime;

namespace Graft.Serving.Tests;

public sealed class TrialJudgeTests
{
    [Fact]
    public void Fishers_exact_test_gives_the_known_values()
    {
        Assert.Equal(17.0 / 70, TrialJudge.MoreFailures(3, 4, 1, 4), 12); // the lady tasting tea
        Assert.Equal(1, TrialJudge.MoreFailures(0, 10, 3, 90), 12);
        Assert.Equal(120.0 / 161700, TrialJudge.MoreFailures(3, 10, 0, 90), 12);
        Assert.Equal(1, TrialJudge.MoreFailures(10, 10, 90, 90), 12);
        Assert.InRange(TrialJudge.MoreFailures(1000, 1000, 0, 1_000_000), 0, 1e-300);
    }

    [Fact]
    public void A_version_that_is_no_worse_rarely_goes_back_and_one_that_fails_more_often_does()
    {
        var random = SeededRandom.For(5, "canaries");
        Assert.InRange(Enumerable.Range(0, 1000).Count(_ => GoesBack(0.02, 0.02)), 0, 18); // 1 of 100 at most, and what chance adds
        Assert.InRange(Enumerable.Range(0, 200).Count(_ => GoesBack(0.15, 0.02)), 195, 200);

        bool GoesBack(double failing, double usual)
        {
            TrialArm candidate = default, current = default;
            foreach (var look in TrialJudge.Looks)
            {
                while (candidate.Images < look)
                {
                    candidate = random.NextDouble() < failing ? candidate.WithFailure() : candidate.WithAnswer(1);
                    for (var i = 0; i < 9; i++) current = random.NextDouble() < usual ? current.WithFailure() : current.WithAnswer(1);
                }
                if (TrialJudge.Worse(candidate, current, 1.5) is not null) return true;
            }
            return false;
        }
    }

    [Fact]
    public void Objects_and_areas_agree_as_a_person_would_say()
    {
        Assert.True(AnswerAgreement.IsSame(Objects(("cat", 0.9, 10), ("dog", 0.3, 60)), Objects(("cat", 0.7, 12))));
        Assert.False(AnswerAgreement.IsSame(Objects(("cat", 0.9, 10)), Objects(("dog", 0.9, 10))));
        Assert.False(AnswerAgreement.IsSame(Objects(("cat", 0.9, 10)), Objects(("cat", 0.9, 30))));
        Assert.False(AnswerAgreement.IsSame(Objects(), Objects(("cat", 0.9, 30))));
        Assert.False(AnswerAgreement.IsSame(Objects(("cat", 0.9, 10), ("cat", 0.9, 11)), Objects(("cat", 0.9, 10)))); // one object is not two
        Assert.True(AnswerAgreement.IsSame(Areas(0, 50), Areas(3, 50)));
        Assert.False(AnswerAgreement.IsSame(Areas(0, 50), Areas(30, 50)));
        Assert.True(AnswerAgreement.IsSame(Areas(0, 0), Areas(0, 0)));

        static DetectedFacts Objects(params (string Class, double Score, float Left)[] found) => new("a.jpg", 100, 100,
            [.. found.Select(one => new ObjectDto(1, 1, one.Class, 0, one.Score, [one.Left, 10, 20, 20]))], null);

        static SegmentedFacts Areas(int from, int width)
        {
            var values = new byte[100 * 10];
            for (var at = 0; at < values.Length; at++) values[at] = (byte)(at % 100 >= from && at % 100 < from + width ? 1 : 0);
            return SegmentedFacts.Of(new SegmentationPrediction("a.jpg", new Graft.Imaging.ClassMap(100, 10, values), ["background", "road"]));
        }
    }
}
