using Graft.Imaging;

namespace Graft.Data;

/// <summary>Finds images that are copies of one another, by bytes and by sight.</summary>
internal static class CopyFinder
{
    // Fewer are compared before anyone could read of it.
    private const int FewestToReport = 1000;

    public static IReadOnlyList<IReadOnlyList<string>> Identical(IReadOnlyList<SampleFacts> facts) =>
        [.. facts.Where(fact => fact.Sha256.Length > 0 && fact.Bytes > 0).GroupBy(fact => fact.Sha256).Where(group => group.Count() > 1)
            .Select(group => (IReadOnlyList<string>)[.. group.Select(fact => fact.Name)])];

    /// <summary>For each image whether one of others is nearly identical, compared with each of them.</summary>
    /// <param name="images">The images.</param>
    /// <param name="others">Those they are compared with.</param>
    /// <param name="options">How alike they must be, and what was seen of all of them.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static bool[] NearAny(IReadOnlyList<Sample> images, IReadOnlyList<Sample> others, ExaminationOptions options, CancellationToken cancellation)
    {
        var near = new bool[images.Count];
        if (options.NearDuplicateBits < 0) return near;
        NearCopy[] seen = [.. others.Concat(images).Select(sample => options.Looked![sample.Path])
            .Select(one => new NearCopy(one.Facts.PerceptualHash, one.Thumbnail!))];
        var index = new HashIndex([.. seen.Select(image => image.Hash)], options.NearDuplicateBits);
        Parallel.For(0, near.Length, DatasetExamination.Workers(options, cancellation), at => near[at] = index.Near(others.Count + at)
            .Exists(other => other < others.Count && seen[others.Count + at].IsOf(seen[other], options.NearDuplicateBits)));
        return near;
    }

    /// <summary>Groups of at least two different contents, with every byte-identical copy of them; see <see cref="CopyGrouping"/>.</summary>
    /// <param name="facts">What is known of the images.</param>
    /// <param name="thumbnails">Of the same images; null where there is an error.</param>
    /// <param name="bits">Bits in which the hashes of near images may differ; -1 for none at all.</param>
    /// <param name="workers">How many are compared at a time, and whether it was cancelled.</param>
    /// <param name="progress">Told how far it is.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Near(IReadOnlyList<SampleFacts> facts, IReadOnlyList<Thumbnail?> thumbnails, int bits,
        ParallelOptions workers, IProgress<ExaminationProgress>? progress = null)
    {
        if (bits < 0) return [];
        var contents = Enumerable.Range(0, facts.Count).Where(at => facts[at].Error is null).GroupBy(at => facts[at].Sha256).Select(same => same.ToArray())
            .ToArray();
        var groups = CopyGrouping.Make([.. contents.Select(same => facts[same[0]].PerceptualHash)], [.. contents.Select(same => thumbnails[same[0]]!)], bits,
            workers, contents.Length < FewestToReport ? null : done => progress?.Report(new ExaminationProgress(done, contents.Length, IsComparing: true)));
        return [.. groups.Select(group =>
            (IReadOnlyList<string>)[.. group.SelectMany(at => contents[at]).Select(at => facts[at].Name).Order(StringComparer.Ordinal)])];
    }
}
