using System.Numerics.Tensors;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>Whether what a map says counts does count: deletion and insertion curves beside a random map and one of the centre, and what a map costs.</summary>
internal sealed class Explain : IComparison
{
    private const int Steps = 14, BoxSteps = 10, MaxObjects = 2;

    public string Name => "explain";

    public string Description => "explain [photos|exact|published|time] | explain scenes MODEL: deletion and insertion curves of maps, and their time beside a prediction";

    public int Run(string[] arguments)
    {
        Console.WriteLine(Measure.Machine());
        if (arguments is ["scenes", var detector]) return Boxes(detector) ? 0 : 1;
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            var (model, images) = arguments is ["published"] ? Published(folder) : Trained(folder);
            using var predictor = ClassificationPredictor.Open(model);
            var isRight = arguments is ["time"] || Photos(predictor, images, arguments is [] or ["photos"]);
            return (arguments is not ([] or ["time"]) || Time(predictor, images)) && isRight ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A probe on every second photo of a class; the others are explained.
    private static (string Model, IReadOnlyList<string> Images) Trained(string folder)
    {
        var photos = Directory.GetDirectories(Path.Combine(SampleImages.Repository, "samples", "photos")).Order(StringComparer.Ordinal)
            .SelectMany(place => Directory.GetFiles(place, "*.jpg").Order(StringComparer.Ordinal).Index()
                .Select(file => (file.Item, Class: Path.GetFileName(place), IsHeld: file.Index % 2 == 1))).ToList();
        var table = Path.Combine(folder, "split.csv");
        File.WriteAllLines(table, photos.Select(photo => $"{photo.Item},{photo.Class},{(photo.IsHeld ? "val" : "train")}").Prepend("file,label,split"));
        var result = Classifier.Train(new ClassifyRequest(table) { Strategy = Strategy.Probe, Project = folder, Name = "run" });
        return (result.ModelPath, [.. photos.Where(photo => photo.IsHeld).Select(photo => photo.Item)]);
    }

    // The published network, whose 1000 classes leave none to be taken for a hidden image; it was trained on none of the photos.
    private static (string Model, IReadOnlyList<string> Images) Published(string folder) =>
        (PublishedExport.Onnx("efficientnet_lite0", path: Path.Combine(folder, "model.onnx")).Path,
            [.. Directory.GetFiles(Path.Combine(SampleImages.Repository, "samples", "photos"), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]);

    private static bool Photos(ClassificationPredictor predictor, IReadOnlyList<string> images, bool estimates)
    {
        const int cells = 7, most = 200;
        var contract = predictor.Manifest.Preprocess;
        (int Height, int Width) size = (contract.Height, contract.Width);
        var classes = predictor.Manifest.Classes.Count;
        OrderedDictionary<string, List<(double, double)>> curves = [];
        foreach (var path in images)
        {
            var exact = predictor.Explain(path)[0];
            var image = new HiddenImage(contract.Load(path).Pixels, size, size, FittedImage.FillOf(contract));
            var of = new ExplainCurves(image, (pixels, count) => Scores(pixels, count, exact.Label), Steps);
            var (x, y) = (size.Width / exact.Seen.Width, size.Height / exact.Seen.Height);
            Add("exact", ExplainCurves.Cells(image, (exact.Rows, exact.Columns), exact.Values, exact.Area.Shift(-exact.Seen.X1, -exact.Seen.Y1).Scale(x, y)));
            Add("exact, spread evenly", ExplainCurves.Cells(image, (exact.Rows, exact.Columns), exact.Values));
            var (masks, scores) = !estimates ? ([], []) : RandomMasks.Score(image, (cells, cells), most, (8, Environment.ProcessorCount),
                (pixels, count) => [.. ScoresHere(pixels, count, exact.Label).Select(one => (IReadOnlyList<double>)[one])]);
            foreach (var count in estimates ? new[] { most, 100, 50 } : [])
            {
                double[] some = [.. scores.Take(count).Select(one => one[0])];
                Add($"estimated, {count} images", ExplainCurves.Cells(image, (cells, cells), new SmoothRegression(masks[..count], (cells, cells)).Fit(some)));
                if (count == most) Add($"mean where visible, {count} images", ExplainCurves.Cells(image, (cells, cells), Means(masks, some)));
            }
            Add("random", ExplainCurves.Random(image, (cells, cells), (ulong)images.Index().First(one => one.Item == path).Index));
            Add("centre of the image", ExplainCurves.Near(size.Width / 2.0, size.Height / 2.0, size.Width, size.Height));

            void Add(string name, Func<int, int, float> map)
            {
                if (!curves.ContainsKey(name)) curves.Add(name, []);
                curves[name].Add(of.Of(map));
            }
        }
        return ExplainCurves.Write("photos", curves);

        double[] Scores(byte[] pixels, int count, int label)
        {
            var found = predictor.Scores(pixels, count);
            return [.. Enumerable.Range(0, count).Select(at => (double)found[at * classes + label])];
        }

        double[] ScoresHere(byte[] pixels, int count, int label)
        {
            var found = predictor.ScoresHere(pixels, count, CancellationToken.None);
            return [.. Enumerable.Range(0, count).Select(at => (double)found[at * classes + label])];
        }
    }

    // RISE: the mean score of the images in which a cell was visible.
    private static float[] Means(float[][] masks, double[] scores) => [.. Enumerable.Range(0, masks[0].Length).Select(cell =>
        (float)(masks.Zip(scores).Sum(one => one.First[cell] * one.Second) / Math.Max(1, masks.Sum(mask => mask[cell]))))];

    private static bool Time(ClassificationPredictor predictor, IReadOnlyList<string> images)
    {
        string[] some = [.. images.Take(20)];
        var seconds = Measure.Rounds(9,
            () => { foreach (var path in some) predictor.Predict(path); },
            () => { foreach (var path in some) predictor.Explain(path); });
        var ratios = seconds[0].Zip(seconds[1], (plain, exact) => exact / plain).ToList();
        Console.WriteLine(FormattableString.Invariant($"an exact map takes {Measure.Median(ratios):0.00} times a prediction (rounds {ratios.Min():0.00} to {ratios.Max():0.00}), ")
            + FormattableString.Invariant($"{1000 * Measure.Median(seconds[1]) / some.Length:0.0} ms an image"));
        return Measure.Median(ratios) < 1.5;
    }

    private static bool Boxes(string model)
    {
        using var predictor = DetectionPredictor.Open(model, new() { ScoreThreshold = 0.25 });
        var contract = predictor.Manifest.Preprocess;
        int[] counts = [100, 200];
        OrderedDictionary<string, List<(double Deletion, double Insertion)>> curves = [];
        foreach (var (number, path) in Directory.GetFiles(Path.Combine(SampleImages.Repository, "samples", "scenes", "images", "val")).Order().Index())
        {
            var fitted = FittedImage.Load(contract, path);
            var size = fitted.InputSize;
            var pixels = new byte[size.Height * size.Width * 3];
            fitted.CopyTo(size, pixels);
            (int Height, int Width) real = (fitted.Image.Height, fitted.Image.Width);
            var found = predictor.Detect(pixels, 1, size, 0.25f, null, [real])[0].Take(MaxObjects).ToList();
            if (found.Count == 0) continue;
            var image = new HiddenImage(pixels, size, real, FittedImage.FillOf(contract));
            var grid = DetectionPredictor.Grid(real);
            var (masks, scores) = RandomMasks.Score(image, grid, counts[^1], (1, Environment.ProcessorCount),
                (hidden, _) => [[.. found.Select(target => Again(hidden, target))]]);
            Dictionary<string, List<(double Deletion, double Insertion)>> own = [];
            foreach (var (at, target) in found.Index())
            {
                var of = new ExplainCurves(image, (all, count) =>
                {
                    var answers = new double[count];
                    Parallel.For(0, count, one => answers[one] = Again(all[(one * pixels.Length)..((one + 1) * pixels.Length)], target));
                    return answers;
                }, BoxSteps);
                foreach (var count in counts.Reverse())
                {
                    double[] some = [.. scores.Take(count).Select(one => one[at])];
                    Add($"estimated, {count} images", ExplainCurves.Cells(image, grid, new SmoothRegression(masks[..count], grid).Fit(some)));
                    if (count == counts[^1]) Add($"mean where visible, {count} images", ExplainCurves.Cells(image, grid, Means(masks[..count], some)));
                }
                Add("random", ExplainCurves.Random(image, grid, (ulong)(10 * number + at)));
                Add("centre of the image", ExplainCurves.Near(real.Width / 2.0, real.Height / 2.0, real.Width, real.Height));
                var box = target.Box;
                Add("centre of the box", ExplainCurves.Near((box.X1 + box.X2) / 2, (box.Y1 + box.Y2) / 2, box.Width, box.Height));

                void Add(string name, Func<int, int, float> map)
                {
                    if (!own.ContainsKey(name)) own.Add(name, []);
                    own[name].Add(of.Of(map));
                }
            }
            // Objects of one image are not independent: an image counts once.
            foreach (var (name, objects) in own)
            {
                curves.TryAdd(name, []);
                curves[name].Add((objects.Average(one => one.Deletion), objects.Average(one => one.Insertion)));
            }

            double Again(byte[] hidden, Tasks.Detection target) =>
                DetectionPredictor.FoundAgain(target, predictor.Detect(hidden, 1, size, 0.01f, null, [real])[0]);
        }
        return ExplainCurves.Write("boxes of scenes", curves);
    }
}
