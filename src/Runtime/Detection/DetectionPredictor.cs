using Graft.Artifacts;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>A detector from a model file, with masks where its network draws them. Thread-safe.</summary>
public sealed partial class DetectionPredictor : Predictor<DetectionPrediction>
{
    private readonly DetectorSession _session;

    private DetectionPredictor(Manifest manifest, DetectorSession session, RuntimeOptions options)
        : base(manifest, session.Native, options, options.LargeBatchSize) => _session = session;

    /// <summary>Whether objects come with masks.</summary>
    public bool HasMasks => _session.HasMasks;

    /// <summary>Opens a model file, checks its hash, and lets it answer its own probes.</summary>
    /// <exception cref="GraftException">
    /// The file is missing, not a model, changed, cut off, newer, or of another task; or it answers its probes differently than
    /// the trainer did (exit code 1); or <see cref="RuntimeOptions.IouThreshold"/> is given and the file was written when it was fixed.
    /// </exception>
    public static DetectionPredictor Open(string path, RuntimeOptions? options = null)
    {
        options ??= new();
        var (manifest, model) = Load(path, options, "A detector was expected.", TaskKind.Detect, TaskKind.Instances);
        return Tested(path, new DetectionPredictor(manifest, new DetectorSession(model, path, options), options), predictor => predictor.Test(path));
    }

    /// <summary>Detections on images in memory, in pixels of the input, the surest of each first; masks as <see cref="Detection.Grid"/>.</summary>
    /// <param name="images">count x Height x Width x 3 bytes, RGB, as the preprocessing gives them.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="size">Their size; both sides multiples of the contract's.</param>
    /// <param name="threshold">Detections must score more than this, 0..1; null for the file's own.</param>
    /// <param name="overlap">The NMS IoU threshold, 0..1; null for the file's own.</param>
    /// <param name="real">Size of each image within it, from the upper left: boxes are cut to it before suppression; null where all fill it.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="ArgumentException">The bytes or sizes are not that many, or a side is not such a multiple.</exception>
    /// <exception cref="GraftException">A threshold is not in 0..1, or an overlap is given and the file was written when its suppression was fixed.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    internal IReadOnlyList<IReadOnlyList<Detection>> Detect(
        ReadOnlySpan<byte> images,
        int count,
        (int Height, int Width) size,
        float? threshold = null,
        float? overlap = null,
        IReadOnlyList<(int Height, int Width)>? real = null,
        CancellationToken cancellation = default)
    {
        if (real is not null && real.Count != count) throw new ArgumentException($"There are {real.Count} sizes of {count} images.", nameof(real));
        var limits = Checked(threshold, overlap);
        var multiple = Math.Max(1, Manifest.Preprocess.SizeMultiple);
        if (size.Height % multiple != 0 || size.Width % multiple != 0)
            throw new ArgumentException($"Both sides must be multiples of {multiple}; they are {size.Width} x {size.Height}.", nameof(size));
        return count == 0 ? [] : _session.Run(images, count, size, limits, real, cancellation);
    }

    /// <summary>Answers an image file with thresholds of its own in place of those in <see cref="RuntimeOptions"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threshold">Objects must score more than this, 0..1.</param>
    /// <param name="overlap">The NMS IoU threshold, 0..1; null for the one the predictor was opened with.</param>
    /// <exception cref="GraftException">
    /// The image cannot be read and <see cref="RuntimeOptions.OnBadImage"/> is Fail; a threshold is not in 0..1; or an overlap is given and the file was
    /// written when its suppression was fixed.
    /// </exception>
    public DetectionPrediction Predict(string path, double threshold, double? overlap = null)
    {
        var limits = Checked(threshold, overlap ?? Options.IouThreshold);
        return One(ImageInput.Of(path), batch => Answer(batch, limits, CancellationToken.None));
    }

    /// <summary>Answers image files in their order, with thresholds of their own in place of those in <see cref="RuntimeOptions"/>.</summary>
    /// <inheritdoc cref="Predict(string, double, double?)" path="/*[not(self::summary)]"/>
    /// <param name="paths">The files.</param>
    /// <param name="threshold">Objects must score more than this, 0..1.</param>
    /// <param name="overlap">The NMS IoU threshold, 0..1; null for the one the predictor was opened with.</param>
    public IEnumerable<DetectionPrediction> Predict(IEnumerable<string> paths, double threshold, double? overlap = null)
    {
        var limits = Checked(threshold, overlap ?? Options.IouThreshold);
        return Many(paths.Select(ImageInput.Of), batch => Answer(batch, limits, CancellationToken.None));
    }

    internal override WatchedAnswer Watch(RgbImage image, CancellationToken cancellation)
    {
        var fitted = FittedImage.Of(Manifest.Preprocess, image);
        var size = fitted.InputSize;
        var (input, embedding) = (new byte[size.Height * size.Width * 3], new float[EmbeddingWidth]);
        fitted.CopyTo(size, input);
        var found = _session.Run(input, 1, size, default, [(fitted.Image.Height, fitted.Image.Width)], cancellation, embedding)[0];
        List<LabelAmount> labels = [.. found.Where(detection => detection.Score >= DetectedFacts.DefaultConfidence)
            .CountBy(detection => detection.Label).OrderBy(count => count.Key).Select(count => new LabelAmount(count.Key, count.Value))];
        if (labels.Count == 0) labels.Add(new LabelAmount(Manifest.Classes.Count, 1));
        return new WatchedAnswer(embedding, found.Count > 0 ? (float)found.Max(detection => detection.Score) : 0, labels);
    }

    internal override float[] Embeddings(ReadOnlySpan<byte> images, int count, (int Height, int Width) size)
    {
        var embeddings = new float[count * EmbeddingWidth];
        _ = _session.Run(images, count, size, default, null, CancellationToken.None, embeddings);
        return embeddings;
    }

    private protected override void Answer(IReadOnlyList<Slot<ImageInput, DetectionPrediction>> batch, CancellationToken cancellation) =>
        Answer(batch, Options.Limits, cancellation);

    private protected override DetectionPrediction Unread(ImageInput input, ImageException failure) => new(input.Path, [], 0, 0, failure) { Name = input.Name };

    private (float? Threshold, float? Overlap) Checked(double? threshold, double? overlap)
    {
        var limits = RuntimeOptions.LimitsOf(threshold, overlap);
        if (limits.Overlap is null || _session.TakesOverlap) return limits;
        throw new GraftException("The IoU threshold of non-maximum suppression is fixed in this file.",
            "Files that take another have the input 'iou_threshold'.", "Write it again from its run with `graft export RUN`.");
    }

    // Images of one input size run together.
    private void Answer(
        IReadOnlyList<Slot<ImageInput, DetectionPrediction>> batch, (float? Threshold, float? Overlap) limits, CancellationToken cancellation)
    {
        List<(Slot<ImageInput, DetectionPrediction> Slot, FittedImage Fitted)> loaded = new(batch.Count);
        foreach (var slot in batch)
            IsLoaded(slot, () => loaded.Add((slot, slot.Decode(image => image.Fit(Manifest.Preprocess, Options.Decoding)))));
        foreach (var group in loaded.GroupBy(one => one.Fitted.InputSize))
        {
            var (together, length) = (group.ToList(), group.Key.Height * group.Key.Width * 3);
            var input = new byte[together.Count * length];
            for (var i = 0; i < together.Count; i++) together[i].Fitted.CopyTo(group.Key, input.AsSpan(i * length, length));
            var real = together.Select(one => (one.Fitted.Image.Height, one.Fitted.Image.Width)).ToList();
            var found = _session.Run(input, together.Count, group.Key, limits, real, cancellation);
            for (var i = 0; i < together.Count; i++) together[i].Slot.Answer(Named(together[i].Slot.Item, together[i].Fitted, found[i]));
        }
    }

    private DetectionPrediction Named(ImageInput image, FittedImage fitted, IReadOnlyList<Detection> found)
    {
        var objects = Detection.InImage(found, fitted.Scale, (fitted.ImageWidth, fitted.ImageHeight))
            .Where(detection => !detection.Box.IsEmpty)
            .Take(Options.MaxDetections ?? int.MaxValue)
            .Select(detection =>
                new FoundObject(detection.Box, detection.Label, Manifest.Classes[detection.Label], detection.Score) { Mask = detection.Mask });
        return new DetectionPrediction(image.Path, [.. objects], fitted.ImageWidth, fitted.ImageHeight) { Name = image.Name };
    }

    private void Test(string path)
    {
        _ = Checked(Options.ScoreThreshold, Options.IouThreshold);
        var contract = Manifest.Preprocess;
        foreach (var probe in OwnProbes)
        {
            var image = DetectionProbes.Image(probe.Seed, contract);
            var found = Detect(image, 1, DetectionProbes.SizeOf(contract), DetectionProbes.Threshold)[0];
            DetectionProbes.Check(probe, found, $"The self-test of '{path}' failed");
        }
    }
}
