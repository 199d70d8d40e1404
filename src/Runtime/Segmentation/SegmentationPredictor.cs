using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>
/// A segmentation network from a model file. An image is scaled as the model was trained (or not, see <see cref="TilingOptions.OriginalScale"/>); what is then
/// larger than <see cref="TilingOptions.WholePixels"/> is cut into tiles. Thread-safe.
/// </summary>
public sealed class SegmentationPredictor : Predictor<SegmentationPrediction>
{
    private readonly SegmenterSession _session;
    private readonly TilingOptions _tiling;
    private int _tiled;

    private SegmentationPredictor(Manifest manifest, SegmenterSession session, RuntimeOptions options, TilingOptions tiling)
        : base(manifest, session.Native, options, batchSize: 1) => (_session, _tiling) = (session, tiling);

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
        var (manifest, model) = Load(path, "A segmentation network was expected.", TaskKind.Segment);
        var session = new SegmenterSession(model, path, options);
        return Tested(new SegmentationPredictor(manifest, session, options, tiling), predictor => predictor.Test(path));
    }

    /// <summary>Probabilities of images in memory, at the size they have: any size goes.</summary>
    /// <param name="images">count x height x width x 3 bytes, RGB.</param>
    /// <param name="count">Images.</param>
    /// <param name="height">Their height in pixels.</param>
    /// <param name="width">Their width in pixels.</param>
    /// <returns>count x classes x height x width, adding up to one at every pixel.</returns>
    /// <exception cref="ArgumentException">The bytes are not that many.</exception>
    /// <exception cref="ObjectDisposedException">The predictor was disposed.</exception>
    public float[] Probabilities(ReadOnlySpan<byte> images, int count, int height, int width)
    {
        var output = new float[count * Manifest.Classes.Count * height * width];
        if (count > 0) _session.Run(images, count, height, width, output);
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
                "Use tiles as large as the images it was trained on (--tile), or a network without it.", IsWarning: true),
        ];
    }

    private protected override void Answer(IReadOnlyList<Slot<ImageInput, SegmentationPrediction>> batch)
    {
        foreach (var slot in batch)
        {
            RgbImage? image = null;
            if (!IsLoaded(slot, () => image = slot.Item.Decode(Options.Decoding))) continue;
            slot.Answer(new SegmentationPrediction(slot.Item.Path, MapOf(image!), Manifest.Classes) { Name = slot.Item.Name });
        }
    }

    private protected override SegmentationPrediction Unread(ImageInput input, ImageException failure) =>
        new(input.Path, null, Manifest.Classes, failure) { Name = input.Name };

    private ClassMap MapOf(RgbImage image)
    {
        var seen = _tiling.OriginalScale ? image : FittedImage.Of(Manifest.Preprocess, image).Image;
        var map = new ClassMap(image.Width, image.Height, new byte[image.Width * image.Height]);
        var classes = Manifest.Classes.Count;
        var rows = new RowScaler(classes, seen.Width, seen.Height, map);
        if ((long)seen.Width * seen.Height > _tiling.WholePixels)
        {
            Interlocked.Increment(ref _tiled);
            new TiledSegmentation(_session, classes, _tiling, Options.Workers).Run(seen, rows);
        }
        else Whole(seen, rows, classes);
        return map;
    }

    private void Test(string path)
    {
        foreach (var probe in Manifest.Probes)
        {
            var answer = Probabilities(SegmentationProbes.Image(probe.Seed, Manifest.Preprocess), 1, SegmentationProbes.Height, SegmentationProbes.Width);
            SegmentationProbes.Check(probe, answer, $"The self-test of '{path}' failed");
        }
    }

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
