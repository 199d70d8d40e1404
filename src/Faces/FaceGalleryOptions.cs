using Graft.Runtime;

namespace Graft.Faces;

/// <summary>How a gallery is opened.</summary>
public sealed record FaceGalleryOptions
{
    /// <summary>
    /// Where its keys are; null for the gallery's path with <c>.key</c> behind it, of a database <c>DATABASE.key</c> in the current folder. Keep them apart
    /// from copies of the gallery.
    /// </summary>
    public string? KeyFile { get; init; }

    /// <summary>How far a face is from a person with several samples.</summary>
    public PersonScore Score { get; init; } = PersonScore.Best;

    /// <summary>What a face must reach to be decided on; below it the answer is undecided. Null for no floor.</summary>
    public FaceQualityFloor? Floor { get; init; } = FaceQualityFloor.Deciding;

    /// <summary>
    /// Makes a new gallery in PostgreSQL with an index of the database (HNSW of pgvector, 0.5 or later). <b>The descriptors stand there in clear then</b>, for
    /// whoever reads the database, its write-ahead log or its backups, and faces can be made of them. In exchange the server searches and no process holds
    /// all descriptors. Such a search misses some of what an exact one finds (<see cref="FaceGallery.MeasureRecall"/>); without this it is always exact. A
    /// gallery that is there and has no index is refused.
    /// </summary>
    public bool Hnsw { get; init; }

    /// <summary>The time, by which persons expire.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
