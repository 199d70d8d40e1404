using System.Globalization;

namespace Graft.Faces;

/// <summary>
/// Looks for what is wrong in a gallery: odd photographs, two people under one name, two names for one person, one photograph under two names, who has
/// expired, the log.
/// </summary>
internal static class GalleryAudit
{
    private const int Nearest = 5, Together = 256;

    private static readonly TimeSpan _soon = TimeSpan.FromDays(30);

    /// <summary>All findings.</summary>
    /// <exception cref="GraftException">A row or the log was changed.</exception>
    public static IReadOnlyList<Problem> Run(FaceGallery gallery, DateTimeOffset now)
    {
        gallery.Log();
        gallery.CheckCrops();
        var threshold = gallery.KnownThreshold();
        var samples = Samples(gallery);
        var people = samples.GroupBy(sample => sample.Person.Id).Select(own => own.ToList()).ToList();
        List<Problem> problems = [.. gallery.Persons().SelectMany(person => Terms(person, now))];
        foreach (var copies in samples.GroupBy(sample => sample.Detail.Content).Where(copies => copies.Select(copy => copy.Person.Id).Distinct().Count() > 1))
            problems.Add(new(copies.First().Detail.Source ?? copies.Key, $"One photograph is enrolled as {Names(copies.Select(copy => copy.Person.Name))}.",
                "Remove the person it is not, and enrol the others again.", IsWarning: true));
        if (threshold is null)
        {
            problems.Add(new(gallery.Path, $"Nothing is said of odd photographs and of two names for one person: {gallery.ThresholdEvidence}.",
                "Run `graft faces calibrate`.", IsWarning: true));
            return problems;
        }
        foreach (var own in people) problems.AddRange(Odd(gallery, own, threshold.Match).Concat(Apart(gallery, own, threshold.Match)));
        var byName = people.ToDictionary(own => own[0].Person.Name);
        foreach (var (first, second) in Near(samples, threshold.Match))
            if (Between(gallery, byName[first], byName[second]) is var distance && distance < threshold.Match)
                problems.Add(new($"{first}, {second}",
                    string.Create(CultureInfo.InvariantCulture,
                        $"They may be one person: their faces are {distance:0.000} apart in the middle, a match is below {threshold.Match:0.000}."),
                    "Look at both; remove one if they are.", IsWarning: true));
        if (threshold.IsOutgrown) problems.Add(new(gallery.Path, "The gallery has outgrown its calibration.", "Run `graft faces calibrate` with more people.",
            IsWarning: true));
        return problems;
    }

    private static IEnumerable<Problem> Terms(GalleryPerson person, DateTimeOffset now)
    {
        if (person.Expires <= now)
            yield return new(person.Name, string.Create(CultureInfo.InvariantCulture, $"Expired on {person.Expires:yyyy-MM-dd} and is no longer recognised."),
                "graft faces remove --expired");
        else if (person.Expires <= now + _soon)
            yield return new(person.Name, string.Create(CultureInfo.InvariantCulture, $"Expires on {person.Expires:yyyy-MM-dd}."),
                "Ask again, and enrol with a later day of expiry.", IsWarning: true);
        if (person.Samples == 0) yield return new(person.Name, "Has no photograph.", "Enrol one, or remove the person.", IsWarning: true);
        else if (person.Samples == 1) yield return new(person.Name, "Has one photograph only: nothing shows whether it is the right one.", "Enrol another.",
            IsWarning: true);
    }

    // Each with the nearest persons; many are searched at once.
    private static List<AuditSample> Samples(FaceGallery gallery) =>
        [.. gallery.Samples().Chunk(Together).SelectMany(part => part.Zip(
            gallery.Search([.. part.Select(one => (ReadOnlyMemory<float>)one.Descriptor)], Nearest), (one, nearest) =>
                new AuditSample(one.Person, one.Detail, one.Descriptor, [.. nearest.Where(match => match.Name != one.Person.Name)])))];

    private static IEnumerable<Problem> Odd(FaceGallery gallery, List<AuditSample> own, double threshold)
    {
        if (own.Count < 2) yield break;
        foreach (var sample in own)
        {
            var nearest = own.Where(other => other != sample).Min(other => gallery.Contract.Distance(sample.Descriptor, other.Descriptor));
            var other = sample.Others.FirstOrDefault();
            var where = $"{sample.Person.Name}, {sample.Detail.Source ?? sample.Detail.Content[..12]}";
            if (other is not null && other.Distance < Math.Min(nearest, threshold))
                yield return new(where, string.Create(CultureInfo.InvariantCulture,
                    $"It is nearer to '{other.Name}' ({other.Distance:0.000}) than to its own ({nearest:0.000})."),
                    "Look at it: it may be under the wrong name.", IsWarning: true);
            else if (nearest >= threshold)
                yield return new(where, string.Create(CultureInfo.InvariantCulture,
                    $"It is the odd one out, {nearest:0.000} from the others; a match is below {threshold:0.000}."),
                    "Look at it: it may be another person.", IsWarning: true);
        }
    }

    // A single one that is apart is the odd one out.
    private static IEnumerable<Problem> Apart(FaceGallery gallery, List<AuditSample> own, double threshold)
    {
        float[][] all = [.. own.Select(sample => sample.Descriptor)];
        var groups = FaceComponents.Of(all, gallery.Contract, threshold).Where(group => group.Count > 1).ToList();
        if (groups.Count < 2) yield break;
        var gap = groups.Skip(1).Min(group => FaceComponents.Between(groups[0], group, all, gallery.Contract));
        var sources = groups.Select(group => Words.List([.. group.Select(at => own[at].Detail.Source ?? own[at].Detail.Content[..12])], 4));
        yield return new(own[0].Person.Name, string.Create(CultureInfo.InvariantCulture,
            $"Its photographs are of {groups.Count} groups that are {gap:0.000} apart, where a match is below {threshold:0.000}: "
                + $"{string.Join("; ", sources)}."),
            "Look at them: they may be of several people.", IsWarning: true);
    }

    // Pairs of names of which a face of one is within the threshold of the other; only those need to be compared face by face.
    private static IReadOnlyList<(string, string)> Near(IReadOnlyList<AuditSample> samples, double threshold) =>
        [.. samples.SelectMany(sample => sample.Others.Where(match => match.Distance < threshold)
                .Select(match => string.CompareOrdinal(match.Name, sample.Person.Name) < 0 ? (match.Name, sample.Person.Name)
                    : (sample.Person.Name, match.Name)))
            .Distinct().Order()];

    // The middle one of all distances between the faces of both.
    private static double Between(FaceGallery gallery, IEnumerable<AuditSample> first, IEnumerable<AuditSample> second)
    {
        double[] distances = [.. from one in first from other in second select gallery.Contract.Distance(one.Descriptor, other.Descriptor)];
        Array.Sort(distances);
        return distances[distances.Length / 2];
    }

    private static string Names(IEnumerable<string> names) => string.Join(" and ", names.Distinct().Select(name => $"'{name}'"));

    private sealed record AuditSample(GalleryPerson Person, SampleContent Detail, float[] Descriptor, IReadOnlyList<FaceMatch> Others);
}
