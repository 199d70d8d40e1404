namespace Graft.Faces;

/// <summary>How a gallery is opened.</summary>
public sealed record FaceGalleryOptions
{
    /// <summary>Where its keys are; null for the gallery's path with <c>.key</c> behind it. Keep them apart from copies of the gallery.</summary>
    public string? KeyFile { get; init; }

    /// <summary>How far a face is from a person with several samples.</summary>
    public PersonScore Score { get; init; } = PersonScore.Best;

    /// <summary>What is below the floor of quality for deciding, in words, or null; below it the answer is undecided.</summary>
    internal Func<Graft.Runtime.FaceQuality, string?>? Floor { get; init; }

    /// <summary>The time, by which persons expire.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
