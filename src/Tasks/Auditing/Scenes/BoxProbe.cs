using System.Numerics.Tensors;
using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>
/// A detector that is fitted in seconds: on a pretrained network's maps, which stay as they are, a logistic regression says what a box holds and a ridge
/// regression where its object really lies (as the second stage of R-CNN, Girshick et al. 2014, arXiv:1311.2524, with linear models).
/// </summary>
internal sealed class BoxProbe
{
    private const int Jitters = 8, FarJitters = 8, Pool = 240, MinPool = 80, PoolOfAll = 40_000, Random = 50, Hard = 30, Kept = 40, Rounds = 2;
    private const double Nothing = 0.3, Same = 0.6, SomeOfIt = 0.35, Apart = 0.45, Penalty = 0.003, Ridge = 30;
    private readonly AnchorShapes _shapes;
    private readonly int[] _present;
    private readonly int _classes;
    private readonly LinearClassifier _classifier;
    private readonly float[][] _corrections;

    private BoxProbe(AnchorShapes shapes, int[] present, int classes, LinearClassifier classifier, float[][] corrections) =>
        (_shapes, _present, _classes, _classifier, _corrections) = (shapes, present, classes, classifier, corrections);

    /// <summary>Fits one.</summary>
    /// <param name="scenes">Images to learn from; at least one box is on them.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Decides the draws.</param>
    public static BoxProbe Fit(IReadOnlyList<ProbeScene> scenes, int classes, ulong seed)
    {
        scenes = ProbeScene.Some(scenes, seed);
        var pool = Math.Clamp(PoolOfAll / scenes.Count, MinPool, Pool);
        var shapes = AnchorShapes.Of([.. scenes.SelectMany(scene => scene.Boxes)]);
        int[] present = [.. scenes.SelectMany(scene => scene.Labels).Distinct().Order()];
        var width = RegionFeatures.WidthOf(scenes[0].Maps);
        var drawn = new Drawn[scenes.Count];
        Parallel.For(0, scenes.Count, i =>
            drawn[i] = Draw(scenes[i], shapes, present, (width, pool), SeededRandom.For(seed, FormattableString.Invariant($"boxes/{i}"))));
        var classifier = Classifier(drawn, present.Length, width, [.. drawn.Select(one => one.Nothing.Take(Random))], 25);
        // Those of the others that look most like something teach more than chance's.
        classifier = Classifier(drawn, present.Length, width, [.. drawn.Select(one => one.Nothing.Take(Random).Concat(one.Nothing.Skip(Random)
            .OrderByDescending(row => 1 - classifier.Scores(row)[present.Length]).Take(Hard)))], 40);
        return new(shapes, present, classes, classifier, RidgeRegression.Fit([.. drawn.SelectMany(one => one.Near)], Ridge));
    }

    /// <summary>What a box holds: a probability for each class, and last for nothing.</summary>
    public double[] Scores(SceneMaps maps, Box box)
    {
        var row = new float[_classifier.Features];
        RegionFeatures.Of(maps, box, row);
        return Scores(row);
    }

    /// <summary>Where the object of a box lies.</summary>
    public Box Refined(SceneMaps maps, Box box)
    {
        var row = new float[_classifier.Features];
        for (var round = 0; round < Rounds; round++)
        {
            RegionFeatures.Of(maps, box, row);
            double[] by = [.. _corrections.Select(weights => (double)TensorPrimitives.Dot(row, weights.AsSpan(0, row.Length)) + weights[^1])];
            var (width, height) = (box.Width * Math.Exp(Math.Clamp(by[2], -0.7, 0.7)), box.Height * Math.Exp(Math.Clamp(by[3], -0.7, 0.7)));
            var moved = Box.FromCentre((box.X1 + box.X2) / 2.0 + Math.Clamp(by[0], -0.5, 0.5) * box.Width,
                (box.Y1 + box.Y2) / 2.0 + Math.Clamp(by[1], -0.5, 0.5) * box.Height, width, height);
            moved = new(Math.Clamp(moved.X1, 0, 1), Math.Clamp(moved.Y1, 0, 1), Math.Clamp(moved.X2, 0, 1), Math.Clamp(moved.Y2, 0, 1));
            if (moved.Width < 1e-3f || moved.Height < 1e-3f) return box;
            box = moved;
        }
        return box;
    }

    /// <summary>What is on an image, the surest first.</summary>
    public IReadOnlyList<ProbeFinding> Find(SceneMaps maps)
    {
        var row = new float[_classifier.Features];
        var anchors = _shapes.All().ToArray();
        var scores = new float[anchors.Length];
        for (var i = 0; i < anchors.Length; i++)
        {
            RegionFeatures.Of(maps, anchors[i], row);
            scores[i] = (float)(1 - Scores(row)[^1]);
        }
        ProbeFinding[] refined = [.. Nms.Run(anchors, scores, Same, Kept).Select(i => Refined(maps, anchors[i]))
            .Select(box => new ProbeFinding(box, Scores(maps, box)))];
        return [.. Nms.Run([.. refined.Select(one => one.Box)], [.. refined.Select(one => (float)one.Certainty)], Apart).Select(i => refined[i])];
    }

    private double[] Scores(float[] row)
    {
        var own = _classifier.Scores(row);
        var scores = new double[_classes + 1];
        foreach (var (at, label) in _present.Index()) scores[label] = own[at];
        scores[^1] = own[^1];
        return scores;
    }

    private static LinearClassifier Classifier(Drawn[] drawn, int classes, int width, IEnumerable<float[]>[] nothing, int steps)
    {
        var rows = drawn.Zip(nothing).SelectMany(pair => pair.First.Something.Concat(pair.Second.Select(row => (Row: row, Label: classes)))).ToList();
        var table = new float[rows.Count * width];
        foreach (var (at, one) in rows.Index()) one.Row.CopyTo(table.AsSpan(at * width));
        return LogisticRegression.Fit(table, [.. rows.Select(one => one.Label)],
            new() { Classes = classes + 1, C = Penalty, MaxIterations = steps, Tolerance = 1e-3, Scaling = FeatureScaling.Common });
    }

    private static Drawn Draw(ProbeScene scene, AnchorShapes shapes, int[] present, (int Width, int Pool) sizes, SeededRandom random)
    {
        var drawn = new Drawn([], [], []);
        foreach (var (box, label) in scene.Boxes.Zip(scene.Labels))
        {
            var index = Array.IndexOf(present, label);
            drawn.Something.Add((Row(box), index));
            for (var i = 0; i < Jitters + FarJitters; i++)
            {
                var other = Jittered(box, i < Jitters ? 0.1 : 0.3, random);
                var overlap = other.IoU(box);
                if (overlap < SomeOfIt) continue;
                var row = Row(other);
                var isMirrored = i % 2 == 1;
                if (isMirrored) RegionFeatures.Mirror(scene.Maps, row);
                if (overlap >= Same) drawn.Something.Add((row, index));
                drawn.Near.Add((row,
                [
                    (box.X1 + box.X2 - other.X1 - other.X2) / 2 / other.Width * (isMirrored ? -1 : 1),
                    (box.Y1 + box.Y2 - other.Y1 - other.Y2) / 2 / other.Height,
                    MathF.Log(box.Width / other.Width), MathF.Log(box.Height / other.Height),
                ]));
            }
        }
        var anchors = shapes.All().ToArray();
        random.Shuffle<Box>(anchors);
        drawn.Nothing.AddRange(anchors.Where(anchor => scene.Overlap(anchor) < Nothing).Take(sizes.Pool).Select(Row));
        return drawn;

        float[] Row(Box box)
        {
            var row = new float[sizes.Width];
            RegionFeatures.Of(scene.Maps, box, row);
            return row;
        }
    }

    private static Box Jittered(Box box, double most, SeededRandom random) => Box.FromCentre(
        (box.X1 + box.X2) / 2.0 + random.Uniform(-most, most) * box.Width, (box.Y1 + box.Y2) / 2.0 + random.Uniform(-most, most) * box.Height,
        box.Width * Math.Exp(random.Uniform(-most, most)), box.Height * Math.Exp(random.Uniform(-most, most)));

    private sealed record Drawn(List<(float[] Row, int Label)> Something, List<float[]> Nothing, List<(float[] Row, float[] By)> Near);
}

/// <summary>The sizes that boxes of a data set have, and the places they may lie at.</summary>
/// <param name="Shapes">Widths and heights in shares of the image.</param>
internal sealed record AnchorShapes(IReadOnlyList<(double Width, double Height)> Shapes)
{
    private const int Count = 6, Rounds = 10;
    private const double Step = 0.25, MinStep = 1.0 / 28;

    /// <summary>The centres of the sizes (k-means on their logarithms).</summary>
    public static AnchorShapes Of(IReadOnlyList<Box> boxes)
    {
        var sizes = boxes.Select(box => (X: Math.Log(Math.Max(box.Width, 1e-3)), Y: Math.Log(Math.Max(box.Height, 1e-3))))
            .OrderBy(size => size.X + size.Y).ToArray();
        var count = Math.Min(Count, sizes.Length);
        var centres = Enumerable.Range(0, count).Select(i => sizes[(2 * i + 1) * sizes.Length / (2 * count)]).ToArray();
        for (var round = 0; round < Rounds; round++)
            foreach (var own in sizes.GroupBy(size => Enumerable.Range(0, centres.Length)
                .MinBy(i => Math.Pow(centres[i].X - size.X, 2) + Math.Pow(centres[i].Y - size.Y, 2))).ToList())
                centres[own.Key] = (own.Average(size => size.X), own.Average(size => size.Y));
        return new([.. centres.Select(centre => (Math.Exp(centre.X), Math.Exp(centre.Y)))]);
    }

    /// <summary>A box of each size at each place.</summary>
    public IEnumerable<Box> All()
    {
        foreach (var (width, height) in Shapes)
            for (var y = height / 2; y <= 1 - height / 2 + 1e-6; y += Math.Max(Step * height, MinStep))
                for (var x = width / 2; x <= 1 - width / 2 + 1e-6; x += Math.Max(Step * width, MinStep))
                    yield return Box.FromCentre(x, y, width, height);
    }
}
