using Graft.Tasks;

namespace Graft.Tests.Comparing;

public class SuccessiveHalvingTests
{
    private static readonly CompareCandidate Probe = new("small", Strategy.Probe, null);

    [Fact]
    public void The_worse_are_dropped_and_what_is_solved_has_all_trials()
    {
        using var trials = new MadeUpTrials(candidate =>
            candidate.IsSolved ? 0.90 : candidate.Model switch { "a" => 0.95, "b" => 0.94, "c" => 0.93, _ => 0.5 });
        var halving = Run(trials, [.. "abcdefg".Select(name => new CompareCandidate($"{name}", Strategy.Full, null)), Probe]);
        Assert.Equal(trials.Rungs[^1], halving.Done[Probe].Count);
        Assert.Equal([15, 5, 2, 1, 1, 1, 1], "abcdefg".Select(name => halving.Done[new($"{name}", Strategy.Full, null)].Count));
        Assert.Equal("dropped after 1", halving.Ended[new("e", Strategy.Full, null)]);
        Assert.Equal("a", halving.Ranked(halving.Done.Keys.Where(candidate => halving.Done[candidate].Count == 15), 15)[0].Model);
    }

    [Fact]
    public void Training_in_steps_ends_where_features_alone_are_as_good()
    {
        using var trials = new MadeUpTrials(candidate => candidate.IsSolved ? 0.95 : 0.94);
        var full = new CompareCandidate("a", Strategy.Full, null);
        Assert.Equal(trials.Whole, Run(trials, [full, Probe]).Done[full].Count);
    }

    [Fact]
    public void One_that_cannot_be_trained_is_left_out_and_named()
    {
        using var trials = new MadeUpTrials(candidate => candidate.Model == "a" ? throw new GraftException("Out of memory.") : 0.9);
        var broken = new CompareCandidate("a", Strategy.Full, null);
        var halving = Run(trials, [broken, Probe]);
        Assert.Equal("Out of memory.", halving.Ended[broken]);
        Assert.Equal(15, halving.Done[Probe].Count);
    }

    [Fact]
    public void No_training_begins_that_would_not_end_in_time()
    {
        using var trials = new MadeUpTrials(_ => 0.9) { Seconds = 1000 };
        var (first, second) = (new CompareCandidate("a", Strategy.Full, null), new CompareCandidate("b", Strategy.Full, null));
        var halving = new SuccessiveHalving(trials, 30, null);
        halving.Run([first, second], TestContext.Current.CancellationToken);
        // What a training takes is not known before the first one.
        Assert.Equal((1, 1), (halving.Done[first].Count, halving.Done[second].Count));
        Assert.Equal("no time was left", halving.Ended[first]);
    }

    [Fact]
    public void Without_time_for_any_training_it_says_what_to_give()
    {
        using var trials = new MadeUpTrials(_ => 0.9);
        var request = new CompareRequest { Training = new ClassifyRequest("data"), SecondsLimit = 1e-9 };
        var failure = Assert.Throws<GraftException>(() => CandidateComparison.Run(request, trials, [Probe], [], null, TestContext.Current.CancellationToken));
        Assert.Contains("--time", failure.Message);
    }

    [Fact]
    public void Stopped_by_the_user_it_concludes_from_what_was_done_and_before_the_first_trial_it_ends()
    {
        using var stop = new CancellationTokenSource();
        var ran = 0;
        using var trials = new MadeUpTrials(candidate =>
        {
            if (++ran == 20) stop.Cancel();
            return candidate.IsSolved ? 0.9 : 0.8;
        });
        var request = new CompareRequest { Training = new ClassifyRequest("data") };
        var full = new CompareCandidate("a", Strategy.Full, null);
        CompareCandidate[] candidates = [Probe, full, new("b", Strategy.Full, null)];
        var result = CandidateComparison.Run(request, trials, candidates, [], null, stop.Token);
        Assert.True(result.IsStopped);
        Assert.Equal((Probe, 15), (result.Best.Candidate, result.Best.Trials));
        Assert.Equal("stopped", result.Rows.Single(row => row.Candidate == full).Ended);
        Assert.Equal(20, ran);
        Assert.ThrowsAny<OperationCanceledException>(() => CandidateComparison.Run(request, trials, candidates, [], null, stop.Token));
    }

    private static SuccessiveHalving Run(ITrials trials, IReadOnlyList<CompareCandidate> candidates)
    {
        var halving = new SuccessiveHalving(trials, null, null);
        halving.Run(candidates, TestContext.Current.CancellationToken);
        return halving;
    }

    private sealed class MadeUpTrials(Func<CompareCandidate, double> value) : ITrials
    {
        public double Seconds { get; init; } = 1;

        public string Metric => "accuracy";

        public string Method => "made up";

        public int Images => 100;

        public IReadOnlyList<int> Rungs => [1, 2, 5, 15];

        public int Whole => 5;

        public Trial Run(CompareCandidate candidate, int index, CancellationToken cancellation) => new MadeUp(value(candidate), Seconds);

        public (Metric Metric, double? Loss) Judge(IReadOnlyList<Trial> trials) =>
            (new Metric(Metric, Metric, trials.Cast<MadeUp>().Average(trial => trial.Value)), null);

        public CandidateDifference Compare(IReadOnlyList<Trial> first, IReadOnlyList<Trial> second) => new(0, null, null);

        public (Metric Metric, string Note)? Headline(IReadOnlyList<IReadOnlyList<Trial>> candidates) => null;

        public double PreparationSeconds(CompareCandidate candidate) => 0;

        public long? FileBytes(CompareCandidate candidate, IReadOnlyList<Trial> trials) => null;

        public double? Rate(CompareCandidate candidate, CancellationToken cancellation) => null;

        public void Dispose()
        {
        }
    }

    private sealed record MadeUp(double Value, double Seconds) : Trial(Seconds);
}
