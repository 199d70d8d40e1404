using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Bench;

/// <summary>Errors are planted among the boxes and the masks of samples/scenes, and the audit is asked which.</summary>
internal sealed class AuditScenes : IComparison
{
    private const double Share = 0.1;

    public string Name => "audit-scenes";

    public string Description => "average precision of the audit's rankings of 10 % missing, doubled, swapped and loose boxes and relabelled regions of "
        + "samples/scenes: audit-scenes [SEEDS] [clean|missing|doubled|swapped|loose|regions ...]";

    public int Run(string[] arguments)
    {
        var seeds = arguments.Length > 0 && int.TryParse(arguments[0], CultureInfo.InvariantCulture, out var given) ? given : 5;
        string[] kinds = [.. arguments.Skip(1)];
        var data = Path.Combine(SampleImages.Repository, "samples", "scenes");
        var objects = ObjectDatasetExamination.Examine(ObjectReader.Read(data));
        var dataset = objects.Usable();
        var maps = ImageMaps.Of(new AuditRequest { Data = data }, [.. dataset.Samples.Select(sample => sample.Path)], null, default);
        var copies = Unit.GroupsOf(AsImageDataset.Of(dataset).Samples, objects.Images);
        ProbeScene[] scenes = [.. dataset.Samples.Select((sample, i) => new ProbeScene(maps[i],
            [.. sample.Counted.Select(item => item.Box.Scale(1.0 / sample.Width, 1.0 / sample.Height))], [.. sample.Counted.Select(item => item.Label)])
            { Group = copies[i] })];
        Console.WriteLine(Measure.Machine());
        Console.WriteLine($"{scenes.Length} images, {scenes.Sum(scene => scene.Boxes.Count)} boxes, {seeds} seeds");
        Console.WriteLine("| planted | average precision | by chance | sure | of them planted | of the planted sure | seconds |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        var classes = dataset.Classes.Count;
        foreach (var kind in new[] { "clean", "missing", "doubled", "swapped", "loose" })
            if (kinds.Length == 0 || kinds.Contains(kind))
                Row(kind, [.. Enumerable.Range(1, seeds).SelectMany(seed => Boxes(kind, scenes, classes, (ulong)seed))]);
        if (kinds.Length == 0 || kinds.Contains("regions") || kinds.Contains("cleanregions")) Regions(data, maps, seeds, kinds);
        return 0;
    }

    private static void Regions(string data, IReadOnlyList<SceneMaps> maps, int seeds, string[] kinds)
    {
        var masks = MaskDatasetExamination.Examine(MaskReader.Read(data)).Usable();
        var truth = masks.Samples.Select(sample => DecodedMaskSample.Load(sample, masks.IgnoreValue).Map).ToList();
        foreach (var isClean in new[] { true, false })
            Row(isClean ? "clean masks" : "regions", [.. Enumerable.Range(1, seeds).Select(seed =>
            {
                var random = SeededRandom.For((ulong)seed, "plant/regions");
                var changed = truth.Select(map => new ClassMap(map.Width, map.Height, [.. map.Values])).ToList();
                var all = truth.SelectMany((map, scene) => MaskRegions.Of(map).Where(region => region.Pixels.Count >= 100)
                    .Select(region => (Scene: scene, region.Label, region.Box, region.Pixels))).ToArray();
                var objects = all.Where(region => region.Label > 0).ToArray();
                random.Shuffle<(int, int, Box, IReadOnlyList<int>)>(objects);
                var planted = objects.Take(isClean ? 0 : (int)Math.Round(Share * objects.Length)).ToList();
                foreach (var (scene, label, _, pixels) in planted)
                {
                    var other = 1 + (label - 1 + 1 + random.Next(masks.Classes.Count - 2)) % (masks.Classes.Count - 1);
                    foreach (var pixel in pixels) changed[scene].Values[pixel] = (byte)other;
                }
                var watch = System.Diagnostics.Stopwatch.StartNew();
                var result = new MaskAudit([.. changed.Select((map, i) => MaskScene.Of(maps[i], map, null))], masks.Classes.Count,
                    new() { Seed = (ulong)seed }).Run();
                if (seed == 1) Console.WriteLine($"<!-- agreement {result.Agreement:0.000}, parts {result.Parts.Count} -->");
                bool[] hits = [.. result.Regions.Select(doubt => planted.Any(one => one.Scene == doubt.Scene && one.Box.IoU(doubt.Box) > 0.9))];
                bool[] sure = [.. result.Regions.Select(doubt => doubt.IsSure)];
                return new Trial(hits, sure, planted.Count, result.Regions.Count, watch.Elapsed.TotalSeconds);
            })]);
    }

    private static IEnumerable<Trial> Boxes(string kind, ProbeScene[] scenes, int classes, ulong seed)
    {
        var random = SeededRandom.For(seed, $"plant/{kind}");
        var all = scenes.SelectMany((scene, index) => scene.Boxes.Select((_, at) => (Scene: index, At: at))).ToArray();
        random.Shuffle<(int Scene, int At)>(all);
        var planted = all.Take(kind == "clean" ? 0 : (int)Math.Round(Share * all.Length)).ToHashSet();
        var changed = scenes.Select((scene, index) =>
        {
            var (boxes, labels) = (new List<Box>(), new List<int>());
            foreach (var (at, box) in scene.Boxes.Index())
            {
                var label = scene.Labels[at];
                var isPlanted = planted.Contains((index, at));
                if (isPlanted && kind == "missing") continue;
                boxes.Add(isPlanted && kind == "loose" ? Shifted(box, random) : box);
                labels.Add(isPlanted && kind == "swapped" ? (label + 1 + random.Next(classes - 1)) % classes : label);
                if (!isPlanted || kind != "doubled") continue;
                boxes.Add(Box.FromCentre((box.X1 + box.X2) / 2 + random.Uniform(-0.06, 0.06) * box.Width,
                    (box.Y1 + box.Y2) / 2 + random.Uniform(-0.06, 0.06) * box.Height,
                    box.Width * random.Uniform(0.92, 1.08), box.Height * random.Uniform(0.92, 1.08)));
                labels.Add(label);
            }
            return scene with { Boxes = boxes, Labels = labels };
        }).ToArray();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = new BoxAudit(changed, classes, new() { Seed = seed }).Run();
        var seconds = watch.Elapsed.TotalSeconds;
        if (seed <= 3) Console.WriteLine($"<!-- agreement {result.Agreement:0.000}, found {result.Missing.Count} -->");
        (string Kind, IReadOnlyList<BoxDoubt> Doubts)[] rankings =
            [("missing", result.Missing), ("doubled", result.Doubled), ("swapped", result.Swapped), ("loose", result.Loose)];
        var boxCount = changed.Sum(scene => scene.Boxes.Count);
        foreach (var (name, doubts) in rankings.Where(ranking => ranking.Kind == kind || kind == "clean"))
        {
            bool[] hits = [.. doubts.Select(doubt => name switch
            {
                "missing" => planted.Any(one => one.Scene == doubt.Scene && scenes[one.Scene].Boxes[one.At].IoU(doubt.Place) >= 0.5),
                "doubled" => planted.Any(one => one.Scene == doubt.Scene && scenes[one.Scene].Boxes[one.At].IoU(doubt.Place) >= 0.6),
                _ => planted.Contains((doubt.Scene, doubt.At!.Value)),
            })];
            yield return new(hits, [.. doubts.Select(doubt => doubt.IsSure)], planted.Count, boxCount, seconds) { Of = name };
        }
    }

    private static Box Shifted(Box box, SeededRandom random)
    {
        for (; ; )
        {
            var moved = box.Shift(random.Uniform(-0.5, 0.5) * box.Width, random.Uniform(-0.5, 0.5) * box.Height);
            moved = new(Math.Clamp(moved.X1, 0, 1), Math.Clamp(moved.Y1, 0, 1), Math.Clamp(moved.X2, 0, 1), Math.Clamp(moved.Y2, 0, 1));
            if (moved.IoU(box) is > 0.3 and < 0.6) return moved;
        }
    }

    private static void Row(string kind, IReadOnlyList<Trial> trials)
    {
        foreach (var own in trials.GroupBy(trial => trial.Of))
        {
            var sure = own.Sum(trial => trial.Sure.Count(one => one));
            var right = own.Sum(trial => trial.Hits.Zip(trial.Sure).Count(one => one is { First: true, Second: true }));
            var planted = own.Sum(trial => trial.Planted);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {kind} {own.Key} | {own.Average(trial => trial.Precision):0.000} | {own.Average(trial => trial.Chance):0.000} "
                + $"| {100.0 * sure / own.Sum(trial => trial.Boxes):0.0} % | {100.0 * right / Math.Max(1, sure):0} % "
                + $"| {100.0 * right / Math.Max(1, planted):0} % "
                + $"| {own.Average(trial => trial.Seconds):0.0} |"));
        }
    }

    private sealed record Trial(bool[] Hits, bool[] Sure, int Planted, int Boxes, double Seconds)
    {
        public string Of { get; init; } = "";

        public double Precision
        {
            get
            {
                var (sum, hits) = (0.0, 0);
                foreach (var (place, hit) in Hits.Index())
                    if (hit) sum += (double)++hits / (place + 1);
                return Planted == 0 ? double.NaN : sum / Math.Max(Planted, hits);
            }
        }

        // Any order: of what was found, where that is the question, otherwise of all boxes or regions.
        public double Chance => Planted == 0 || Hits.Length == 0 ? double.NaN
            : Of == "missing" ? (double)Hits.Count(hit => hit) / Hits.Length * Hits.Count(hit => hit) / Planted : (double)Planted / Boxes;
    }
}
