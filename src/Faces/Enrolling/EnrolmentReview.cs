using System.Globalization;

namespace Graft.Faces;

/// <summary>
/// Looks at a person's new faces together, with those that are enrolled: copies, faces that are nearer to another person than to their own, the odd one
/// out, and groups that are apart. Names and distances are said.
/// </summary>
internal sealed class EnrolmentReview(FaceGallery gallery, bool isStrict)
{
    // The same photograph in another size or compression; two photographs of one person, however alike, are farther apart. 0.05 of dlib's 0.6.
    private const double CopyShare = 0.05 / 0.6;

    // Distances of another network are of another size, which only its author's threshold tells. A cosine distance grows as the square of a Euclidean one.
    private double? CopyDistance => gallery.Contract.AuthorsThreshold * (gallery.Contract.IsCosine ? CopyShare * CopyShare : CopyShare);

    /// <summary>Takes refused candidates out of the list, and says why.</summary>
    public IReadOnlyList<EnrolmentItem> Run(string name, List<EnrolmentCandidate> candidates)
    {
        List<EnrolmentItem> refused = [];
        var enrolled = gallery.DescriptorsOf(name);
        // Where nobody has set or measured one, only what is nearer to another person than to its own can be seen.
        var threshold = isStrict ? gallery.CurrentThreshold().Match : gallery.KnownThreshold()?.Match;
        void Refuse(EnrolmentCandidate candidate, string reason, double value, double limit)
        {
            candidates.Remove(candidate);
            refused.Add(EnrolmentItem.Refuse(name, candidate.File, reason, "distance", Math.Round(value, 4), Math.Round(limit, 4)));
        }

        foreach (var candidate in candidates.ToList())
        {
            var before = candidates.TakeWhile(other => other != candidate).Select(other => (Distance(candidate, other), other.File));
            var nearest = before.Concat(enrolled.Select(own => (Distance(candidate, own), "an enrolled photograph"))).OrderBy(pair => pair.Item1)
                .FirstOrDefault();
            if (nearest.Item2 is not null && CopyDistance is { } limit && nearest.Item1 < limit)
                Refuse(candidate, $"it is a copy of {nearest.Item2}", nearest.Item1, limit);
        }

        foreach (var candidate in candidates.ToList())
        {
            var own = NearestOwn(candidate, candidates, enrolled);
            var other = gallery.Search(candidate.Face.Descriptor.Span, 2).FirstOrDefault(match => match.Name != name);
            if (other is null) continue;
            // A single face has no own to be nearer to; and who is far from all is the odd one out, and not another person.
            var limit = isStrict || own is null ? threshold ?? 0 : Math.Min(own.Value, threshold ?? double.MaxValue);
            if (other.Distance < limit)
                Refuse(candidate, own is { } distance && other.Distance < distance
                    ? string.Create(CultureInfo.InvariantCulture, $"it is nearer to '{other.Name}' ({other.Distance:0.000}) than to its own ({distance:0.000})")
                    : string.Create(CultureInfo.InvariantCulture, $"it is within the threshold of '{other.Name}' ({other.Distance:0.000})"), other.Distance,
                        limit);
        }

        // All of them are measured before any is taken out.
        List<(EnrolmentCandidate Candidate, double Own)> odd = [];
        foreach (var candidate in candidates)
        {
            if (enrolled.Count + candidates.Count < 2) break;
            var own = (isStrict ? MiddleOwn(candidate, candidates, enrolled) : NearestOwn(candidate, candidates, enrolled))!.Value;
            if (own >= threshold) odd.Add((candidate, own));
        }
        foreach (var (candidate, own) in odd)
            Refuse(candidate, string.Create(CultureInfo.InvariantCulture, $"it is the odd one out: {own:0.000} from the others of '{name}'"), own,
                threshold!.Value);
        foreach (var (candidate, gap, other) in threshold is { } limitOfGroups ? Apart(candidates, enrolled, limitOfGroups) : [])
            Refuse(candidate, string.Create(CultureInfo.InvariantCulture,
                $"the photographs of '{name}' are of groups that are {gap:0.000} apart, and {other}"), gap, threshold!.Value);
        return refused;
    }

    // Nobody else tells who is right: those that are enrolled, or the larger group; of two alike neither.
    private List<(EnrolmentCandidate Candidate, double Gap, string Other)> Apart(
        List<EnrolmentCandidate> candidates, IReadOnlyList<float[]> enrolled, double threshold)
    {
        List<float[]> all = [.. candidates.Select(candidate => candidate.Face.Descriptor.ToArray()), .. enrolled];
        var groups = FaceComponents.Of(all, gallery.Contract, threshold);
        if (groups.Count < 2) return [];
        var kept = groups.Where(group => enrolled.Count > 0 ? group.Any(at => at >= candidates.Count) : group.Count > groups[1].Count).ToList();
        var said = enrolled.Count > 0 ? "those that are enrolled are of another"
            : kept.Count > 0 ? "more of them are of another" : "nothing tells whose name it is";
        return [.. groups.Except(kept).SelectMany(group => group.Where(at => at < candidates.Count).Select(at => (candidates[at],
            groups.Where(other => other != group).Min(other => FaceComponents.Between(group, other, all, gallery.Contract)), said)))];
    }

    private double Distance(EnrolmentCandidate first, EnrolmentCandidate second) => Distance(first, second.Face.Descriptor.ToArray());

    private double Distance(EnrolmentCandidate first, float[] second) => gallery.Contract.Distance(first.Face.Descriptor.Span, second);

    private double? NearestOwn(EnrolmentCandidate candidate, List<EnrolmentCandidate> candidates, IReadOnlyList<float[]> enrolled)
    {
        var own = Others(candidate, candidates, enrolled);
        return own.Count == 0 ? null : own.Min();
    }

    private double? MiddleOwn(EnrolmentCandidate candidate, List<EnrolmentCandidate> candidates, IReadOnlyList<float[]> enrolled)
    {
        var own = Others(candidate, candidates, enrolled);
        return own.Count == 0 ? null : own.Order().ElementAt(own.Count / 2);
    }

    private List<double> Others(EnrolmentCandidate candidate, List<EnrolmentCandidate> candidates, IReadOnlyList<float[]> enrolled) =>
        [.. candidates.Where(other => other != candidate).Select(other => Distance(candidate, other)), .. enrolled.Select(own => Distance(candidate, own))];
}
