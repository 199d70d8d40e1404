using Graft.Imaging;

namespace Graft.Data;

/// <summary>Composes one image after another from the cut-outs and backgrounds of one split. Thread-safe.</summary>
internal sealed class SceneComposer(IReadOnlyList<Sample> cutOuts, IReadOnlyList<Sample> backgrounds, CompositionOptions options)
{
    private const int Attempts = 12;
    private readonly Sample[][] _byClass = [.. cutOuts.GroupBy(sample => sample.Label).OrderBy(group => group.Key).Select(group => group.ToArray())];
    private readonly CutOutStore _store = new();

    private int _withoutPlace;

    /// <summary>Objects that found no place where they would neither cover too much of others nor lie too far outside.</summary>
    public int WithoutPlace => _withoutPlace;

    public DecodedObjectSample Compose(SeededRandom random)
    {
        var image = Background(random);
        var objects = new List<ObjectAnnotation>();
        if (random.Chance(options.Negatives)) return new(image, objects);
        var count = 1 + random.Next(options.MaxObjects);
        for (var i = 0; i < count; i++) AddObject(image, objects, random);
        // Until here the area was that of the whole object, to tell how much of it others cover; what is in view is what counts.
        return new(image, [.. objects.Select(item => item with { AnnotatedArea = item.Mask!.Area })]);
    }

    private void AddObject(RgbImage image, List<ObjectAnnotation> objects, SeededRandom random)
    {
        // Each class is equally likely, however many cut-outs it has.
        var members = _byClass[random.Next(_byClass.Length)];
        var sample = members[random.Next(members.Length)];
        var cut = Prepared(sample, random);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            int x = Offset(image.Width, cut.Image.Width, random), y = Offset(image.Height, cut.Image.Height, random);
            var trial = new RgbImage(image.Width, image.Height, [.. image.Pixels]);
            var mask = CutOutPaste.Onto(trial, cut, x, y);
            var whole = cut.Alpha.Count(alpha => alpha >= 128);
            if (mask.Area < Math.Max(16, (1 - options.MaxOutside) * whole) || objects.Any(item => CoversTooMuch(item, mask))) continue;
            trial.Pixels.CopyTo(image.Pixels, 0);
            for (var i = 0; i < objects.Count; i++)
                if (objects[i].Mask!.Intersection(mask) > 0)
                {
                    var rest = objects[i].Mask!.Without(mask);
                    objects[i] = objects[i] with { Mask = rest, Box = rest.Bounds };
                }
            objects.Add(new ObjectAnnotation(mask.Bounds, sample.Label) { Mask = mask, AnnotatedArea = whole, IsTruncated = mask.Area < whole });
            return;
        }
        Interlocked.Increment(ref _withoutPlace);
    }

    private bool CoversTooMuch(ObjectAnnotation below, Mask mask) =>
        below.Mask!.Area - below.Mask.Intersection(mask) < (1 - options.MaxCovered) * below.AnnotatedArea * (1 - options.MaxOutside);

    private CutOut Prepared(Sample sample, SeededRandom random)
    {
        using var lease = _store.Load(sample.Path, out var cut);
        var size = options.ObjectSize.DrawRatio(random) * Math.Min(options.Width, options.Height) / Math.Max(cut.Image.Width, cut.Image.Height);
        cut = CutOutPaste.Scale(cut, Math.Max(2, (int)Math.Round(cut.Image.Width * size)), Math.Max(2, (int)Math.Round(cut.Image.Height * size)),
            random.Chance(options.Flip));
        if (options.Rotation > 0) cut = CutOutPaste.Rotate(cut, random.Uniform(-options.Rotation, options.Rotation));
        Light(cut.Image, random);
        return EdgeBlending.Apply(cut, options.Blends.Count == 1 ? options.Blends[0] : options.Blends[random.Next(options.Blends.Count)]);
    }

    private RgbImage Background(SeededRandom random)
    {
        var photo = ImageFile.Decode(backgrounds[random.Next(backgrounds.Count)].Path,
            new DecodeOptions { ShrinkToWidth = options.Width, ShrinkToHeight = options.Height });
        var aspect = (double)options.Width / options.Height;
        var box = RandomResizedCrop.Draw(photo.Width, photo.Height, new Interval(0.4, 1), new Interval(aspect, aspect), random);
        var image = ImagePlacement.Resize(ImagePlacement.Cut(photo, box), options.Width, options.Height);
        if (random.Chance(options.Flip)) Flip.Horizontal(image);
        Light(image, random);
        return image;
    }

    private void Light(RgbImage image, SeededRandom random) =>
        ColourJitter.Apply(image, new ColourRange(options.Light, options.Light, 0, 0), random);

    private int Offset(int room, int size, SeededRandom random)
    {
        var outside = (int)(size * options.MaxOutside);
        int low = -outside, high = Math.Max(low, room - size + outside);
        return low + random.Next(high - low + 1);
    }
}
