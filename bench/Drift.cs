using System.Globalization;
using System.Text.Json;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>Whether images are told that are unlike a model's, and left in peace that are not.</summary>
internal sealed class Drift : IComparison
{
    private const int ReferenceImages = 57, WindowImages = 50, Shifts = 5, LargestShift = 3;
    private const double Rate = 0.01, Bound = 0.999;
    private static readonly string[] Kinds = ["blurred", "turned", "compressed", "dark", "tinted"];
    private static readonly HashSet<string> Embedding = [ComparedImages.Embedding];

    private static readonly HashSet<string> Looks =
        [.. Enum.GetValues<Trait>().Where(trait => trait != Trait.Confidence).Select(ComparedImages.KeyOf)];

    private int _unchanged = 400, _changed = 100;

    public string Name => "drift";

    public string Description => "drift [--quick] [MODEL]: false alarms of unchanged images, changed images told, class shares: EfficientNet-Lite0 and the bundled photos";

    public int Run(string[] arguments)
    {
        if (arguments.Contains("--quick")) (_unchanged, _changed) = (100, 20);
        arguments = [.. arguments.Where(argument => argument != "--quick")];
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            var file = arguments.Length > 0 ? arguments[0] : PublishedExport.Onnx("efficientnet_lite0", path: Path.Combine(folder, "model.onnx")).Path;
            string[] photos = [.. Directory.EnumerateFiles(Path.Combine(SampleImages.Repository, "samples", "photos"), "*.jpg", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)];
            using var model = WatchedModel.Open(file);
            RgbImage[] images = [.. photos.Select(photo => ImageFile.Decode(photo))];
            var clean = Look(model, images);
            Console.WriteLine($"{Measure.Machine()}; {model.Manifest.Model}, {photos.Length} bundled photos: each time another {ReferenceImages} are the reference "
                + $"and {WindowImages} others the window; rate asked for {Rate:0.00}");
            Console.WriteLine();
            var failed = FalseAlarms(model, images, clean) + Told(model, images, clean) + Shares(folder);
            Console.WriteLine(failed == 0 ? "all as asked for" : $"{failed} are not as asked for");
            return failed == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Alarms among n windows stay below this with a probability of 0.999 if the rate is kept.
    private static int Allowed(int windows)
    {
        var (sum, term, alarms) = (0.0, Math.Pow(1 - Rate, windows), 0);
        while ((sum += term) < Bound) term *= (windows - alarms) * Rate / (++alarms * (1 - Rate));
        return alarms;
    }

    private int FalseAlarms(WatchedModel model, RgbImage[] images, WatchedImage[] clean)
    {
        Console.WriteLine($"| {_unchanged} unchanged windows | false alarms | at most {Allowed(_unchanged)} allowed |");
        Console.WriteLine("| --- | --- | --- |");
        var shifted = Enumerable.Range(1, Shifts).Select(shift => Look(model, [.. images.Select((image, at) => Shifted(image, at, shift))])).ToArray();
        var alone = Alarms(clean, at => [clean[at]], null, _unchanged);
        var fivefold = Alarms(clean, at => shifted.Select(copies => copies[at]), null, _unchanged);
        var made = Enumerable.Range(0, _unchanged).Count(MadeUp);
        var failed = 0;
        var distinct = WatchedImage.Distinct(Enumerable.Range(0, WindowImages).SelectMany(at => shifted.Select(copies => copies[at]))).Count;
        var rows = new[]
        {
            ("photos", alone),
            ($"each photo {Shifts} times, shifted by up to {LargestShift} pixels ({distinct} of {WindowImages * Shifts} count)", fivefold),
            ("made-up numbers, all windows independent", made),
        };
        foreach (var (words, alarms) in rows)
        {
            var isKept = alarms <= Allowed(_unchanged);
            if (!isKept) failed++;
            Console.WriteLine($"| {words} | {alarms} | {(isKept ? "yes" : "no")} |");
        }
        Console.WriteLine();
        return failed;
    }

    private int Told(WatchedModel model, RgbImage[] images, WatchedImage[] clean)
    {
        var (windows, wanted) = (_changed, _changed * 95 / 100);
        Console.WriteLine($"| {windows} windows of {WindowImages} photos | told | by embeddings alone | by looks alone |");
        Console.WriteLine("| --- | --- | --- | --- |");
        var failed = 0;
        foreach (var kind in Kinds)
        {
            var changed = Look(model, [.. images.Select(image => Degraded.As(image, kind))]);
            int[] told = [.. new[] { null, Embedding, Looks }.Select(only => Alarms(clean, at => [changed[at]], only, windows))];
            if (told[0] < wanted) failed++;
            Console.WriteLine($"| {kind} | {told[0]} | {told[1]} | {told[2]} |");
        }
        Console.WriteLine();
        return failed;
    }

    private static int Alarms(WatchedImage[] clean, Func<int, IEnumerable<WatchedImage>> window, HashSet<string>? only, int windows) =>
        Enumerable.Range(0, windows).Count(number =>
        {
            int[] order = [.. Enumerable.Range(0, clean.Length)];
            SeededRandom.For((ulong)number, "window").Shuffle<int>(order);
            var reference = WatchedImage.Reference([.. order.Take(ReferenceImages).Select(at => clean[at])], "photos");
            List<WatchedImage> judged = [.. order.Skip(ReferenceImages).Take(WindowImages).SelectMany(window)];
            return DriftJudge.Judge(reference, judged, [], Rate, (ulong)number, only).Verdict == DriftVerdict.Unlike;
        });

    // Reference and window from one distribution of vectors, numbers and classes.
    private static bool MadeUp(int number)
    {
        var random = SeededRandom.For((ulong)number, "made up");
        var traits = Enum.GetValues<Trait>().Length;
        List<ImageTraits> all = [.. Enumerable.Range(0, 100 + WindowImages).Select(_ => new ImageTraits(
            [.. Enumerable.Range(0, 16).Select(_ => (float)random.Normal())],
            [.. Enumerable.Range(0, traits).Select(at => at == 0 ? random.Next(8) : (float)random.Normal())],
            [new LabelAmount(random.Next(5), 1)]).Rounded())];
        var pair = new ComparedImages([.. all.Take(100)], [.. all.Skip(100)], []);
        List<TwoSampleStatistic> statistics = [.. pair.Statistics()];
        var outcomes = GroupResampling.Run(statistics, 100, WindowImages, GroupResampling.Divisions(Rate, statistics.Count), (ulong)number);
        return HolmCorrection.Apply([.. outcomes.Select(outcome => outcome.P)], Rate).Any(test => test.IsRejected);
    }

    // A probe on half of the photos; of the other half windows are drawn in which each class in turn is most of it.
    private static int Shares(string folder)
    {
        var run = Classifier.Train(new ClassifyRequest(Path.Combine(SampleImages.Repository, "samples", "photos"))
        {
            Strategy = Strategy.Probe,
            ValidationShare = 0.5,
            Project = Path.Combine(folder, "runs"),
        });
        using var predictor = ClassificationPredictor.Open(run.ModelPath);
        var classes = predictor.Manifest.Classes;
        var split = JsonDocument.Parse(File.ReadAllText(run.Folder["split.json"])).RootElement;
        string[] held = [.. split.GetProperty("validation").EnumerateArray().Select(name => name.GetString()!)];
        var photos = Path.Combine(SampleImages.Repository, "samples", "photos");
        var scores = predictor.Predict(held.Select(name => Path.Combine(photos, name))).Select(answer => answer.Scores.ToArray()).ToArray();
        int[] truth = [.. held.Select(name => classes.ToList().IndexOf(name.Split('/')[0]))];
        float[] before = [.. classes.Select((_, label) => scores.Average(image => image[label]))];
        Console.WriteLine("| class shares, one class 70 %, by expectation-maximisation on calibrated scores | largest error of a share in 50 windows | mean of the largest "
            + "| accuracy estimated too high by |");
        Console.WriteLine("| --- | --- | --- | --- |");
        // The service compares windows of its own size; small ones swing with the images that are drawn.
        var window = new WatchOptions().Window;
        var largest = new[] { WindowImages, window }.Select(size => Shares(size, scores, truth, before)).ToArray()[^1];
        Console.WriteLine();
        if (largest <= 0.1) return 0;
        Console.WriteLine($"Missed: no share should be wrong by more than 0.1 in any window of {window}.");
        Console.WriteLine();
        return 1;
    }

    private static double Shares(int size, float[][] scores, int[] truth, float[] before)
    {
        const int windows = 50;
        List<double> errors = [], accuracies = [];
        var random = new SeededRandom(3);
        for (var window = 0; window < windows; window++)
        {
            double[] shares = [.. before.Select((_, label) => label == window % before.Length ? 0.7 : 0.3 / (before.Length - 1))];
            List<int> drawn = [];
            foreach (var (label, share) in shares.Index())
            {
                int[] own = [.. Enumerable.Range(0, truth.Length).Where(at => truth[at] == label)];
                for (var i = 0; i < (int)Math.Round(share * size); i++) drawn.Add(own[random.Next(own.Length)]);
            }
            var (estimated, accuracy) = ClassShift.Estimate([.. drawn.Select(at => scores[at])], before);
            errors.Add(before.Index().Max(one => Math.Abs(estimated[one.Index] - (double)drawn.Count(at => truth[at] == one.Index) / drawn.Count)));
            accuracies.Add(accuracy - (double)drawn.Count(at => Array.IndexOf(scores[at], scores[at].Max()) == truth[at]) / drawn.Count);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| windows of {size} | {errors.Max():0.000} | {errors.Average():0.000} | {accuracies.Average():0.000} |"));
        return errors.Max();
    }

    private static WatchedImage[] Look(WatchedModel model, RgbImage[] images)
    {
        var looked = new WatchedImage[images.Length];
        CoreWork.For(images.Length, Environment.ProcessorCount, at => looked[at] = model.Look(images[at]));
        return looked;
    }

    private static RgbImage Shifted(RgbImage image, int number, int shift)
    {
        var random = SeededRandom.For((ulong)number, $"shift {shift}");
        var (right, down) = (random.Next(2 * LargestShift + 1) - LargestShift, random.Next(2 * LargestShift + 1) - LargestShift);
        return Degraded.Each(image.Width, image.Height, (x, y, channel) =>
            image.Pixels[(Math.Clamp(y + down, 0, image.Height - 1) * image.Width + Math.Clamp(x + right, 0, image.Width - 1)) * 3 + channel]);
    }
}
