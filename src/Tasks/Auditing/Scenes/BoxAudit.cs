using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>
/// Boxes that look wrong, by detectors that had not seen their image (<see cref="BoxProbe"/>): swapped ones hold another class than they say, loose ones
/// lie beside their object, doubled ones are on one object, and missing ones are found where nothing is labelled. Kinds as in ObjectLab (Tkachenko,
/// Thyagarajan and Mueller 2023, arXiv:2309.00832); "sure" as in confident learning: as likely as what is labelled is on average.
/// </summary>
internal sealed class BoxAudit(IReadOnlyList<ProbeScene> scenes, int classes, BoxAuditOptions? options = null)
{
    private const double Matching = 0.5, Free = 0.3, Within = 0.6, Doubled = 0.5, MinCertainty = 0.2;
    private const double SurelyDoubled = 0.7, SurelySwapped = 0.8, SurelyMissing = 0.8, Loose = 0.4;
    private readonly BoxAuditOptions _options = options ?? new();

    /// <summary>Judges every box and every image.</summary>
    /// <exception cref="GraftException">There are fewer than two images with boxes that can be held out apart.</exception>
    public BoxAuditResult Run()
    {
        var judged = Judged();
        var right = judged.Zip(scenes).SelectMany(pair => pair.First.Scores.Zip(pair.Second.Labels))
            .Count(box => new ProbeFinding(default, box.First).Label == box.Second);
        return new()
        {
            Agreement = right / (double)Math.Max(1, scenes.Sum(scene => scene.Boxes.Count)),
            Swapped = Swapped(judged),
            Loose = Loosened(judged),
            Doubled = [.. scenes.Index().SelectMany(pair => DoubledIn(pair.Index, judged[pair.Index])).OrderByDescending(doubt => doubt.Score)],
            Missing = Missing(judged),
        };
    }

    private Judgement[] Judged()
    {
        var (fold, judged) = (Folds(), new Judgement[scenes.Count]);
        for (var held = 0; held <= fold.Max(); held++)
        {
            var probe = BoxProbe.Fit([.. scenes.Where((_, i) => fold[i] != held)], classes, _options.Seed);
            Parallel.ForEach(Enumerable.Range(0, scenes.Count).Where(i => fold[i] == held).ToArray(), i => judged[i] = Judge(probe, scenes[i]));
            _options.FoldJudged?.Invoke();
        }
        return judged;
    }

    private int[] Folds()
    {
        var counts = new int[classes];
        foreach (var label in scenes.SelectMany(scene => scene.Labels)) counts[label]++;
        int[] rarest = [.. scenes.Select(scene => scene.Labels.DefaultIfEmpty(classes).MinBy(label => label == classes ? int.MaxValue : counts[label]))];
        var groups = scenes.Select(scene => scene.Group).ToArray();
        var units = scenes.Index().Where(pair => pair.Item.Boxes.Count > 0).Select(pair => pair.Item.Group ?? $"image {pair.Index}").Distinct().Count();
        if (units < 2)
            throw new GraftException($"There {(units == 1 ? "is one image" : "are no images")} with objects, where copies and groups count as one.",
                "Each image is judged by others, so that two are needed.", "Add images.");
        var fold = FoldAssignment.Make(rarest, groups, Math.Min(_options.Folds, units), _options.Seed);
        return Enumerable.Range(0, fold.Max() + 1).All(held => scenes.Index().Any(pair => fold[pair.Index] != held && pair.Item.Boxes.Count > 0))
            ? fold : FoldAssignment.Make(rarest, groups, 2, _options.Seed);
    }

    private static Judgement Judge(BoxProbe probe, ProbeScene scene) => new(
        [.. scene.Boxes.Select(box => probe.Scores(scene.Maps, box))],
        [.. scene.Boxes.Select(box => probe.Refined(scene.Maps, box)).Select(box => new ProbeFinding(box, probe.Scores(scene.Maps, box)))],
        probe.Find(scene.Maps));

    // What is in the boxes, judged as images are: in two rounds and several ways to make the folds.
    private List<BoxDoubt> Swapped(Judgement[] judged)
    {
        // Of a class on one image alone nobody else could learn.
        int[] present = [.. scenes.Index().SelectMany(pair => pair.Item.Labels.Select(label => (Label: label, Unit: pair.Item.Group ?? $"image {pair.Index}")))
            .Distinct().CountBy(own => own.Label).Where(own => own.Value >= 2).Select(own => own.Key).Order()];
        if (present.Length < 2) return [];
        var boxes = scenes.Index().SelectMany(pair => Enumerable.Range(0, pair.Item.Boxes.Count).Select(at => (Scene: pair.Index, At: at)))
            .Where(box => present.Contains(scenes[box.Scene].Labels[box.At])).ToList();
        var width = RegionFeatures.WidthOf(scenes[0].Maps);
        var table = new float[boxes.Count * width];
        Parallel.For(0, boxes.Count, i =>
            RegionFeatures.Of(scenes[boxes[i].Scene].Maps, scenes[boxes[i].Scene].Boxes[boxes[i].At], table.AsSpan(i * width, width)));
        int[] labels = [.. boxes.Select(box => Array.IndexOf(present, scenes[box.Scene].Labels[box.At]))];
        string[] groups = [.. boxes.Select(box => scenes[box.Scene].Group ?? FormattableString.Invariant($"scene {box.Scene}"))];
        var audit = new LabelAudit(table, labels, groups, new() { Seed = _options.Seed, FoldJudged = _options.FoldJudged }).Run();
        return [.. audit.Doubts.Select(doubt =>
        {
            // The detectors have a say too, which learn boxes beside their objects as well.
            var (scene, at) = boxes[doubt.Index];
            var (scores, own, other) = (judged[scene].Scores[at], scenes[scene].Labels[at], present[doubt.Suggestion]);
            var something = Math.Max(1e-6, 1 - scores[^1]);
            var score = (doubt.Score + (1 + (scores[other] - scores[own]) / something) / 2) / 2;
            return new BoxDoubt(scene, at, scenes[scene].Boxes[at], other, score,
                doubt.IsSure && new ProbeFinding(default, scores).Label == other && score >= SurelySwapped);
        }).OrderByDescending(doubt => doubt.Score)];
    }

    private List<BoxDoubt> Loosened(Judgement[] judged) => [.. scenes.Index().SelectMany(pair => pair.Item.Boxes.Select((box, at) =>
        {
            var refined = judged[pair.Index].Refined[at];
            var found = judged[pair.Index].Found.Where(one => one.Box.IoU(box) > 0.1 && one.Box.IoU(refined.Box) > Matching)
                .OrderByDescending(one => one.Certainty).FirstOrDefault() ?? refined;
            var overlap = (refined.Box.IoU(box) + found.Box.IoU(box)) / 2;
            var isSure = overlap < Loose && refined.Certainty > 1 - judged[pair.Index].Scores[at][^1] && refined.Label == pair.Item.Labels[at];
            return new BoxDoubt(pair.Index, at, refined.Box, pair.Item.Labels[at], 1 - overlap, isSure);
        })).OrderByDescending(doubt => doubt.Score)];

    private IEnumerable<BoxDoubt> DoubledIn(int index, Judgement judged)
    {
        var scene = scenes[index];
        for (var i = 0; i < scene.Boxes.Count; i++)
            for (var j = i + 1; j < scene.Boxes.Count; j++)
            {
                var overlap = _options.Overlap?.Invoke(index, i, j) ?? scene.Boxes[i].IoU(scene.Boxes[j]);
                if (overlap <= Doubled) continue;
                // The one stays whose class the box holds, or else where the object is.
                var (one, other) = (judged.Scores[i][scene.Labels[i]] + judged.Refined[i].Box.IoU(scene.Boxes[i]),
                    judged.Scores[j][scene.Labels[j]] + judged.Refined[j].Box.IoU(scene.Boxes[j]));
                var (kept, left) = one >= other ? (i, j) : (j, i);
                yield return new BoxDoubt(index, left, scene.Boxes[left], scene.Labels[kept], overlap, overlap >= SurelyDoubled) { Other = kept };
            }
    }

    private List<BoxDoubt> Missing(Judgement[] judged)
    {
        // As sure as of what is labelled, on average.
        var known = scenes.Index().SelectMany(pair => judged[pair.Index].Found
            .Where(one => pair.Item.Boxes.Zip(pair.Item.Labels).Any(box => box.Second == one.Label && box.First.IoU(one.Box) > Matching))).ToList();
        var threshold = known.Select(one => one.Certainty).DefaultIfEmpty(1).Average();
        var perClass = known.GroupBy(one => one.Label).ToDictionary(own => own.Key, own => own.Average(one => one.Scores[one.Label]));
        return [.. scenes.Index().SelectMany(pair => judged[pair.Index].Found
                .Where(one => one.Certainty >= MinCertainty && pair.Item.Overlap(one.Box) < Free
                    && pair.Item.Boxes.All(box => box.Intersection(one.Box) < Within * Math.Min(one.Box.Area, box.Area)))
                .Select(one => new BoxDoubt(pair.Index, null, one.Box, one.Label, one.Certainty,
                    one.Certainty >= Math.Max(threshold, SurelyMissing) && one.Scores[one.Label] >= perClass.GetValueOrDefault(one.Label, 1))))
            .OrderByDescending(doubt => doubt.Score)];
    }

    private sealed record Judgement(IReadOnlyList<double[]> Scores, IReadOnlyList<ProbeFinding> Refined, IReadOnlyList<ProbeFinding> Found);
}

/// <summary>How boxes are judged.</summary>
internal sealed record BoxAuditOptions
{
    /// <summary>Folds of images, of which each is judged by a detector fitted on the others.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Decides the folds and the draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Told after each fold; what it throws ends the audit.</summary>
    public Action? FoldJudged { get; init; }

    /// <summary>How often that is, if no fold is empty.</summary>
    public int JudgedFolds => Folds + new LabelAuditOptions().JudgedFolds;

    /// <summary>Overlap of two objects of an image, where more is known of them than boxes: image, one, other.</summary>
    public Func<int, int, int, double?>? Overlap { get; init; }
}

/// <summary>What was found out about boxes; of each kind the most doubtful first.</summary>
internal sealed record BoxAuditResult
{
    /// <summary>Share of boxes in which the held-out detectors find the labelled class, 0 to 1.</summary>
    public required double Agreement { get; init; }

    /// <summary>All boxes of classes that can be judged, and the likeliest other class.</summary>
    public required IReadOnlyList<BoxDoubt> Swapped { get; init; }

    /// <summary>All boxes, and where their object lies instead.</summary>
    public required IReadOnlyList<BoxDoubt> Loose { get; init; }

    /// <summary>Pairs of boxes on one object: that to leave out.</summary>
    public required IReadOnlyList<BoxDoubt> Doubled { get; init; }

    /// <summary>Objects that nothing is labelled of.</summary>
    public required IReadOnlyList<BoxDoubt> Missing { get; init; }
}

/// <summary>How doubtful a box is.</summary>
/// <param name="Scene">Index of the image.</param>
/// <param name="At">Which box of it; null for one that is missing.</param>
/// <param name="Place">Where it should be, in shares of the image.</param>
/// <param name="Label">The class it should have.</param>
/// <param name="Score">0 to 1, 1 for the most doubtful.</param>
/// <param name="IsSure">Whether it is as sure as what is labelled.</param>
internal sealed record BoxDoubt(int Scene, int? At, Box Place, int Label, double Score, bool IsSure)
{
    /// <summary>The box that stays of two on one object.</summary>
    public int? Other { get; init; }
}
