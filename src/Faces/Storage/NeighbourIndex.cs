namespace Graft.Faces;

/// <summary>
/// An index that a database keeps over descriptors in clear. It proposes samples, quickly and not always the nearest ones; what is answered is computed from
/// the sealed descriptors, so that a row which somebody changed there hides a person at most, and makes nobody another.
/// </summary>
internal abstract class NeighbourIndex
{
    /// <summary>Samples that it proposes at most.</summary>
    public abstract int MaxSamples { get; }

    /// <summary>Puts a descriptor in; within a transaction. It goes with its sample, whoever removes that.</summary>
    /// <param name="sample">The number of the sample.</param>
    /// <param name="descriptor">As it is compared: of unit length where the metric is the cosine.</param>
    public abstract void Add(long sample, float[] descriptor);

    /// <summary>Samples near to a descriptor, about the nearest first; within a transaction.</summary>
    /// <param name="descriptor">As it is compared.</param>
    /// <param name="count">Samples at most, up to <see cref="MaxSamples"/>.</param>
    public abstract IReadOnlyList<long> Nearest(float[] descriptor, int count);

    /// <summary>The nearest sample of each of the nearest persons, from all rows and not by the index; within a transaction.</summary>
    /// <param name="descriptor">As it is compared.</param>
    /// <param name="count">Persons at most.</param>
    /// <param name="now">Who has expired by then is left out.</param>
    public abstract IReadOnlyList<long> NearestOfEach(float[] descriptor, int count, long now);
}

/// <summary>How much of the exact search an index finds.</summary>
/// <param name="Recall">Share of the persons that are nearest to a face and that the index finds too.</param>
/// <param name="Nearest">How many nearest persons of each face.</param>
/// <param name="Faces">Enrolled faces that were asked for.</param>
/// <param name="Samples">Samples of the gallery then.</param>
/// <param name="MeasuredAt">When.</param>
internal sealed record IndexRecall(double Recall, int Nearest, int Faces, int Samples, DateTimeOffset MeasuredAt)
{
    /// <summary>Samples that the exact search looked at: all, or those of persons drawn at random.</summary>
    public int Compared { get; init; } = Samples;
}
