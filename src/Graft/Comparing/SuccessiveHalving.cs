using System.Diagnostics;

namespace Graft;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016, arXiv:1502.07943) over trials: all candidates begin, the better ones go on. Those that are solved on
/// features cost seconds and have all trials.
/// </summary>
/// <param name="trials">What trains and judges.</param>
/// <param name="secondsLimit">Seconds after which no training begins; null for no limit.</param>
/// <param name="progress">Hears what happens.</param>
/// <param name="isNamed">Whether the user named the candidates: then one that cannot be trained is refused, and not left out.</param>
internal sealed class SuccessiveHalving(ITrials trials, double? secondsLimit, IProgress<RunEvent>? progress, bool isNamed = false)
{
    /// <summary>Why a candidate whose turn did not come has fewer trials.</summary>
    public const string NoTime = "no time was left";

    /// <summary>Why a candidate has fewer trials whose turn did not come because the user stopped the comparison.</summary>
    public const string Stopped = "stopped";

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dictionary<CompareCandidate, List<Trial>> _done = [];
    private readonly Dictionary<CompareCandidate, string> _ended = [];

    /// <summary>How it is decided, fixed before the first training.</summary>
    /// <param name="trials">What trains and judges.</param>
    /// <param name="candidates">Whom it is about.</param>
    public static IReadOnlyList<string> Rules(ITrials trials, IReadOnlyList<CompareCandidate> candidates)
    {
        List<string> rules = [$"Candidates rank by {trials.Metric}{(trials is FoldTrials ? ", and where it is equal by the lower loss" : "")}."];
        var (solved, inSteps) = (candidates.Any(candidate => candidate.IsSolved), candidates.Count(candidate => !candidate.IsSolved));
        if (trials.Rungs.Count > 1 && inSteps > 1)
            rules.Add($"After {Words.And([.. trials.Rungs.SkipLast(1).Select(rung => $"{rung}")])} of {trials.Rungs[^1]} trials the worse of those that are "
                + "trained in steps are dropped: a third stays, at least two; and whoever is shown to be worse than the best."
                + (trials.Whole == trials.Rungs[^1] ? ""
                    : $" After {trials.Whole} trials one stays{(solved ? ", where it is ahead of those solved on features" : "")}."));
        if (solved) rules.Add("Solved on features (probe), a candidate costs seconds and has all trials.");
        return rules;
    }

    /// <summary>Trials of each candidate.</summary>
    public IReadOnlyDictionary<CompareCandidate, List<Trial>> Done => _done;

    /// <summary>Why a candidate has fewer trials than there are.</summary>
    public IReadOnlyDictionary<CompareCandidate, string> Ended => _ended;

    /// <summary>Whether the user stopped it after a trial at least.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Runs; stopped by the user, it keeps the trials that were done.</summary>
    /// <param name="candidates">The candidates, those that cost least first.</param>
    /// <param name="cancellation">The user's.</param>
    /// <exception cref="OperationCanceledException">It was stopped before the first trial ended.</exception>
    public void Run(IReadOnlyList<CompareCandidate> candidates, CancellationToken cancellation)
    {
        try
        {
            Race(candidates, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested && _done.Values.Any(own => own.Count > 0))
        {
            IsStopped = true;
            foreach (var candidate in candidates.Where(candidate => _done[candidate].Count < trials.Rungs[^1])) _ended.TryAdd(candidate, Stopped);
        }
    }

    private void Race(IReadOnlyList<CompareCandidate> candidates, CancellationToken cancellation)
    {
        foreach (var candidate in candidates) _done[candidate] = [];
        var alive = candidates.OrderByDescending(candidate => candidate.IsSolved).ToList();
        foreach (var rung in trials.Rungs)
        {
            foreach (var candidate in alive.ToList())
                if (!Reach(candidate, candidate.IsSolved ? trials.Rungs[^1] : rung, cancellation)) alive.Remove(candidate);
            if (rung != trials.Rungs[^1]) Drop(alive, rung);
        }
    }

    // False where the time ran out or the candidate cannot be trained.
    private bool Reach(CompareCandidate candidate, int count, CancellationToken cancellation)
    {
        if (candidate.IsSolved && _done[candidate].Count < count)
            progress?.Report(new RunEvent.Message($"{candidate.Name}: {Words.Count(count, "trial")}"));
        while (_done[candidate].Count < count)
        {
            cancellation.ThrowIfCancellationRequested();
            var left = (secondsLimit ?? double.PositiveInfinity) - _watch.Elapsed.TotalSeconds;
            if (left <= 0 || Estimate(candidate) > left) return End(candidate, NoTime);
            if (!candidate.IsSolved)
                progress?.Report(new RunEvent.Message($"{candidate.Name}: trial {_done[candidate].Count + 1} of {trials.Rungs[^1]}"));
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            if (double.IsFinite(left)) limit.CancelAfter(TimeSpan.FromSeconds(Math.Min(left, int.MaxValue / 1000)));
            try
            {
                _done[candidate].Add(trials.Run(candidate, _done[candidate].Count, limit.Token));
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return End(candidate, NoTime);
            }
            catch (GraftException failure) when (!isNamed)
            {
                // One network that cannot be trained, for instance for want of memory, does not end the comparison of the others.
                progress?.Report(new RunEvent.Message($"{candidate.Name} is left out: {failure.Message}", IsWarning: true));
                return End(candidate, failure.Message);
            }
        }
        return true;
    }

    private bool End(CompareCandidate candidate, string why)
    {
        _ended[candidate] = why;
        return false;
    }

    // By its own trials; the first may have measured the machine, too.
    private double Estimate(CompareCandidate candidate) => _done[candidate].Count == 0 ? 0 : _done[candidate].Min(trial => trial.Seconds);

    private void Drop(List<CompareCandidate> alive, int rung)
    {
        var ranked = Ranked(alive, rung);
        if (ranked.Count == 0) return;
        var best = ranked[0];
        var inSteps = ranked.Where(candidate => !candidate.IsSolved).ToList();
        var stay = rung >= trials.Whole ? 1 : Math.Max(2, (inSteps.Count + 2) / 3);
        foreach (var (place, candidate) in inSteps.Index())
            if (place >= stay || (rung >= trials.Whole && best.IsSolved) || IsWorse(candidate, best, rung))
            {
                alive.Remove(candidate);
                End(candidate, FormattableString.Invariant($"dropped after {rung}"));
            }
    }

    private bool IsWorse(CompareCandidate candidate, CompareCandidate best, int rung) => candidate != best
        && trials.Compare([.. _done[candidate].Take(rung)], [.. _done[best].Take(rung)]).Interval is { } interval && interval.High < 0;

    /// <summary>Candidates by what they reached on their first trials, the best first.</summary>
    public IReadOnlyList<CompareCandidate> Ranked(IEnumerable<CompareCandidate> candidates, int count) =>
        [.. candidates.Select(candidate => (Candidate: candidate, Judged: trials.Judge([.. _done[candidate].Take(count)])))
            .OrderByDescending(one => one.Judged.Metric.Value ?? double.NegativeInfinity).ThenBy(one => one.Judged.Loss ?? 0).Select(one => one.Candidate)];
}
