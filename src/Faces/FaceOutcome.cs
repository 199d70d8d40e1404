namespace Graft.Faces;

/// <summary>What is said of a face.</summary>
public enum FaceOutcome
{
    /// <summary>It is a person of the gallery.</summary>
    Match,

    /// <summary>It is nobody of the gallery.</summary>
    Unknown,

    /// <summary>Nobody can say: the face is below the floor of quality, or the distance lies between the thresholds.</summary>
    Undecided,
}
