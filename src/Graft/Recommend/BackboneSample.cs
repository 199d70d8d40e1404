using Graft.Data;
using Graft.Imaging;

namespace Graft;

/// <summary>The images that networks are compared on.</summary>
internal static class BackboneSample
{
    private const string TestSplit = "test";

    /// <summary>Draws from all classes alike, up to the size asked for; unreadable images are left out and named.</summary>
    public static (IReadOnlyList<Sample> Images, int Available, IReadOnlyList<string> Classes) Draw(RecommendRequest request, IProgress<RunEvent>? progress)
    {
        var dataset = DatasetReader.Read(request.Data).Where(sample => sample.Split != TestSplit);
        var classes = dataset.Samples.GroupBy(sample => sample.Label).Select(group => group.ToArray()).ToList();
        if (classes.Count < 2)
            throw new GraftException($"'{request.Data}' has images of {classes.Count} class.", "At least two classes are needed to compare networks.");
        foreach (var group in classes) SeededRandom.For(request.Seed, $"recommend/{group[0].Label}").Shuffle<Sample>(group);
        var drawn = new List<Sample>();
        for (var round = 0; drawn.Count < request.Sample && classes.Any(group => group.Length > round); round++)
            drawn.AddRange(classes.Where(group => group.Length > round).Select(group => group[round]).Take(request.Sample - drawn.Count));
        var readable = new List<Sample>();
        foreach (var (sample, failure) in drawn.AsParallel().AsOrdered().Select(sample => (sample, ImageFile.Verify(sample.Path))))
            if (failure is null) readable.Add(sample);
            else progress?.Report(new RunEvent.Message($"left out: {failure.Message}", IsWarning: true));
        if (readable.Select(sample => sample.Label).Distinct().Count() < 2)
            throw new GraftException($"Of the images drawn from '{request.Data}' {readable.Count} can be read, of fewer than two classes.",
                cure: $"`graft data inspect {request.Data}` says what is wrong.");
        // Labels without a gap: a class of which nothing could be read must not count as one.
        var used = readable.Select(sample => sample.Label).Distinct().Order().ToList();
        return (
            [.. readable.Select(sample => sample with { Label = used.IndexOf(sample.Label) })],
            dataset.Samples.Count,
            [.. used.Select(label => dataset.Classes[label])]);
    }
}
