using System.Text.Json.Serialization;
using Graft.Tasks;

namespace Graft;

/// <summary>What a comparison found.</summary>
internal sealed record CompareResult
{
    /// <summary>The data set, as it was named.</summary>
    public required string Data { get; init; }

    /// <summary>What is learned.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>Images that judged.</summary>
    public required int Images { get; init; }

    /// <summary>What a trial is.</summary>
    public required string Method { get; init; }

    /// <summary>How candidates were dropped and one was chosen, as it was fixed beforehand.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>All candidates, the best first.</summary>
    public required IReadOnlyList<LeaderboardRow> Rows { get; init; }

    /// <summary>Whether candidates have a loss.</summary>
    [JsonIgnore]
    public bool HasLoss => Rows.Any(row => row.Loss is not null);

    /// <summary>The best: the first row.</summary>
    [JsonIgnore]
    public LeaderboardRow Best => Rows[0];

    /// <summary>The fastest candidate that is shown not to be worse than the best by more than the margin; the best itself where none is.</summary>
    public required LeaderboardRow Cheapest { get; init; }

    /// <summary>By how much the cheapest may be worse.</summary>
    public required double Margin { get; init; }

    /// <summary>What the best may be expected to reach, by images that did not choose it; null where there were none.</summary>
    public Metric? Headline { get; init; }

    /// <summary>What a reader must know: how the headline came about, networks not on this machine, images left out.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>How the error falls with the training images; null where it was not measured.</summary>
    public CompareCurve? Curve { get; init; }

    /// <summary>For the report of a run that trains the best: what chose it; null where no run follows.</summary>
    public string? Chosen { get; init; }

    /// <summary>What the comparison took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether the user stopped it: what is said rests on the trials that were done.</summary>
    public bool IsStopped { get; init; }

    /// <summary>What all trials of all candidates would have taken, by those that ran; null where a candidate had none.</summary>
    public double? SecondsOfAll { get; init; }
}

/// <summary>A candidate of the leaderboard.</summary>
internal sealed record LeaderboardRow
{
    /// <summary>The network and how it is trained.</summary>
    public required CompareCandidate Candidate { get; init; }

    /// <summary>The metric that ranks; null where it was not tried.</summary>
    public Metric? Metric { get; init; }

    /// <summary>The log-loss; null where there is none.</summary>
    public double? Loss { get; init; }

    /// <summary>Trials, of all that there are.</summary>
    public required int Trials { get; init; }

    /// <summary>Trials that there are.</summary>
    public required int Of { get; init; }

    /// <summary>Its metric less that of the best, on the trials that both had; null for the best.</summary>
    public double? Difference { get; init; }

    /// <summary>Interval of that.</summary>
    public ConfidenceInterval? DifferenceInterval { get; init; }

    /// <summary>p of that, corrected for the number of candidates (Holm 1979).</summary>
    public double? P { get; init; }

    /// <summary>Median seconds of a training; those of the features, which were computed once, are added.</summary>
    public double? TrainingSeconds { get; init; }

    /// <summary>Images a second from file to answer, measured here.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Bytes of the model file; where none was written four for each parameter, and null where these are not known.</summary>
    public required long? FileBytes { get; init; }

    /// <summary>Licence of the pretrained weights; null where there are none, or it is not known.</summary>
    public string? Licence { get; init; }

    /// <summary>Why it has fewer trials than there are; null where it has all.</summary>
    public string? Ended { get; init; }
}

/// <summary>How the error falls with the training images.</summary>
/// <param name="Of">What was measured: "efficientnet_lite0, probe".</param>
/// <param name="Points">Training images and error.</param>
/// <param name="Images">Twice the training images of all folds.</param>
/// <param name="Error">The error that the curve gives there.</param>
/// <param name="Interval">Its interval.</param>
internal sealed record CompareCurve(string Of, IReadOnlyList<LearningPoint> Points, int Images, double Error, ConfidenceInterval Interval);
