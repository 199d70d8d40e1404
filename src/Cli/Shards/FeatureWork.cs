using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Shards;

namespace Graft.Cli;

/// <summary>Features in parts. The feature cache is left alone: a pass over more images than it holds would leave nothing for the next one.</summary>
internal sealed class FeatureWork : ShardWork<FeatureWork.Row>, IDisposable
{
    private readonly FeatureExtractor _extractor;
    private readonly CancellationToken _cancellation;

    /// <exception cref="GraftException">No such model or stage, weights that are not at hand, or what parts do not have.</exception>
    public FeatureWork(FeatureRequest request, CancellationToken cancellation)
    {
        OptionsCheck.Throw("The request for features", request);
        if (request is { Flatten: true, Stage: null })
            throw new GraftException("Nothing but a stage's map can be flattened.", cure: "Name a stage, as --stage stage3 does.");
        if (request.Precision == Manifest.Int8)
            throw new GraftException("Features in parts are not computed in 8 bits.", "Their ranges come from the images, and every part has other images.",
                "Leave --precision out.");
        var model = Pretrained.Load(request.Model, request.Weights, imageSize: request.ImageSize);
        var stage = request.Stage is null ? null : new FeatureStage(request.Stage, request.Flatten);
        _cancellation = cancellation;
        _extractor = new FeatureExtractor(model, new OnnxForwardFactory(), null, request.Batch, request.Workers, stage);
        Job = new PartJob
        {
            Task = "features",
            Model = request.Model,
            ModelHash = model.WeightsHash,
            PreprocessHash = model.Preprocess.Hash,
            Settings = $"stage={(stage ?? FeatureStage.Neck).Key} width={_extractor.Width} max_pixels={DecodeOptions.ProcessMaxPixels}",
            ListHash = "",
            Items = 0,
            Shards = 0,
        };
    }

    public override PartJob Job { get; }

    public override PartTable<Row> Table() => new PartTable<Row>(row => row.Name, row => row.Failure).Numbers("features", row => row.Values);

    public override IEnumerable<Row> Answer(IEnumerable<ReadImage> images)
    {
        foreach (var batch in images.Chunk(_extractor.Batch))
        {
            List<ReadImage> read = [.. batch.Where(image => image.Failure is null)];
            var features = new float[read.Count * _extractor.Width];
            var failures = read.Count == 0 ? [] : _extractor.ExtractRead([.. read.Select(image => (image.Name, image.Bytes))], features, _cancellation);
            var next = 0;
            foreach (var image in batch)
            {
                if (image.Failure is { } failure) yield return new Row(image.Name, failure, []);
                else
                {
                    yield return new Row(image.Name, failures[next], new ArraySegment<float>(features, next * _extractor.Width, _extractor.Width));
                    next++;
                }
            }
        }
    }

    public void Dispose() => _extractor.Dispose();

    /// <summary>An image's features.</summary>
    internal sealed record Row(string Name, ImageException? Failure, ArraySegment<float> Values);
}
