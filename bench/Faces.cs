using System.Globalization;
using System.Numerics.Tensors;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tests;

namespace Graft.Bench;

/// <summary>The chain from an image to a face descriptor on Debian's photographs, which are fetched and not committed.</summary>
internal sealed class Faces : IComparison
{
    // --quick leaves the turned faces out, which take minutes; --turned, --pairs and --time [FOLDER of face-api] measure one thing, --growth [N] memory over 10000 photographs.
    public string Name => "faces";

    public string Description => "faces: detection, landmarks, descriptors, turned faces, errors and time on the photographs of Debian's libdlib19.1";

    public int Run(string[] arguments)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (FacePhotos.Found is not { } photos)
        {
            Console.WriteLine($"nothing is measured: {FacePhotos.Reason}");
            return 1;
        }
        Console.WriteLine($"{Measure.Machine()}\n\n| what | measured | asked for |\n| --- | --- | --- |");
        if (Array.IndexOf(arguments, "--time") is >= 0 and var time)
        {
            FaceTime.Run(photos, Row, arguments.Length > time + 1 ? arguments[time + 1] : null);
            return 0;
        }
        if (Array.IndexOf(arguments, "--growth") is >= 0 and var at)
        {
            FaceTime.Growth(photos, arguments.Length > at + 1 ? int.Parse(arguments[at + 1], CultureInfo.InvariantCulture) : 10_000, Row);
            return 0;
        }
        if (arguments.Contains("--turned"))
        {
            Turned(photos);
            return 0;
        }
        using var analyzer = FaceAnalyzer.Open();
        if (arguments.Contains("--pairs"))
        {
            FacePairs.Run(photos, analyzer, Row);
            return 0;
        }
        var (same, different) = FaceTrials.Johns(photos, analyzer);
        Row("aligned faces: largest distance within a person, smallest between two",
            FormattableString.Invariant($"{same:0.0000}, {different:0.0000}"), "0.557, 0.666 to 0.001");
        Annotated(photos, analyzer);
        Row("collage: faces found", $"{analyzer.Detect(photos.Collage).Count}", "24 of 24");
        var dogs = analyzer.Analyze(photos.Dogs);
        Row("dogs: boxes of the detector, of those described", $"{dogs.Count}, {dogs.Count(face => face.Refusal is null)}", "no dog is a person");
        Canvas(photos);
        if (!arguments.Contains("--quick")) Turned(photos);
        FacePairs.Run(photos, analyzer, Row);
        FaceTime.Run(photos, Row);
        return 0;
    }

    private static void Annotated(FacePhotos photos, FaceAnalyzer analyzer)
    {
        int found = 0, wrong = 0, all = 0, refused = 0;
        List<double> landmarks = [], descriptors = [];
        foreach (var photo in photos.Annotated)
        {
            var image = ImageFile.Decode(photo.File);
            var (pairs, more) = FaceTrials.Match(photo.Faces, analyzer.Analyze(image));
            (all, found, wrong) = (all + photo.Faces.Count, found + pairs.Count, wrong + more);
            refused += pairs.Count(pair => pair.Found.Refusal is not null);
            landmarks.AddRange(pairs.Select(pair => FaceTrials.LandmarkError(pair.Annotated, pair.Found)));
            descriptors.AddRange(pairs.Where(pair => pair.Found.Refusal is null)
                .Select(pair => FaceTrials.DescriptorError(image, pair.Annotated, pair.Found, analyzer)));
        }
        descriptors.Sort();
        Row("9 photographs, IoU 0.4: found, false, landmarks refused", $"{found} of {all}, {wrong}, {refused}", ">= 42 of 43, 0");
        Row("landmarks: mean error in distances of the outer eye corners", $"{landmarks.Average():0.0000}", "<= 0.08");
        Row("descriptor from found against annotated landmarks: median, largest",
            $"{descriptors[descriptors.Count / 2]:0.000}, {descriptors[^1]:0.000}", "<= 0.15, <= 0.30");
    }

    private static void Canvas(FacePhotos photos)
    {
        using var analyzer = FaceAnalyzer.Open(new() { MinFace = 30 });
        var (image, faces) = FaceTrials.Canvas(photos);
        var (pairs, wrong) = FaceTrials.Match(faces, analyzer.Detect(image));
        Row("12 megapixels, smallest face 30 px: found, false", $"{pairs.Count} of {faces.Count}, {wrong}", ">= 42 of 43, <= 1");
    }

    // Both ways look at the same inputs, once; each image on a core of its own. The faces fill half of the image, and are not looked for at a tenth of it,
    // where the default (a twentieth) takes four tiles more in each orientation.
    private static void Turned(FacePhotos photos)
    {
        using var analyzer = FaceAnalyzer.Open(new() { MeasuresStability = false, Threads = 1, MinFace = 0.1 });
        var trials = new (int All, int Found, int Right)[2];
        // Of all people some first: what is said on the way is of all of them.
        var chips = photos.Johns.GroupBy(john => john.Person).SelectMany(person => person.Index()).OrderBy(john => john.Index).Select(john => john.Item.File);
        Parallel.ForEach(chips, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, file =>
        {
            var chip = ImageFile.Decode(file);
            var own = analyzer.Describe(chip);
            for (var degrees = 0; degrees < 360; degrees += 15)
            {
                var image = FaceTrials.Turned(chip, degrees);
                Dictionary<double, IReadOnlyList<FoundFace>> seen = [];
                IReadOnlyList<FoundFace> Find(double orientation) =>
                    seen.TryGetValue(orientation, out var found) ? found : seen[orientation] = analyzer.Find(image, orientation);
                for (var way = 0; way < trials.Length; way++)
                {
                    var face = analyzer.Analyze(image, isTurned: way == 1, Find).FirstOrDefault(face => face.Refusal is null);
                    lock (trials)
                    {
                        trials[way].All++;
                        if (face is null) continue;
                        trials[way].Found++;
                        if (TensorPrimitives.Distance(own, face.Descriptor.Span) < 0.6) trials[way].Right++;
                    }
                }
            }
            lock (trials) Console.Error.WriteLine($"turned: {string.Join("; ", trials.Select(trial => $"{trial.Right} of {trial.Found} of {trial.All}"))}");
        });
        foreach (var (way, (all, found, right)) in trials.Index())
            Row($"aligned faces turned by 0 to 345 degrees{(way == 1 ? ", with Turned" : "")}: found, of those within 0.6 of their own",
                FormattableString.Invariant($"{found} of {all} ({(double)found / all:0.000}), {right} ({(double)right / found:0.000})"), ">= 0.9, >= 0.98");
    }

    private static void Row(string what, string measured, string asked) => Console.WriteLine($"| {what} | {measured} | {asked} |");
}
