namespace Graft.Tasks;

/// <summary>
/// Error rates of identification in an open set, as NIST IR 8271 counts them: a false positive is a stranger who is taken for anybody of the gallery; a false
/// negative is a person of the gallery who is not first, or not below the threshold.
/// </summary>
internal sealed class OpenSetRates
{
    private readonly IReadOnlyList<KnownProbe> _known;

    /// <param name="known">Faces of people who are in the gallery.</param>
    public OpenSetRates(IReadOnlyList<KnownProbe> known) => _known = known;

    /// <summary>Share of enrolled people's faces that are not recognised as theirs.</summary>
    public (double Share, ConfidenceInterval Interval) FalseNegatives(double threshold, double level = 0.95) =>
        PeopleInterval.OfPeople(_known.Select(probe => (probe.Person, probe.Own < threshold && probe.Own < probe.Other ? 0.0 : 1)), level);

    /// <summary>Share of enrolled people's faces that are taken for somebody else.</summary>
    public (double Share, ConfidenceInterval Interval) WrongNames(double threshold, double level = 0.95) =>
        PeopleInterval.OfPeople(_known.Select(probe => (probe.Person, probe.Other < threshold && probe.Other <= probe.Own ? 1.0 : 0)), level);

    /// <summary>Share of enrolled people's faces whose person is first, whatever the distance.</summary>
    public (double Share, ConfidenceInterval Interval) RankOne(double level = 0.95) =>
        PeopleInterval.OfPeople(_known.Select(probe => (probe.Person, probe.Own < probe.Other ? 1.0 : 0)), level);

    /// <summary>
    /// Share of strangers' faces that are taken for somebody in a gallery of some of the people, averaged over all galleries of that size: of
    /// <paramref name="people"/> people, so many are nearer than the threshold, and none of them is among those drawn (hypergeometric).
    /// </summary>
    /// <param name="nearer">Of each face whose it is, and how many people are nearer than the threshold.</param>
    /// <param name="people">People it was compared with.</param>
    /// <param name="size">Persons in the gallery, at most <paramref name="people"/>.</param>
    /// <param name="level">Share of repetitions.</param>
    public static (double Share, ConfidenceInterval Interval) InGalleryOf(IEnumerable<(int Person, int Nearer)> nearer, int people, int size,
        double level = 0.95) =>
        PeopleInterval.OfPeople(nearer.Select(probe => (probe.Person, 1 - NoneDrawn(people, probe.Nearer, size))), level);

    private static double NoneDrawn(int people, int nearer, int size)
    {
        var none = 1.0;
        for (var i = 0; i < size && none > 0; i++) none *= Math.Max(0, people - nearer - i) / (double)(people - i);
        return none;
    }
}

/// <summary>A face of somebody in the gallery.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Own">Its distance from that person.</param>
/// <param name="Other">Its distance from the nearest other.</param>
internal readonly record struct KnownProbe(int Person, double Own, double Other);
