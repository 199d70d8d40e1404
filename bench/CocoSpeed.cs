using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>How long COCO's evaluation takes for a validation set of COCO's size.</summary>
internal sealed class CocoSpeed : IComparison
{
    private const int Classes = 80, Width = 640, Height = 480;

    public string Name => "coco";

    public string Description => "COCO's metrics of 5000 images, 7 objects and 100 detections each: coco [images] [detections]";

    public int Run(string[] arguments)
    {
        var images = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 5000;
        var found = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 100;
        var (truth, detections) = MadeUp(images, found);
        string[] classes = [.. Enumerable.Range(0, Classes).Select(label => $"class {label}")];
        Console.WriteLine($"{Measure.Machine()}; {images} images, {truth.Sum(items => items.Count)} objects, "
            + $"{detections.Sum(items => items.Count)} detections, {Classes} classes");
        Console.WriteLine("| compared | seconds, one thread | seconds, all cores | AP |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var overlap in Enum.GetValues<OverlapKind>())
            Row($"{overlap}", workers => CocoEvaluation.Evaluate(classes, truth, detections, new CocoOptions { Overlap = overlap, Workers = workers }));
        Row("the whole report of boxes, with intervals", workers =>
            DetectionMetrics.Report(classes, truth, detections, new DetectionReportOptions { Workers = workers }).Boxes);
        return 0;
    }

    // Both in one run, the second after the first has warmed up; the answers must be the same to the last digit.
    private static void Row(string name, Func<int, CocoReport> evaluate)
    {
        var (one, oneSeconds) = Timed(() => evaluate(1));
        var (all, allSeconds) = Timed(() => evaluate(0));
        if (JsonSerializer.Serialize(one, Json.Options) != JsonSerializer.Serialize(all, Json.Options))
            throw new InvalidOperationException($"{name}: threads change the metrics.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {oneSeconds:0.0} | {allSeconds:0.0} | {all.Summary.AP:0.000} |"));
    }

    private static (CocoReport Report, double Seconds) Timed(Func<CocoReport> evaluate)
    {
        var watch = Stopwatch.StartNew();
        var report = evaluate();
        return (report, watch.Elapsed.TotalSeconds);
    }

    private static (List<ObjectAnnotation>[] Truth, List<Detection>[] Detections) MadeUp(int images, int found)
    {
        var random = new SeededRandom(1);
        var (truth, detections) = (new List<ObjectAnnotation>[images], new List<Detection>[images]);
        for (var image = 0; image < images; image++)
        {
            truth[image] = [.. Enumerable.Range(0, 7)
                .Select(_ => Any(random))
                .Select(item => new ObjectAnnotation(item.Box, item.Label) { Mask = Ellipse(item.Box) })];
            detections[image] = [.. Enumerable.Range(0, found)
                .Select(at => at < 7 ? Near(truth[image][at], random) : Any(random))
                .Select(item => new Detection(item.Box, item.Label, random.NextDouble()) { Mask = Ellipse(item.Box) })];
        }
        return (truth, detections);
    }

    private static (Box Box, int Label) Any(SeededRandom random)
    {
        double width = random.Uniform(10, 200), height = random.Uniform(10, 200);
        return (Box.FromCorner(random.Uniform(0, Width - width), random.Uniform(0, Height - height), width, height), random.Next(Classes));
    }

    private static (Box Box, int Label) Near(ObjectAnnotation item, SeededRandom random) =>
        (item.Box.Shift(0.1 * item.Box.Width * random.Normal(), 0.1 * item.Box.Height * random.Normal()).Clip(Width, Height), item.Label);

    private static Mask Ellipse(Box box)
    {
        var points = new double[48];
        for (var i = 0; i < 24; i++)
        {
            var (sine, cosine) = Math.SinCos(i * Math.PI / 12);
            (points[2 * i], points[2 * i + 1]) = ((box.X1 + box.X2 + box.Width * cosine) / 2, (box.Y1 + box.Y2 + box.Height * sine) / 2);
        }
        return Mask.FromPolygons(Width, Height, [new Polygon(points)]);
    }
}
