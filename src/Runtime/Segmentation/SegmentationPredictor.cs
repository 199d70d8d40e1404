using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>A segmentation network from a model file. Thread-safe.</summary>
public sealed class SegmentationPredictor : IDisposable
{
    private readonly SegmenterSession _session;
    private readonly RuntimeOptions _options;
    private readonly TilingOptions _tiling;
    private int _tiled;

    private SegmentationPredictor(Manifest manifest, SegmenterSession session, RuntimeOptions options, TilingOptions tiling) =>
        (Manifest, _session, _options, _tiling) = (manifest, session, options, tiling);

    /// <summary>What the file says of itself.</summary>
    public Manifest Manifest { get; }

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
        var (manifest, model) = ModelFile.Load(path);
        if (manifest.Task != "segment") throw new GraftException($"'{path}' is a model for the task '{manifest.Task}'.", "A segmentation network was expected.");
        var predictor = new SegmentationPredictor(manifest, new SegmenterSession(model, path, options), options, tiling);
        try
        {
            foreach (var probe in manifest.Probes)
                SegmentationProbes.Check(probe, predictor.Probabilities(SegmentationProbes.Image(probe.Seed, manifest.Preprocess), 1, SegmentationProbes.Height, SegmentationProbes.Width),
                    $"The self-test of '{path}' failed");
        }
        catch
        {
            predictor.Dispose();
            throw;
        }
        return predictor;
    }

    /// <summary>Probabilities of images in memory, at the size they have: any size goes.</summary>
    /// <param name="images">count x height x width x 3 bytes, RGB.</param>
    /// <param name="count">Images.</param>
    /// <param name="height">Their height in pixels.</param>
    /// <param name="width">Their width in pixels.</param>
    /// <returns>count x classes x height x width, adding up to one at every pixel.</returns>
    /// <exception cref="ArgumentException">The bytes are not that many.</exception>
    public float[] Probabilities(ReadOnlySpan<byte> images, int count, int height, int width)
    {
        var output = new float[count * Manifest.Classes.Count * height * width];
        if (count > 0) _session.Run(images, count, height, width, output);
        return output;
    }

    /// <summary>Classes of the pixels of a file, at the image's own size.</summary>
    /// <exception cref="GraftException">The image cannot be read and <see cref="RuntimeOptions.OnUnreadableImage"/> is Fail.</exception>
    public SegmentationPrediction Predict(string path)
    {
        try
        {
            return Predict(ImageFile.Decode(path)) with { Path = path };
        }
        catch (ImageException failure) when (_options.OnUnreadableImage == OnUnreadableImage.Skip)
        {
            return new SegmentationPrediction(path, null, Manifest.Classes, failure);
        }
    }

    /// <summary>Classes of the pixels of files, in their order, several at a time; memory does not grow with the number of files.</summary>
    /// <exception cref="GraftException">An image cannot be read and <see cref="RuntimeOptions.OnUnreadableImage"/> is Fail.</exception>
    public IEnumerable<SegmentationPrediction> Predict(IEnumerable<string> paths) => OrderedWork.Run(paths, _options.Workers, Predict);

    /// <summary>
    /// Classes of the pixels of an image in memory, at its own size. It is scaled as the model was trained
    /// (or not, see <see cref="TilingOptions.OriginalScale"/>); what is then larger than <see cref="TilingOptions.WholePixels"/> is cut into tiles.
    /// </summary>
    public SegmentationPrediction Predict(RgbImage image)
    {
        var seen = _tiling.OriginalScale ? image : FittedImage.Of(Manifest.Preprocess, image).Image;
        var map = new ClassMap(image.Width, image.Height, new byte[image.Width * image.Height]);
        var classes = Manifest.Classes.Count;
        var rows = new RowScaler(classes, seen.Width, seen.Height, map);
        if ((long)seen.Width * seen.Height > _tiling.WholePixels)
        {
            Interlocked.Increment(ref _tiled);
            new TiledSegmentation(_session, classes, _tiling, _options.Workers).Run(seen, rows);
        }
        else Whole(seen, rows, classes);
        return new SegmentationPrediction("", map, Manifest.Classes);
    }

    /// <summary>What is to be known of the answers so far: that tiles gave others than the whole image would have, where the network sees all of it.</summary>
    public IReadOnlyList<Problem> Notes() => _tiled > 0 && WholeImage.ReasonIn(Manifest.Model) is { } reason
        ? [new Problem(Manifest.Model, $"{_tiled} image{(_tiled == 1 ? " was" : "s were")} cut into tiles; this network {reason}, so its answers depend on the size of the tiles.",
            "Use tiles as large as the images it was trained on (--tile), or a network without it.", IsWarning: true)]
        : [];

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void Whole(RgbImage image, RowScaler rows, int classes)
    {
        var probabilities = Probabilities(image.Pixels, 1, image.Height, image.Width);
        var row = new float[classes * image.Width];
        for (var y = 0; y < image.Height; y++)
        {
            for (var label = 0; label < classes; label++)
                probabilities.AsSpan((label * image.Height + y) * image.Width, image.Width).CopyTo(row.AsSpan(label * image.Width));
            rows.Add(row);
        }
    }
}
