using System.Numerics.Tensors;
using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>
/// Regions of masks that look wrong, by segmentation that had not seen their image (<see cref="PixelProbe"/>): whole regions whose class is another one on
/// average, and parts of regions in which every cell is of another class.
/// </summary>
internal sealed class MaskAudit(IReadOnlyList<MaskScene> scenes, int classes, MaskAuditOptions? options = null)
{
    private const double PartMargin = 0.6;
    private const int MinCells = 6, MinPart = 12;
    private readonly MaskAuditOptions _options = options ?? new();

    /// <summary>Judges every region.</summary>
    /// <exception cref="GraftException">There are fewer than two images that can be held out apart.</exception>
    public MaskAuditResult Run()
    {
        var groups = scenes.Select(scene => scene.Group).ToArray();
        var units = scenes.Index().Select(pair => pair.Item.Group ?? $"image {pair.Index}").Distinct().Count();
        if (units < 2)
            throw new GraftException("There is one image, where copies and groups count as one.", "Each image is judged by others, so that two are needed.",
                "Add images.");
        var counts = new int[classes];
        foreach (var label in scenes.SelectMany(scene => scene.Regions.Select(region => region.Label).Distinct())) counts[label]++;
        int[] rarest = [.. scenes.Select(scene => scene.Regions.Select(region => region.Label).DefaultIfEmpty(0).MinBy(label => counts[label]))];
        var fold = FoldAssignment.Make(rarest, groups, Math.Min(_options.Folds, units), _options.Seed);
        var scores = new float[scenes.Count][];
        for (var held = 0; held <= fold.Max(); held++)
        {
            var probe = PixelProbe.Fit([.. scenes.Where((_, i) => fold[i] != held)], classes, _options.Seed);
            Parallel.ForEach(Enumerable.Range(0, scenes.Count).Where(i => fold[i] == held).ToArray(), i => scores[i] = probe.Scores(scenes[i].Maps));
            _options.FoldJudged?.Invoke();
        }
        var regions = Regions(scores);
        return new()
        {
            Agreement = Agreement(scores),
            Regions = regions,
            Parts = Parts(scores, regions.Where(doubt => doubt.IsSure).Select(doubt => (doubt.Scene, doubt.At)).ToHashSet()),
            Scores = scores,
        };
    }

    private double Agreement(float[][] scores)
    {
        var (right, all) = (0L, 0L);
        foreach (var (index, scene) in scenes.Index())
            foreach (var (cell, label) in scene.Cells.Index())
            {
                if (label >= classes) continue;
                all++;
                if (Best(scores[index].AsSpan(cell * classes, classes)) == label) right++;
            }
        return right / (double)Math.Max(1, all);
    }

    // What is in the regions is judged as images are, in two rounds and several ways to make the folds; the cells have a say too.
    private List<RegionDoubt> Regions(float[][] scores)
    {
        var judged = scenes.Index().SelectMany(pair => pair.Item.Regions.Select((region, at) => (Scene: pair.Index, At: at, Region: region)))
            .Where(one => one.Region.Label < classes && IsLarge(scenes[one.Scene], one.Region)).ToList();
        // Of a class on one image alone nobody else could learn.
        int[] present = [.. judged.Select(one => (one.Region.Label, Unit: scenes[one.Scene].Group ?? $"image {one.Scene}")).Distinct()
            .CountBy(own => own.Label).Where(own => own.Value >= 2).Select(own => own.Key).Order()];
        judged = [.. judged.Where(one => present.Contains(one.Region.Label))];
        if (present.Length < 2) return [];
        var width = scenes[0].Maps.Levels.Sum(level => level.Channels);
        var table = new float[judged.Count * width];
        Parallel.For(0, judged.Count, i =>
        {
            var row = table.AsSpan(i * width, width);
            foreach (var (cell, pixels) in judged[i].Region.Cells)
                TensorPrimitives.MultiplyAdd(PixelProbe.RowOf(scenes[judged[i].Scene].Maps, cell, width), (float)pixels / judged[i].Region.Area, row, row);
        });
        var audit = new LabelAudit(table, [.. judged.Select(one => Array.IndexOf(present, one.Region.Label))],
            [.. judged.Select(one => scenes[one.Scene].Group ?? FormattableString.Invariant($"scene {one.Scene}"))],
            new() { Seed = _options.Seed, FoldJudged = _options.FoldJudged }).Run();
        return [.. audit.Doubts.Select(doubt =>
        {
            var (scene, at, region) = judged[doubt.Index];
            var (own, other, mean) = (region.Label, present[doubt.Suggestion], Mean(scores[scene], region));
            return new RegionDoubt(scene, at, region.Box, region.Area, own, other, (doubt.Score + (1 + mean[other] - mean[own]) / 2) / 2,
                doubt.IsSure && mean[other] > mean[own]);
        }).OrderByDescending(doubt => doubt.Score)];
    }

    // Of smaller ones the cells show what lies around them.
    private static bool IsLarge(MaskScene scene, MaskRegion region) =>
        region.Area >= (double)MinCells * scene.Size.Width * scene.Size.Height / scene.Cells.Length;

    private double[] Mean(float[] scores, MaskRegion region)
    {
        var mean = new double[classes];
        foreach (var (cell, pixels) in region.Cells)
            for (var c = 0; c < classes; c++) mean[c] += scores[cell * classes + c] * (double)pixels / region.Area;
        return mean;
    }

    // Cells in which another class is far likelier, where they hang together.
    private List<RegionDoubt> Parts(float[][] scores, HashSet<(int Scene, int? At)> known)
    {
        var parts = new List<RegionDoubt>();
        foreach (var (index, scene) in scenes.Index())
        {
            var (columns, rows) = (scene.Maps.Levels[0].Width, scene.Maps.Levels[0].Height);
            var ofKnown = scene.Regions.Index().Where(region => known.Contains((index, region.Index)))
                .SelectMany(region => region.Item.Cells.Select(cell => cell.Cell)).ToHashSet();
            var pairs = new int[columns * rows];
            for (var cell = 0; cell < pairs.Length; cell++)
            {
                var own = scene.Cells[cell];
                var row = scores[index].AsSpan(cell * classes, classes);
                var best = Best(row);
                pairs[cell] = own < classes && best != own && row[best] - row[own] > PartMargin && !ofKnown.Contains(cell) ? own * classes + best : -1;
            }
            var values = pairs.Distinct().Where(pair => pair >= 0).Take(ClassMap.Ignore).ToList();
            var map = new ClassMap(columns, rows, [.. pairs.Select(pair => values.IndexOf(pair) is >= 0 and var at ? (byte)at : ClassMap.Ignore)]);
            foreach (var (label, box, cells) in MaskRegions.Of(map).Where(region => region.Pixels.Count >= MinPart))
            {
                var (own, other) = (values[label] / classes, values[label] % classes);
                var score = cells.Average(cell => (1.0 + scores[index][cell * classes + other] - scores[index][cell * classes + own]) / 2);
                var (x, y) = ((double)scene.Size.Width / columns, (double)scene.Size.Height / rows);
                parts.Add(new(index, null, box.Scale(x, y), (long)(cells.Count * x * y), own, other, score, false));
            }
        }
        return [.. parts.OrderByDescending(part => part.Score * part.Area)];
    }

    private static int Best(ReadOnlySpan<float> row) => TensorPrimitives.IndexOfMax(row);
}

/// <summary>How masks are judged.</summary>
internal sealed record MaskAuditOptions
{
    /// <summary>Folds of images, of which each is judged by what was fitted on the others.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Decides the folds and the cells.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Told after each fold; what it throws ends the audit.</summary>
    public Action? FoldJudged { get; init; }

    /// <summary>How often that is, if no fold is empty.</summary>
    public int JudgedFolds => Folds + new LabelAuditOptions().JudgedFolds;
}

/// <summary>What was found out about masks.</summary>
internal sealed record MaskAuditResult
{
    /// <summary>Share of cells of one class that the held-out segmentation gives that class, 0 to 1.</summary>
    public required double Agreement { get; init; }

    /// <summary>All regions that are large enough to be judged, the most doubtful first.</summary>
    public required IReadOnlyList<RegionDoubt> Regions { get; init; }

    /// <summary>Parts of the other regions, the largest and most doubtful first.</summary>
    public required IReadOnlyList<RegionDoubt> Parts { get; init; }

    /// <summary>For each image the probability of each class in each cell.</summary>
    public required float[][] Scores { get; init; }
}

/// <summary>How doubtful a region is.</summary>
/// <param name="Scene">Index of the image.</param>
/// <param name="At">Which region of it; null for a part of one.</param>
/// <param name="Box">Its bounds in pixels.</param>
/// <param name="Area">Its pixels.</param>
/// <param name="Label">The class it has.</param>
/// <param name="Suggestion">The likeliest other class.</param>
/// <param name="Score">From 0, certainly right, to 1, certainly the suggestion.</param>
/// <param name="IsSure">Whether the suggestion is as likely as it is for regions that carry it.</param>
internal sealed record RegionDoubt(int Scene, int? At, Box Box, long Area, int Label, int Suggestion, double Score, bool IsSure);
