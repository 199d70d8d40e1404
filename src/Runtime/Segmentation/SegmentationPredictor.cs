using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>
/// A segmentation network from a model file. An image is scaled as the model was trained (or not, see <see cref="TilingOptions.OriginalScale"/>); what is then
/// larger than <see cref="TilingOptions.WholePixels"/> is cut into tiles. Thread-safe.
/// </summary>
public sealed partial class SegmentationPredictor : Predictor<SegmentationPrediction>
{
    private readonly SegmenterSession _session;
    // A decoded image with the fourth byte of its pixels, what is made of it, and the map.
    private const long DecodedBytes = 8;

    private readonly TilingOptions _tiling;
    private readonly SegmenterMemory _memory;
    private readonly Lock _large = new();
    private int _tiled;

    private SegmentationPredictor(Manifest manifest, SegmenterSession session, RuntimeOptions options, TilingOptions tiling)
        : base(manifest, session.Native, options, batchSize: 1) =>
        (_session, _tiling, _memory) = (session, tiling, new SegmenterMemory(manifest.Model, manifest.Classes.Count));

    /// <summary>Opens a model file, checks its hash, and lets it answer its own probes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How the machine is used.</param>
    /// <param name="tiling">How large images are cut up.</param>
    /// <exception cref="GraftException">
    /// The file is missing, not a model, changed, cut off, newer, or of another task; or it answers its probes differently than
    /// the trainer did (exit code 1); or the tiles cannot be.
    /// </exception>
    public static SegmentationPredictor Open(string path, RuntimeOptions? options = null, TilingOptions? tiling = null)
    {
        (options, tiling) = (options ?? new(), tiling ?? new());
        tiling.Validate();
        var (manifest, model) = Load(path, options, "A segmentation network was expected.", TaskKind.Segment);
        var session = new SegmenterSession(model, path, options);
        return Tested(path, new SegmentationPredictor(manifest, session, options, tiling), predictor => predictor.Test(path));
    }

    /// <summary>Probabilities of images in memory, at the size they have: any size goes.</summary>
    /// <param name="images">count x height x width x 3 bytes, RGB.</param>
    /// <param name="count">Images.</param>
    /// <param name="height">Their height in pixels.</param>
    /// <param name="width">Their width in pixels.</param>
    /// <returns>count x classes x height x width, adding up to one at every pixel.</returns>
    /// <exception cref="ArgumentException">The bytes are not that many.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public float[] Probabilities(ReadOnlySpan<byte> images, int count, int height, int width) =>
        Probabilities(images, count, height, width, CancellationToken.None);

    internal float[] Probabilities(ReadOnlySpan<byte> images, int count, int height, int width, CancellationToken cancellation)
    {
        var output = new float[count * Manifest.Classes.Count * height * width];
        if (count > 0) _session.Run(images, count, height, width, output, cancellation);
        return output;
    }

    /// <summary>
    /// What is to be known of the answers so far: that tiles gave others than the whole image would have, where the network sees all of it.
    /// </summary>
    public IReadOnlyList<Problem> Notes()
    {
        if (_tiled == 0 || WholeImage.ReasonIn(Manifest.Model) is not { } reason) return [];
        var images = _tiled == 1 ? "image was" : "images were";
        return
        [
            new Problem(Manifest.Model, $"{_tiled} {images} cut into tiles; this network {reason}, so its answers depend on the size of the tiles.",
                $"Use tiles as large as the images it was trained on with {Flag.Of("--tile")}, or a network without it.", IsWarning: true),
        ];
    }

    internal override WatchedAnswer Watch(RgbImage image, CancellationToken cancellation)
    {
        var seen = FittedImage.Of(Manifest.Preprocess, image).Image;
        // A look at all of it is enough: what is larger than fits into one run is made smaller, not cut up.
        var scale = Math.Sqrt((double)_tiling.WholePixels / ((long)seen.Width * seen.Height));
        if (scale < 1) seen = Resampler.Resize(seen, Math.Max(1, (int)(seen.Width * scale)), Math.Max(1, (int)(seen.Height * scale)), Interpolation.Bilinear);
        var (classes, plane) = (Manifest.Classes.Count, seen.Width * seen.Height);
        using var lease = MemoryBudget.Take(_memory.BytesOf(seen.Width, seen.Height));
        var (probabilities, embedding) = (new float[classes * plane], new float[EmbeddingWidth]);
        _session.Run(seen.Pixels, 1, seen.Height, seen.Width, probabilities, cancellation, embedding);
        var (sure, counts) = (0.0, new int[classes]);
        for (var at = 0; at < plane; at++)
        {
            var best = 0;
            for (var label = 1; label < classes; label++)
                if (probabilities[label * plane + at] > probabilities[best * plane + at]) best = label;
            sure += probabilities[best * plane + at];
            counts[best]++;
        }
        return new WatchedAnswer(embedding, (float)(sure / plane),
            [.. counts.Index().Where(count => count.Item > 0).Select(count => new LabelAmount(count.Index, (float)count.Item / plane))]);
    }

    internal override float[] Embeddings(ReadOnlySpan<byte> images, int count, (int Height, int Width) size)
    {
        var embeddings = new float[count * EmbeddingWidth];
        var probabilities = new float[count * Manifest.Classes.Count * size.Height * size.Width];
        _session.Run(images, count, size.Height, size.Width, probabilities, CancellationToken.None, embeddings);
        return embeddings;
    }

    private protected override void Answer(IReadOnlyList<Slot<ImageInput, SegmentationPrediction>> batch, CancellationToken cancellation)
    {
        foreach (var slot in batch)
        {
            ClassMap? map = null;
            if (!IsLoaded(slot, () => map = MapOf(slot, cancellation))) continue;
            slot.Answer(new SegmentationPrediction(slot.Item.Path, map!, Manifest.Classes) { Name = slot.Item.Name });
        }
    }

    private protected override SegmentationPrediction Unread(ImageInput input, ImageException failure) =>
        new(input.Path, null, Manifest.Classes, failure) { Name = input.Name };

    private ClassMap MapOf(Slot<ImageInput, SegmentationPrediction> slot, CancellationToken cancellation)
    {
        var (width, height) = slot.Item.SizeOf(Options.Decoding);
        var (seenWidth, seenHeight) = _tiling.OriginalScale ? (width, height) : FittedImage.SizeOf(Manifest.Preprocess, width, height);
        if ((long)seenWidth * seenHeight > _tiling.WholePixels)
        {
            // One large image after another, each with its tiles on all cores: several at once would take several times the memory and no less time.
            lock (_large)
            {
                Interlocked.Increment(ref _tiled);
                return Tiled(slot, (width, height), (seenWidth, seenHeight), cancellation);
            }
        }
        using var lease = MemoryBudget.Take(DecodedBytes * width * height + _memory.BytesOf(seenWidth, seenHeight));
        return Whole(Seen(slot), (width, height), cancellation);
    }

    private RgbImage Seen(Slot<ImageInput, SegmentationPrediction> slot) =>
        slot.Decode(image => _tiling.OriginalScale ? image.Decode(Options.Decoding) : image.Fit(Manifest.Preprocess, Options.Decoding).Image);

    private ClassMap Tiled(
        Slot<ImageInput, SegmentationPrediction> slot, (int Width, int Height) size, (int Width, int Height) seen, CancellationToken cancellation)
    {
        var classes = Manifest.Classes.Count;
        var tile = _memory.BytesOf(Math.Min(_tiling.Tile, seen.Width), Math.Min(_tiling.Tile, seen.Height));
        var rest = DecodedBytes * size.Width * size.Height + TiledSegmentation.BandBytes(seen.Width, classes, _tiling);
        var workers = (int)Math.Clamp((MemoryBudget.Room - rest) / tile, 1, Options.Workers);
        using var lease = MemoryBudget.Take(rest + workers * tile);
        var image = Seen(slot);
        var map = NewMap(size);
        new TiledSegmentation(_session, classes, _tiling, workers, cancellation).Run(image, new RowScaler(classes, image.Width, image.Height, map));
        return map;
    }

    private static ClassMap NewMap((int Width, int Height) size) => new(size.Width, size.Height, new byte[size.Width * size.Height]);

    private void Test(string path)
    {
        foreach (var probe in OwnProbes)
        {
            var answer = Probabilities(SegmentationProbes.Image(probe.Seed, Manifest.Preprocess), 1, SegmentationProbes.Height, SegmentationProbes.Width);
            SegmentationProbes.Check(probe, answer, $"The self-test of '{path}' failed");
        }
    }

    private ClassMap Whole(RgbImage image, (int Width, int Height) size, CancellationToken cancellation)
    {
        var (map, classes) = (NewMap(size), Manifest.Classes.Count);
        var rows = new RowScaler(classes, image.Width, image.Height, map);
        var probabilities = Probabilities(image.Pixels, 1, image.Height, image.Width, cancellation);
        var row = new float[classes * image.Width];
        for (var y = 0; y < image.Height; y++)
        {
            for (var label = 0; label < classes; label++)
                probabilities.AsSpan((label * image.Height + y) * image.Width, image.Width).CopyTo(row.AsSpan(label * image.Width));
            rows.Add(row);
        }
        return map;
    }
}
