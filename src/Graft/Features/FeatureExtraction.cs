using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft;

/// <summary>From a folder of images to a table of features: <c>include_top=false</c> with the published weights.</summary>
public static class FeatureExtraction
{
    /// <summary>Features of every image, in the order of their names.</summary>
    /// <exception cref="GraftException">Values out of range, bad data, no such model or stage, or weights that are not at hand.</exception>
    public static FeatureTable Run(FeatureRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        float[] values = [];
        var columns = Extract(request, progress, cancellation,
            (columns, extract) => values = FeatureExtractor.Gather(columns.Files.Count, columns.Width, extract));
        return new FeatureTable(columns.Files, columns.Labels, values, columns.Width);
    }

    /// <summary>The same into a file, as they are computed: memory does not grow with the number of images.</summary>
    /// <param name="request">Which features of which images.</param>
    /// <param name="path">The table: .npy, .csv or .parquet, written whole or not at all.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops after a batch; nothing is written then.</param>
    /// <returns>How many images there are, and how many features each has.</returns>
    /// <exception cref="GraftException">As <see cref="Run"/>, and another ending, or a file that cannot be written.</exception>
    public static (int Images, int Width) Write(
        FeatureRequest request, string path, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        FeatureTableFile.Require(path);
        var columns = Extract(request, progress, cancellation,
            (columns, extract) => FeatureTableFile.Write(path, columns, writer => extract(rows => writer.Add(rows.Span))));
        return (columns.Files.Count, columns.Width);
    }

    private static FeatureColumns Extract(
        FeatureRequest request,
        IProgress<RunEvent>? progress,
        CancellationToken cancellation,
        Action<FeatureColumns, Action<Action<ReadOnlyMemory<float>>>> use)
    {
        OptionsCheck.Throw("The request for features", request);
        if (request is { Flatten: true, Stage: null })
            throw new GraftException("Nothing but a stage's map can be flattened.", cure: $"Name a stage, as {Flag.Of("--stage", "stage3")} does.");
        var (names, paths, labels) = Images(request, progress, cancellation);
        var model = Pretrained.Load(request.Model, request.Weights, imageSize: request.ImageSize);
        if (request.Weights is not null && model.Report?.Describe() is { } taken) progress?.Report(new RunEvent.Message(taken));
        using var cache = request.UseCache ? new FeatureCache(progress: progress) : null;
        using var extractor = new FeatureExtractor(model, new OnnxForwardFactory(), cache, request.Batch, request.Workers,
            request.Stage is null ? null : new FeatureStage(request.Stage, request.Flatten));
        var columns = new FeatureColumns(names, labels, extractor.Width);
        use(columns, rows => Extract(extractor, request, paths, rows, progress, cancellation));
        return columns;
    }

    // Decoding everything beforehand would double the time of the many runs without a bad image.
    private static void Extract(
        FeatureExtractor extractor,
        FeatureRequest request,
        IReadOnlyList<string> paths,
        Action<ReadOnlyMemory<float>> rows,
        IProgress<RunEvent>? progress,
        CancellationToken cancellation)
    {
        try
        {
            if (request.Precision == Manifest.Int8) extractor.Quantise(paths, progress, cancellation);
            extractor.Extract(paths, rows, progress, cancellation);
        }
        catch (Exception failure) when (failure is ImageException or ProblemsException)
        {
            progress?.Report(new RunEvent.Message("an image cannot be read; the others are checked too, so that all such images are listed"));
            List<Problem> problems = [.. Failures(paths, request.Workers, cancellation).Zip(paths).Where(pair => pair.First is not null)
                .Select(pair => new Problem(
                    pair.Second, $"{pair.First!.What} {pair.First.Expected}".TrimEnd(), $"Fix or remove it, or use {Flag.Of("--on-bad-image", "skip")}."))];
            if (problems.Count == 0) throw; // it was mended meanwhile
            throw new ProblemsException($"'{request.Data}'", problems);
        }
    }

    private static (IReadOnlyList<string> Names, IReadOnlyList<string> Paths, IReadOnlyList<string>? Labels) Images(
        FeatureRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        if (Directory.Exists(request.Data) && PlainFiles(request.Data) is { Count: > 0 } plain)
        {
            WarnOfSubfolders(request.Data, plain.Count, progress);
            plain = Readable(plain, request, progress, cancellation);
            return ([.. plain.Select(path => Path.GetFileName(path)!)], plain, null);
        }
        var dataset = DatasetReader.Read(request.Data, new ReaderOptions { OnBadImage = request.OnBadImage, Cancellation = cancellation });
        Preparation.Warn(dataset.Warnings, progress);
        var kept = Readable([.. dataset.Samples.Select(sample => sample.Path)], request, progress, cancellation).ToHashSet();
        var samples = dataset.Samples.Where(sample => kept.Contains(sample.Path)).ToList();
        return ([.. samples.Select(sample => sample.Name)], [.. samples.Select(sample => sample.Path)], [.. samples.Select(dataset.ClassOf)]);
    }

    // Images lying in the folder itself have no class.
    private static IReadOnlyList<string> PlainFiles(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(ImageFiles.IsImage).Order(StringComparer.Ordinal)];

    private static void WarnOfSubfolders(string folder, int plain, IProgress<RunEvent>? progress)
    {
        var below = ImageFiles.Subfolders(new DirectoryInfo(folder))
            .Select(sub => (sub.Name, Count: sub.EnumerateFiles("*", SearchOption.AllDirectories).Count(file => ImageFiles.IsImage(file.FullName))))
            .Where(sub => sub.Count > 0).ToList();
        if (below.Count == 0) return;
        progress?.Report(new RunEvent.Message(
            $"'{folder}' has {plain} images of its own, and only these are taken: {below.Sum(sub => sub.Count)} more lie in its folders "
            + $"{string.Join(", ", below.Select(sub => sub.Name))}. Move the loose ones away, or give the folders by themselves.", IsWarning: true));
    }

    private static IReadOnlyList<string> Readable(
        IReadOnlyList<string> paths, FeatureRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        if (request.OnBadImage == OnBadImage.Fail) return paths;
        var failures = Failures(paths, request.Workers, cancellation);
        foreach (var failure in failures)
            if (failure is not null) progress?.Report(new RunEvent.Message($"left out: {failure.Message}", IsWarning: true));
        return [.. paths.Where((_, index) => failures[index] is null)];
    }

    private static ImageException?[] Failures(IReadOnlyList<string> paths, int workers, CancellationToken cancellation)
    {
        var failures = new ImageException?[paths.Count];
        Parallel.For(0, paths.Count,
            new ParallelOptions { MaxDegreeOfParallelism = workers > 0 ? workers : Environment.ProcessorCount, CancellationToken = cancellation },
            index => failures[index] = ImageFile.Verify(paths[index]));
        return failures;
    }
}
