using Graft.Data;

namespace Graft;

/// <summary>The images that networks are compared on.</summary>
/// <param name="Images">Those drawn, that can be read.</param>
/// <param name="Groups">What each of them stays in one fold with, null where it stands alone: a copy in another fold would give the answer away.</param>
/// <param name="Copies">The set of copies that each of them is in, which is the evidence of one image; null without copies.</param>
/// <param name="Available">Images of the data set that may be trained on.</param>
/// <param name="Classes">Names of the classes that were drawn.</param>
internal sealed record BackboneSample(IReadOnlyList<Sample> Images, IReadOnlyList<string?> Groups, IReadOnlyList<int>? Copies, int Available,
    IReadOnlyList<string> Classes)
{
    private const string TestSplit = "test";

    /// <summary>Draws from all classes alike, up to the size asked for; unreadable images are left out and named.</summary>
    public static BackboneSample Draw(RecommendRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var dataset = DatasetReader.Read(request.Data).Where(sample => sample.Split != TestSplit);
        var classes = dataset.Samples.GroupBy(sample => sample.Label).Select(group => group.ToArray()).ToList();
        if (classes.Count < 2)
            throw new GraftException($"'{request.Data}' has images of {classes.Count} class.", "At least two classes are needed to compare networks.");
        foreach (var group in classes) SeededRandom.For(request.Seed, $"recommend/{group[0].Label}").Shuffle<Sample>(group);
        var drawn = new List<Sample>();
        for (var round = 0; drawn.Count < request.Sample && classes.Any(group => group.Length > round); round++)
            drawn.AddRange(classes.Where(group => group.Length > round).Select(group => group[round]).Take(request.Sample - drawn.Count));
        var options = new ExaminationOptions { NearDuplicateBits = request.NearDuplicateBits };
        var examination = DatasetExamination.Look(dataset with { Samples = drawn }, options, null, cancellation);
        foreach (var facts in examination.Facts)
            if (facts.Error is { } error)
                progress?.Report(new RunEvent.Message($"left out: {error.Where}: {error.What} {error.Cure}".TrimEnd(), IsWarning: true));
        var readable = examination.WithoutBadImages().Dataset.Samples;
        if (readable.Select(sample => sample.Label).Distinct().Count() < 2)
            throw new GraftException($"Of the images drawn from '{request.Data}' {readable.Count} can be read, of fewer than two classes.",
                cure: $"`graft data inspect {request.Data}` says what is wrong.");
        // Labels without a gap: a class of which nothing could be read must not count as one.
        var used = readable.Select(sample => sample.Label).Distinct().Order().ToList();
        return new([.. readable.Select(sample => sample with { Label = used.IndexOf(sample.Label) })], Unit.GroupsOf(readable, examination),
            Unit.CopiesOf([.. readable.Select(sample => sample.Name)], examination), dataset.Samples.Count, [.. used.Select(label => dataset.Classes[label])]);
    }
}
