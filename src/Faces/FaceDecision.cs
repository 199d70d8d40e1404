namespace Graft.Faces;

/// <summary>Who a face is, with what the answer rests on.</summary>
/// <param name="Outcome">Match, unknown or undecided.</param>
/// <param name="Evidence">Where the threshold comes from, and what is not known about it.</param>
public sealed record FaceDecision(FaceOutcome Outcome, string Evidence)
{
    /// <summary>The person; null unless it is a match.</summary>
    public string? Name => Outcome == FaceOutcome.Match ? Nearest?.Name : null;

    /// <summary>The nearest person, whatever the answer; null where the gallery is empty or the face was not described.</summary>
    public FaceMatch? Nearest { get; init; }

    /// <summary>The nearest other person, or null.</summary>
    public FaceMatch? Second { get; init; }

    /// <summary>Below this distance a face is a match.</summary>
    public double Threshold { get; init; }

    /// <summary>From this distance on a face is unknown; the threshold itself where there is no band between.</summary>
    public double NoMatchThreshold { get; init; }

    /// <summary>How often a stranger comes as near to somebody of this gallery, by the upper end of its interval; null where nobody has measured it.</summary>
    public double? StrangerRate { get; init; }

    /// <summary>Why it is undecided, or not the nearest person; null where nothing is to be said.</summary>
    public string? Reason { get; init; }
}
