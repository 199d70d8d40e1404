using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Tests;

namespace Graft.Bench;

/// <summary>Whether quality falls as faces are spoilt, and whether what it says is worth leaving out, on Debian's photographs.</summary>
internal sealed class FacesQuality : IComparison
{
    private const int MaxStep = 6, Resamples = 1000;
    private const double Threshold = 0.6;

    private static readonly (string Name, Func<FaceQuality, double> Component, Func<Framed, int, Framed> Spoil)[] Kinds =
    [
        ("blurred: Sharpness", quality => quality.Sharpness, (face, step) => face with { Image = Degraded.Blurred(face.Image, step) }),
        ("darkened: Exposure", quality => quality.Exposure, (face, step) => face with { Image = Degraded.Darker(face.Image, Math.Pow(0.6, step)) }),
        ("darkened: Contrast", quality => quality.Contrast, (face, step) => face with { Image = Degraded.Darker(face.Image, Math.Pow(0.6, step)) }),
        ("shrunk: EyeDistance", quality => quality.EyeDistance, (face, step) => face.Shrunk(Math.Pow(0.7, step))),
        ("shrunk: Sharpness", quality => quality.Sharpness, (face, step) => face.Shrunk(Math.Pow(0.7, step))),
        ("compressed: Compression", quality => quality.Compression, (face, step) => face with { Image = Degraded.Compressed(face.Image, Math.Max(1, 80 >> step)) }),
        ("turned: Roll", quality => -Math.Abs(quality.Roll), (face, step) => face.Turned(20 * step)),
    ];

    public string Name => "faces-quality";

    public string Description => "faces-quality: whether quality falls step by step as faces are spoilt, and what leaving out the worst fifth gains";

    public int Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (FacePhotos.Found is not { } photos)
        {
            Console.WriteLine($"nothing is measured: {FacePhotos.Reason}");
            return 1;
        }
        using var analyzer = FaceAnalyzer.Open();
        var faces = All(photos, analyzer);
        Console.WriteLine($"{faces.Count} faces of {faces.Select(face => face.Person).Distinct().Count()} people\n\n| spoilt in four steps | falls at every step | in the middle |");
        Console.WriteLine("| --- | --- | --- |");
        foreach (var (name, component, spoil) in Kinds)
        {
            var values = faces.Select(face => Enumerable.Range(0, 5)
                .Select(step => component(Measured(analyzer, step == 0 ? face.Framed : spoil(face.Framed, step)).Quality)).ToArray()).ToList();
            var middle = Enumerable.Range(0, 5).Select(step => Math.Abs(Measure.Median(values.Select(one => one[step]))).ToString("0.00"));
            Console.WriteLine($"| {name} | {values.Count(one => one.Zip(one[1..]).All(pair => pair.Second < pair.First))} of {faces.Count} | {string.Join(", ", middle)} |");
        }
        LeaveOut(analyzer, faces);
        return 0;
    }

    // Each face is spoilt in every way, by a strength that is drawn, and compared with all unspoilt faces of its person. The worst fifth by quality is left out, or any fifth.
    private static void LeaveOut(FaceAnalyzer analyzer, List<(string Person, Framed Framed)> faces)
    {
        var random = SeededRandom.For(1, "spoilt");
        var clean = faces.Select(face => analyzer.Describe(FaceAnalyzer.Align(face.Framed.Image, face.Framed.Landmarks))).ToList();
        var ways = Kinds.DistinctBy(kind => kind.Name.Split(':')[0]).SkipLast(1); // what is turned is turned back
        var spoilt = faces.SelectMany(_ => ways, (face, way) =>
        {
            var (descriptor, quality) = Measured(analyzer, way.Spoil(face.Framed, 1 + random.Next(MaxStep)));
            var distances = clean.Where((_, at) => faces[at].Person == face.Person).Select(own => (double)TensorPrimitives.Distance(own, descriptor)).ToArray();
            var missed = distances.Average(distance => distance >= Threshold ? 1.0 : 0);
            return (face.Person, Margin: FaceQualityFloor.Deciding.Margin(quality), Missed: missed);
        }).ToList();
        var people = spoilt.GroupBy(one => one.Person).Select(group => group.ToList()).ToList();
        var gains = Enumerable.Range(0, Resamples).Select(_ => Gain([.. people.SelectMany(_ => people[random.Next(people.Count)])])).Order().ToList();
        var gain = Gain(spoilt);
        Console.WriteLine(FormattableString.Invariant(
            $"\nspoilt faces against their person's own at {Threshold}: {spoilt.Average(one => one.Missed):0.000} missed; {Left(spoilt):0.000} without the worst fifth by quality, ")
            + FormattableString.Invariant($"{gain:0.000} less than without any fifth (90 % interval over people {gains[Resamples / 20]:0.000} to {gains[^(Resamples / 20)]:0.000})"));
        return;

        // Leaving out any fifth changes nothing in the mean.
        static double Gain(List<(string Person, double Margin, double Missed)> all) => all.Average(one => one.Missed) - Left(all);

        static double Left(List<(string Person, double Margin, double Missed)> all) =>
            all.OrderBy(one => one.Margin).Skip(all.Count / 5).Average(one => one.Missed);
    }

    private static (float[] Descriptor, FaceQuality Quality) Measured(FaceAnalyzer analyzer, Framed face) => analyzer.Measure(face.Image, face.Landmarks);

    private static List<(string Person, Framed Framed)> All(FacePhotos photos, FaceAnalyzer analyzer)
    {
        List<(string, Framed)> faces = [];
        foreach (var (person, file) in photos.Johns)
        {
            var image = FaceTrials.Framed(ImageFile.Decode(file));
            faces.AddRange(analyzer.Analyze(image).Where(face => face.Refusal is null).Select(face => (person, Framed.Of(image, [.. face.Landmarks]))));
        }
        foreach (var photo in photos.Annotated)
        {
            var image = ImageFile.Decode(photo.File);
            faces.AddRange(photo.Faces.Select((face, at) => ($"{Path.GetFileName(photo.File)} {at}", Framed.Of(image, [.. face.Landmarks]))));
        }
        return faces;
    }
}

/// <summary>A face in the middle of an image twice the size of an aligned face, whatever its size was.</summary>
internal sealed record Framed(RgbImage Image, Vector2[] Landmarks)
{
    private const int Side = 2 * FaceShape.ChipSide;

    public static Framed Of(RgbImage image, Vector2[] landmarks)
    {
        var toImage = FaceShape.ChipToImage(landmarks).Moved(-FaceShape.ChipSide / 2.0, -FaceShape.ChipSide / 2.0);
        return Warped(image, landmarks, toImage, Side);
    }

    public Framed Shrunk(double scale)
    {
        var side = (int)Math.Round(Side * scale);
        var own = (double)side / Side;
        return new(Resampler.Resize(Image, side, side, Interpolation.Bilinear), [.. Landmarks.Select(point => point * (float)own)]);
    }

    public Framed Turned(double degrees) =>
        Warped(Image, Landmarks, SimilarityTransform.Mapping(new(Side / 2f, Side / 2f), new(Side / 2f, Side / 2f), -degrees, 1), Side);

    private static Framed Warped(RgbImage image, Vector2[] landmarks, SimilarityTransform toImage, int side)
    {
        var warped = new RgbImage(side, side);
        FaceWarp.Run(image, toImage, side, side, warped.Pixels);
        var back = toImage.Inverse();
        return new(warped, [.. landmarks.Select(back.Apply)]);
    }
}
