using System.Globalization;
using System.Text.Json;
using Graft.Runtime;

namespace Graft.Faces;

public sealed partial class FaceGallery
{
    /// <summary>What was measured before this gallery decides, for the way in which it was opened; null where nobody has measured it.</summary>
    /// <exception cref="GraftException">It was changed by another program.</exception>
    public FaceCalibration? Calibration
    {
        get
        {
            lock (_gate)
            {
                var text = Ask(() => GallerySettings.Read(_store, GallerySettings.Calibration));
                return text is null ? null : JsonSerializer.Deserialize(text, FacesJson.Compact.FaceCalibration);
            }
        }
    }

    /// <summary>Who a face is: a person of the gallery, nobody of it, or undecided.</summary>
    /// <param name="face">With a descriptor of the gallery's contract.</param>
    public FaceDecision Decide(Face face) => Identify([face])[0];

    /// <summary>Who the faces of one photograph are: each person at most once, so that the sum of distances is smallest.</summary>
    /// <param name="faces">All faces of a photograph.</param>
    /// <param name="allowTwice">Lets a person be on a photograph more than once, as on a collage or with a mirror.</param>
    public IReadOnlyList<FaceDecision> Identify(IReadOnlyList<Face> faces, bool allowTwice = false) => Identify(faces, CurrentThreshold(), allowTwice);

    /// <summary>The same with thresholds that were read before.</summary>
    internal IReadOnlyList<FaceDecision> Identify(IReadOnlyList<Face> faces, GalleryThreshold threshold, bool allowTwice = false)
    {
        var described = faces.Index().Where(face => !face.Item.Descriptor.IsEmpty).ToList();
        var found = described.Count == 0 ? [] : Find([.. described.Select(face => face.Item.Descriptor)], Math.Max(2, described.Count + 1));
        // On a face that is not decided on nobody loses a place to another.
        var given = allowTwice ? null : Assign([.. found.Zip(described, (hits, face) => IsDecidedOn(face.Item) ? hits : [])], threshold.NoMatch);
        var chosen = new ChosenHit?[faces.Count];
        foreach (var (own, (at, face)) in described.Index())
            if (found[own] is { Length: > 0 } hits) chosen[at] = ChosenHit.Of(hits, given is null || !IsDecidedOn(face) ? hits[0].Person : given[own]);
        var names = NamesOf(chosen);
        return [.. faces.Select((face, at) => Decide(face, chosen[at], names[at].Nearest, names[at].Second, threshold))];
    }

    /// <summary>
    /// Adds a recognised face to its person, marked as confirmed by somebody; it displaces no enrolled one. Nothing is learned without this call.
    /// </summary>
    /// <param name="name">The person.</param>
    /// <param name="face">A face of this person, as the gallery itself decides, or undecided with this person nearest.</param>
    /// <param name="contentHash">SHA-256 of the image file, hexadecimal.</param>
    /// <param name="source">Where the file is, or null.</param>
    /// <param name="crops">The face itself, to be kept with it, or null.</param>
    /// <returns>False where the person has the image already.</returns>
    /// <exception cref="GraftException">There is nobody of that name, or the face is not recognised as this person.</exception>
    public bool Confirm(string name, Face face, string contentHash, string? source = null, FaceCrops? crops = null)
    {
        var clean = PersonName.Clean(name);
        var decision = Decide(face);
        if (decision.Outcome == FaceOutcome.Unknown || decision.Nearest is not { } nearest || nearest.Name != clean)
            throw new GraftException($"The face is not recognised as '{clean}'.", decision.Nearest is { } other
                ? string.Create(CultureInfo.InvariantCulture,
                    $"The nearest person is '{other.Name}' at {other.Distance:0.000}; a match is below {decision.Threshold:0.000}.")
                : decision.Reason ?? "The gallery is empty.", "Enrol the photograph if it is this person all the same: `graft faces enroll`.");
        if (BelowFloor(face) is { } below) throw new GraftException($"The face cannot be confirmed: {below}.");
        var sample = new FaceSample(face.Descriptor, contentHash) { Source = source, Quality = face.Quality, IsConfirmed = true, Crops = crops };
        return Enroll(clean, [sample], null, null, mustBeThere: true) == 1;
    }

    /// <summary>Stores what was measured.</summary>
    internal void Store(FaceCalibration calibration)
    {
        lock (_gate)
            Change(() =>
            {
                GallerySettings.Write(_store, GallerySettings.Calibration, JsonSerializer.Serialize(calibration, FacesJson.Compact.FaceCalibration));
                AuditLog.Append(_store.Database, _store.Secrets, _store.Clock, AuditLog.Calibrated,
                    detail: string.Create(CultureInfo.InvariantCulture, $"{calibration.Measure} {calibration.Rate}"));
                return 0;
            });
    }

    /// <summary>The thresholds as they are for the persons that the gallery has now; null where nobody has set or measured one.</summary>
    internal GalleryThreshold? KnownThreshold() => WithIndex(GalleryThreshold.Find(Calibration, Score, PersonCount, Contract));

    /// <summary>What they rest on, or why there are none.</summary>
    internal string ThresholdEvidence => KnownThreshold()?.Evidence ?? GalleryThreshold.None(Calibration, Score);

    /// <summary>The same where a decision needs them.</summary>
    /// <exception cref="GraftException">There are none.</exception>
    internal GalleryThreshold CurrentThreshold() => WithIndex(GalleryThreshold.Of(Calibration, Score, PersonCount, Contract))!;

    private IReadOnlyList<(FaceMatch? Nearest, FaceMatch? Second)> NamesOf(IReadOnlyList<ChosenHit?> chosen)
    {
        var named = Named([.. chosen.SelectMany(one => one is { } hit ? hit.Other is { } other ? [hit.Own, other] : [hit.Own] : (PersonHit[])[])]);
        var at = 0;
        return [.. chosen.Select(one => one is { } hit ? (named[at++], hit.Other is null ? null : named[at++]) : default)];
    }

    private FaceDecision Decide(Face face, ChosenHit? chosen, FaceMatch? nearest, FaceMatch? second, GalleryThreshold threshold)
    {
        var decision = new FaceDecision(FaceOutcome.Unknown, threshold.Evidence) { Threshold = threshold.Match, NoMatchThreshold = threshold.NoMatch };
        if (face.Refusal is { } refusal) return decision with { Outcome = FaceOutcome.Undecided, Reason = $"the face cannot be described: {refusal}" };
        if (face.Descriptor.IsEmpty) return decision with { Outcome = FaceOutcome.Undecided, Reason = "the face was not described" };
        if (chosen is not { } hit) return decision with { Reason = "the gallery is empty" };
        // Removed by another process since it was found.
        if (nearest is null) return decision;
        var distance = hit.Own.Distance;
        decision = decision with { Nearest = nearest, Second = second, StrangerRate = threshold.StrangerRate(distance) };
        if (BelowFloor(face) is { } below)
            return decision with { Outcome = FaceOutcome.Undecided, Reason = below };
        var taken = !hit.IsNearest && hit.NearestDistance < threshold.NoMatch;
        if (taken && hit.IsNobody) return decision with { Reason = $"{nearest.Name} is another face on this photograph" };
        var reason = taken ? "the nearest person is another face on this photograph" : null;
        if (distance < threshold.Match) return decision with { Outcome = FaceOutcome.Match, Reason = reason };
        return distance < threshold.NoMatch
            ? decision with { Outcome = FaceOutcome.Undecided, Reason = "the distance lies between the thresholds" }
            : decision;
    }

    /// <summary>Whether anything is said of a face: it was described, and is above the floor of quality.</summary>
    internal bool IsDecidedOn(Face face) => face.Refusal is null && BelowFloor(face) is null;

    private string? BelowFloor(Face face) => _options.Floor is { } floor && face.Quality is { } quality ? FloorWords.Below(floor, quality) : null;

    // Of each face the person; -1 where none is near enough, or all that are have another face.
    private static long[] Assign(IReadOnlyList<PersonHit[]> found, double limit)
    {
        var persons = found.SelectMany(hits => hits).Where(hit => hit.Distance < limit).Select(hit => hit.Person).Distinct().Order().ToList();
        var cost = new double[found.Count, persons.Count];
        for (var face = 0; face < found.Count; face++)
        {
            for (var i = 0; i < persons.Count; i++) cost[face, i] = 0;
            // A person costs the less the nearer: with equal limits the assignment is the one with the smallest distances.
            foreach (var hit in found[face])
                if (hit.Distance < limit) cost[face, persons.BinarySearch(hit.Person)] = hit.Distance - limit;
        }
        return [.. Assignment.Solve(cost).Select(column => column < 0 ? -1 : persons[column])];
    }

    // Of what was found for a face: its person, or the nearest where it is nobody's, and the nearest of the others.
    private readonly record struct ChosenHit(PersonHit Own, PersonHit? Other, double NearestDistance, bool IsNearest, bool IsNobody)
    {
        public static ChosenHit Of(PersonHit[] hits, long person)
        {
            var own = person < 0 ? hits[0] : hits.First(hit => hit.Person == person);
            var at = Array.FindIndex(hits, other => other.Person != own.Person);
            return new(own, at < 0 ? null : hits[at], hits[0].Distance, person == hits[0].Person, person < 0);
        }
    }
}
