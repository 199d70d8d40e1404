using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>
/// Images as a pretrained network sees them, for probes: its maps of strides 8, 16 and 32, with few numbers a cell. The maps are computed once; the cache
/// keeps them for the next time.
/// </summary>
internal static class ImageMaps
{
    /// <summary>Images are resized to this square, in pixels: boxes are in shares of it, so that their shape is no matter.</summary>
    public const int Size = 448;

    private const int Batch = 8, CellsForReduction = 20_000;
    private static readonly (int Stride, int Kept)[] Levels = [(8, 16), (16, 32), (32, 128)];

    /// <summary>The maps of images in the order of their paths, about 0.8 MB an image.</summary>
    /// <exception cref="GraftException">The network has no such maps, or an image cannot be read.</exception>
    public static IReadOnlyList<SceneMaps> Of(AuditRequest request, IReadOnlyList<string> paths, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var model = Pretrained.Load(request.Model, imageSize: Size).OnWholeImages();
        using var cache = new FeatureCache(progress: progress);
        var maps = new List<SceneMap>[paths.Count];
        for (var i = 0; i < maps.Length; i++) maps[i] = [];
        foreach (var (stride, kept) in Levels)
        {
            if (model.Graph.Stages.LastOrDefault(stage => stage.Stride == stride) is not { } stage
                || model.Graph.EndingAt(stage.Name) is var part && part.Infer(Size, Size)[part.Output] is not [_, _, _])
                throw new GraftException($"{request.Model} has no map of a {stride}th of the image's size, which objects are looked for on.",
                    "Convolutional networks have them.", $"Give another {Flag.Of("--model")}, such as {Pretrained.DefaultModel}.");
            using var extractor = new FeatureExtractor(
                model, new OnnxForwardFactory(), cache, Batch, request.Workers, new FeatureStage(stage.Name, IsFlat: true));
            var (across, cells) = (Size / stride, Size / stride * (Size / stride));
            var reduction = ReductionOf(extractor, paths, stage.Channels, cells, kept, request.Seed, cancellation);
            var done = 0;
            extractor.Extract(paths, rows =>
            {
                var batch = rows.Length / extractor.Width;
                CoreWork.For(batch, request.Workers > 0 ? request.Workers : Environment.ProcessorCount, i =>
                    maps[done + i].Add(reduction.Apply(rows.Span.Slice(i * extractor.Width, extractor.Width), across, across)));
                done += batch;
            }, progress, cancellation);
        }
        return [.. maps.Select(levels => new SceneMaps(levels))];
    }

    // From images all over the data set, and cells all over them.
    private static ChannelReduction ReductionOf(FeatureExtractor extractor, IReadOnlyList<string> paths, int channels, int cells, int kept, ulong seed,
        CancellationToken cancellation)
    {
        const int Images = 100;
        var count = Math.Min(Images, paths.Count);
        string[] chosen = [.. Enumerable.Range(0, count).Select(i => paths[(int)((long)i * paths.Count / count)])];
        var (step, sample) = (Math.Max(1, (int)Math.Ceiling((double)chosen.Length * cells / CellsForReduction)), new List<float>());
        extractor.Extract(chosen, rows =>
        {
            for (var image = 0; image < rows.Length; image += extractor.Width)
                for (var cell = sample.Count / channels % step; cell < cells; cell += step)
                    for (var c = 0; c < channels; c++) sample.Add(rows.Span[image + c * cells + cell]);
        }, null, cancellation);
        return ChannelReduction.Of([.. sample], channels, kept, seed);
    }
}
