using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft;

/// <summary>From a folder of pictures to a table of features: <c>include_top=false</c> with the published weights.</summary>
public static class FeatureExtraction
{
    /// <summary>Features of every picture, in the order of their names.</summary>
    /// <exception cref="GraftException">Bad data, no such model or stage, or weights that are not at hand.</exception>
    public static FeatureTable Run(FeatureRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        if (request is { Flatten: true, Stage: null }) throw new GraftException("Nothing but a stage's map can be flattened.", cure: "Name a stage: --stage stage3.");
        var (names, paths, labels) = Pictures(request, progress);
        var model = Pretrained.Load(request.Model, request.Weights, imageSize: request.ImageSize);
        using var cache = request.UseCache ? new FeatureCache() : null;
        using var extractor = new FeatureExtractor(model, new OnnxForwardFactory(), cache, request.Batch, request.Workers,
            request.Stage is null ? null : new FeatureStage(request.Stage, request.Flatten));
        return new FeatureTable(names, labels, extractor.Extract(paths, progress, cancellation), extractor.Width);
    }

    private static (IReadOnlyList<string> Names, IReadOnlyList<string> Paths, IReadOnlyList<string>? Labels) Pictures(FeatureRequest request, IProgress<RunEvent>? progress)
    {
        if (Directory.Exists(request.Data) && PlainFiles(request.Data) is { Count: > 0 } plain)
        {
            plain = Readable(plain, request, progress);
            return ([.. plain.Select(path => Path.GetFileName(path)!)], plain, null);
        }
        var dataset = DatasetReader.Read(request.Data);
        var kept = Readable([.. dataset.Samples.Select(sample => sample.Path)], request, progress).ToHashSet();
        var samples = dataset.Samples.Where(sample => kept.Contains(sample.Path)).ToList();
        return ([.. samples.Select(sample => sample.Name)], [.. samples.Select(sample => sample.Path)], [.. samples.Select(dataset.ClassOf)]);
    }

    // Pictures lying in the folder itself have no class.
    private static IReadOnlyList<string> PlainFiles(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(PictureFiles.IsPicture).Order(StringComparer.Ordinal)];

    // Only headers and lengths are looked at here: decoding everything twice would double the time.
    private static IReadOnlyList<string> Readable(IReadOnlyList<string> paths, FeatureRequest request, IProgress<RunEvent>? progress)
    {
        if (request.OnBadImage == OnBadImage.Fail) return paths;
        var failures = new ImageException?[paths.Count];
        Parallel.For(0, paths.Count, index => failures[index] = ImageFile.Verify(paths[index]));
        foreach (var failure in failures)
            if (failure is not null) progress?.Report(new RunEvent.Message($"left out: {failure.Message}", IsWarning: true));
        return [.. paths.Where((_, index) => failures[index] is null)];
    }
}
