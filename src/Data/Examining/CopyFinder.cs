namespace Graft.Data;

/// <summary>Finds images that are copies of one another, by bytes and by sight.</summary>
internal static class CopyFinder
{
    /// <summary>
    /// Least correlation of two thumbnails to call them copies. On the bundled photos, copies stay above it (JPEG quality 30:
    /// 0.997, half size: 0.9997, brightness 1.2: 0.968, gamma 1.5: 0.979) and the closest two different photos reach 0.893.
    /// </summary>
    public const float MinLikeness = 0.94f;

    public static IReadOnlyList<IReadOnlyList<string>> Identical(IReadOnlyList<SampleFacts> facts) =>
        [.. facts.Where(fact => fact.Sha256.Length > 0 && fact.Bytes > 0).GroupBy(fact => fact.Sha256).Where(group => group.Count() > 1)
            .Select(group => (IReadOnlyList<string>)[.. group.Select(fact => fact.Name)])];

    /// <summary>Groups of at least two different contents, with every byte-identical copy of them.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Near(IReadOnlyList<SampleFacts> facts, IReadOnlyList<float[]> thumbnails, int bits)
    {
        if (bits < 0) return [];
        var contents = Enumerable.Range(0, facts.Count).Where(at => facts[at].Error is null).GroupBy(at => facts[at].Sha256).Select(same => same.ToArray()).ToArray();
        var index = new HashIndex([.. contents.Select(same => facts[same[0]].PerceptualHash)]);
        var sets = new UnionFind(contents.Length);
        foreach (var (first, second) in index.Pairs(bits))
            if (sets.Find(first) != sets.Find(second)
                && Thumbnail.Likeness(thumbnails[contents[first][0]], thumbnails[contents[second][0]]) >= MinLikeness)
                sets.Join(first, second);
        return [.. sets.Sets().Where(set => set.Count > 1).Select(set => (IReadOnlyList<string>)[.. set.SelectMany(at => contents[at]).Select(at => facts[at].Name).Order(StringComparer.Ordinal)])];
    }
}
