using Graft.Artifacts;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>A detector from a model file, with masks where its network draws them. Thread-safe.</summary>
public sealed class DetectionPredictor : IDisposable
{
    private readonly DetectorSession _session;
    private readonly RuntimeOptions _options;

    private DetectionPredictor(Manifest manifest, DetectorSession session, RuntimeOptions options) => (Manifest, _session, _options) = (manifest, session, options);

    /// <summary>What the file says of itself.</summary>
    public Manifest Manifest { get; }

    /// <summary>Whether objects come with masks.</summary>
    public bool HasMasks => _session.HasMasks;

    /// <summary>Opens a model file, checks its hash, and lets it answer its own probes.</summary>
    /// <exception cref="GraftException">
    /// The file is missing, not a model, changed, cut off, newer, or of another task; or it answers its probes differently than
    /// the trainer did (exit code 1).
    /// </exception>
    public static DetectionPredictor Open(string path, RuntimeOptions? options = null)
    {
        options ??= new();
        var (manifest, model) = ModelFile.Load(path);
        if (manifest.Task is not ("detect" or "instances")) throw new GraftException($"'{path}' is a model for the task '{manifest.Task}'.", "A detector was expected.");
        var predictor = new DetectionPredictor(manifest, new DetectorSession(model, path, options), options);
        try
        {
            predictor.Test(path);
        }
        catch
        {
            predictor.Dispose();
            throw;
        }
        return predictor;
    }

    /// <summary>Detections on images in memory, in pixels of the input, the surest of each first; masks as <see cref="Detection.Grid"/>.</summary>
    /// <param name="images">count x Height x Width x 3 bytes, RGB, as the preprocessing gives them.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="size">Their size; both sides multiples of the contract's.</param>
    /// <param name="threshold">Detections must score more than this, 0..1; null for the file's own.</param>
    /// <param name="overlap">Of detections of one class with more IoU than this, 0..1, the surest stays; null for the file's own.</param>
    /// <param name="real">Size of each image within it, from the upper left: boxes are cut to it before suppression; null where all fill it.</param>
    /// <exception cref="ArgumentException">The bytes or sizes are not that many, or a side is not such a multiple.</exception>
    /// <exception cref="GraftException">An overlap is given and the file was written when its suppression was fixed.</exception>
    public IReadOnlyList<IReadOnlyList<Detection>> Detect(ReadOnlySpan<byte> images, int count, (int Height, int Width) size, float? threshold = null, float? overlap = null,
        IReadOnlyList<(int Height, int Width)>? real = null)
    {
        if (real is not null && real.Count != count) throw new ArgumentException($"There are {real.Count} sizes of {count} images.", nameof(real));
        RequireChoice(overlap);
        var multiple = Math.Max(1, Manifest.Preprocess.SizeMultiple);
        if (size.Height % multiple != 0 || size.Width % multiple != 0)
            throw new ArgumentException($"Both sides must be multiples of {multiple}; they are {size.Width} x {size.Height}.", nameof(size));
        return count == 0 ? [] : _session.Run(images, count, size, (threshold, overlap), real);
    }

    /// <summary>Objects on files, in their order, with decoding and network on all cores; memory does not grow with the number of files.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="threshold">Objects must score more than this, 0..1; null for the file's own.</param>
    /// <param name="overlap">Of objects of one class with more IoU than this, 0..1, the surest stays; null for the file's own.</param>
    /// <exception cref="GraftException">An image cannot be read and <see cref="RuntimeOptions.OnUnreadableImage"/> is Fail; or an overlap is given and the file was written when its suppression was fixed.</exception>
    public IEnumerable<DetectionPrediction> Predict(IEnumerable<string> paths, float? threshold = null, float? overlap = null)
    {
        RequireChoice(overlap);
        return OrderedWork.Run(paths.Chunk(_options.LargeBatchSize), _options.Workers, some => Several(some, threshold, overlap)).SelectMany(answers => answers);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void RequireChoice(float? overlap)
    {
        if (overlap is not null && !_session.TakesOverlap)
            throw new GraftException("The IoU threshold of non-maximum suppression is fixed in this file.", "Files that take another have the input 'iou_threshold'.", "Write it again from its run with `graft export RUN`.");
    }

    // Images of one input size run together.
    private DetectionPrediction[] Several(string[] paths, float? threshold, float? overlap)
    {
        var answers = new DetectionPrediction[paths.Length];
        List<(int At, FittedImage Fitted)> loaded = [];
        for (var at = 0; at < paths.Length; at++)
            try
            {
                loaded.Add((at, FittedImage.Load(Manifest.Preprocess, paths[at])));
            }
            catch (ImageException failure) when (_options.OnUnreadableImage == OnUnreadableImage.Skip)
            {
                answers[at] = new DetectionPrediction(paths[at], [], 0, 0, failure);
            }
        foreach (var group in loaded.GroupBy(one => one.Fitted.InputSize))
        {
            var (together, length) = (group.ToList(), group.Key.Height * group.Key.Width * 3);
            var input = new byte[together.Count * length];
            for (var i = 0; i < together.Count; i++) together[i].Fitted.CopyTo(group.Key, input.AsSpan(i * length, length));
            var found = Detect(input, together.Count, group.Key, threshold, overlap, [.. together.Select(one => (one.Fitted.Image.Height, one.Fitted.Image.Width))]);
            for (var i = 0; i < together.Count; i++) answers[together[i].At] = Answer(paths[together[i].At], together[i].Fitted, found[i]);
        }
        return answers;
    }

    private DetectionPrediction Answer(string path, FittedImage fitted, IReadOnlyList<Detection> found)
    {
        var objects = Detection.InImage(found, fitted.Scale, (fitted.ImageWidth, fitted.ImageHeight)).Where(detection => !detection.Box.IsEmpty).Select(detection =>
            new FoundObject(detection.Box, detection.Label, Manifest.Classes[detection.Label], detection.Score) { Mask = detection.Mask });
        return new DetectionPrediction(path, [.. objects], fitted.ImageWidth, fitted.ImageHeight);
    }

    private void Test(string path)
    {
        var contract = Manifest.Preprocess;
        foreach (var probe in Manifest.Probes)
            DetectionProbes.Check(probe, Detect(DetectionProbes.Image(probe.Seed, contract), 1, DetectionProbes.SizeOf(contract), DetectionProbes.Threshold)[0], $"The self-test of '{path}' failed");
    }
}
