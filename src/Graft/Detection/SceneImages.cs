using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>
/// Images with objects for the trainer, in batches of one shape: augmented by a generator that depends on seed, epoch and image alone, or as
/// the contract gives them. Decoded images are kept while they fit into a bounded memory.
/// </summary>
internal sealed class SceneImages : ISizedImages
{
    private readonly IReadOnlyList<ObjectSample> _samples;
    private readonly Preprocess _preprocess;
    private readonly ObjectAugmenter? _augmenter;
    private readonly SceneScale _scale;
    private readonly ulong _seed;
    private readonly bool _needsMasks;
    private readonly DecodedImages<DecodedObjectSample> _decoded;
    private readonly DecodedImages<FittedImage> _fitted;

    /// <param name="samples">The images, with their sizes.</param>
    /// <param name="preprocess">The contract.</param>
    /// <param name="augmentation">Null leaves images as they are.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="needsMasks">Whether the network draws masks.</param>
    public SceneImages(IReadOnlyList<ObjectSample> samples, Preprocess preprocess, ObjectAugmentationOptions? augmentation, ulong seed, bool needsMasks = false)
    {
        (_samples, _preprocess, _seed, _needsMasks) = (samples, preprocess, seed, needsMasks);
        _decoded = new(index => DecodedObjectSample.Load(samples[index]), sample => sample.Image.Pixels.LongLength);
        // As the predictor reads them: by the contract, which may decode a large JPEG at a fraction of its size.
        _fitted = new(index => FittedImage.Load(preprocess, samples[index].Path), fitted => fitted.Image.Pixels.LongLength);
        _scale = new SceneScale(preprocess, augmentation is null ? [1] : [0.8, 0.9, 1]);
        if (augmentation is not null) _augmenter = new ObjectAugmenter(augmentation, Colour.Mean(preprocess));
    }

    public int Count => _samples.Count;

    public string NameOf(int index) => _samples[index].Name;

    /// <summary>No frozen prefix is cached for images of changing sizes.</summary>
    public string? ContentHashOf(int index) => null;

    public string TargetKeyOf(int index) => string.Join(';', _samples[index].Objects.Select(item =>
        string.Create(CultureInfo.InvariantCulture, $"{item.Label},{item.Box.X1:R},{item.Box.Y1:R},{item.Box.X2:R},{item.Box.Y2:R},{item.IsIgnored}")));

    public object TargetOf(int index) => throw new NotSupportedException("Targets move with the pixels.");

    public object Load(int index, int epoch, Span<byte> destination) => Load(index, epoch, (_preprocess.Height, _preprocess.Width), destination);

    public int BucketOf(int index) => _scale.BucketOf(_samples[index]);

    public (int Height, int Width) SizeOf(ReadOnlySpan<int> indices, int epoch)
    {
        var shapes = new List<ObjectSample>(indices.Length);
        foreach (var index in indices) shapes.Add(_samples[index]);
        return _scale.SizeOf(shapes, SeededRandom.For(_seed, $"scale/{epoch}/{indices[0]}"));
    }

    public object Load(int index, int epoch, (int Height, int Width) size, Span<byte> destination)
    {
        if (_augmenter is null) return Plain(index, size, destination);
        var random = SeededRandom.For(_seed, $"augment/{epoch}/{_samples[index].Name}");
        var changed = _augmenter.Apply(_decoded[index], random, (size.Width, size.Height), new(Count, other => _decoded[other]));
        changed.Image.Pixels.CopyTo(destination);
        return Target(changed.Objects, (1, 1), (changed.Image.Width, changed.Image.Height));
    }

    /// <summary>An image as the network gets it in the first epoch, with the objects that it is told about.</summary>
    public CaptionedImage Shown(int index, IReadOnlyList<string> classes)
    {
        var (height, width) = SizeOf([index], epoch: 0);
        var image = new RgbImage(width, height);
        var target = (SceneTarget)Load(index, epoch: 0, (height, width), image.Pixels);
        List<BoxCaption> boxes = [.. target.Boxes.Select((box, i) =>
            new BoxCaption(box, "", target.Labels[i]) { Mask = Within(target.Masks?[i], width, height) })];
        boxes.AddRange(target.Ignored.Select(box => new BoxCaption(box, "", 0) { IsDashed = true }));
        var names = target.Labels.CountBy(label => label).OrderBy(pair => pair.Key)
            .Select(pair => pair.Value > 1 ? $"{pair.Value} {classes[pair.Key]}" : classes[pair.Key]);
        var ignored = target.Ignored.Length > 0 ? $"; dashed: {target.Ignored.Length} not counted" : "";
        return new CaptionedImage(BoxDrawing.Draw(image, boxes), (target.Boxes.Length > 0 ? string.Join(", ", names) : "nothing") + ignored);
    }

    // An image may fill only the upper left of its place, and its masks are of its own size.
    private static Mask? Within(Mask? mask, int width, int height) =>
        mask is null || (mask.Width, mask.Height) == (width, height) ? mask : mask.Place(new Placement(1, 1, 0, 0), width, height);

    private SceneTarget Plain(int index, (int Height, int Width) size, Span<byte> destination)
    {
        var fitted = _fitted[index];
        fitted.CopyTo(size, destination);
        var (width, height) = (fitted.ImageWidth, fitted.ImageHeight);
        var objects = DecodedObjectSample.Within(_samples[index], width, height);
        return Target([.. objects.Select(item => item with { Box = item.Box.Scale(fitted.Scale.X, fitted.Scale.Y) })], fitted.Scale, (width, height)) with
        {
            Truth = SceneTruth.Of(objects, _needsMasks ? (width, height) : null),
        };
    }

    private SceneTarget Target(IReadOnlyList<ObjectAnnotation> objects, (double X, double Y) scale, (int Width, int Height) image)
    {
        ObjectAnnotation[] counted = [.. objects.Where(item => !item.IsIgnored)];
        return new SceneTarget
        {
            Boxes = [.. counted.Select(item => item.Box)],
            Labels = [.. counted.Select(item => item.Label)],
            Ignored = [.. objects.Where(item => item.IsIgnored).Select(item => item.Box)],
            Masks = _needsMasks ? [.. counted.Select(item => MaskAt(item, scale, image))] : null,
            Scale = scale,
            Image = image,
            Truth = [],
        };
    }

    private static Mask MaskAt(ObjectAnnotation item, (double X, double Y) scale, (int Width, int Height) image)
    {
        var (width, height) = image;
        var mask = SceneTruth.MaskOf(item with { Box = item.Box.Scale(1 / scale.X, 1 / scale.Y) }, width, height);
        return scale == (1, 1)
            ? mask
            : mask.Place(new Placement(scale.X, scale.Y, 0, 0), (int)Math.Ceiling(width * scale.X), (int)Math.Ceiling(height * scale.Y));
    }
}
