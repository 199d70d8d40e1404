using Graft.Tasks;

namespace Graft;

/// <summary>Trains candidates and judges each by images that it did not learn from; all by the same ones.</summary>
internal interface ITrials : IDisposable
{
    /// <summary>Name of the metric that ranks.</summary>
    string Metric { get; }

    /// <summary>What a trial is, in a sentence: "each image is judged by a classifier that had not seen it, in 3 x 5 folds".</summary>
    string Method { get; }

    /// <summary>Images that judge.</summary>
    int Images { get; }

    /// <summary>Trials after which the worse candidates are dropped, ascending; the last is all of them.</summary>
    IReadOnlyList<int> Rungs { get; }

    /// <summary>Trials after which a candidate was judged by every image.</summary>
    int Whole { get; }

    /// <summary>Trains and judges once.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="index">Which trial it is, from 0.</param>
    /// <param name="cancellation">Ends the training.</param>
    Trial Run(CompareCandidate candidate, int index, CancellationToken cancellation);

    /// <summary>The metric over trials of one candidate, and a loss that decides between equals.</summary>
    (Metric Metric, double? Loss) Judge(IReadOnlyList<Trial> trials);

    /// <summary>The first candidate beside the second on the same trials.</summary>
    CandidateDifference Compare(IReadOnlyList<Trial> first, IReadOnlyList<Trial> second);

    /// <summary>What the chosen candidate may be expected to reach, by images that did not choose it; null where there are none.</summary>
    /// <param name="candidates">Those that could be chosen, the chosen one first, with equally many trials.</param>
    (Metric Metric, string Note)? Headline(IReadOnlyList<IReadOnlyList<Trial>> candidates);

    /// <summary>What was computed once for all trials of the candidate took so many seconds.</summary>
    double PreparationSeconds(CompareCandidate candidate);

    /// <summary>Bytes of the model file; where none was written four for each parameter.</summary>
    long? FileBytes(CompareCandidate candidate, IReadOnlyList<Trial> trials);

    /// <summary>Images a second from file to answer, measured here; null where it is not.</summary>
    double? Rate(CompareCandidate candidate, CancellationToken cancellation);
}

/// <summary>A candidate, trained and judged once.</summary>
/// <param name="Seconds">What the training took.</param>
internal abstract record Trial(double Seconds);

/// <summary>Two candidates on the same trials.</summary>
/// <param name="Value">The first one's metric less the second's.</param>
/// <param name="Interval">Its interval; null where it cannot be said.</param>
/// <param name="P">Two-sided p of such a difference by chance; null where it cannot be said.</param>
internal sealed record CandidateDifference(double Value, ConfidenceInterval? Interval, double? P);
