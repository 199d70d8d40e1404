using System.Numerics.Tensors;

namespace Graft.Tasks;

/// <summary>
/// Semantic segmentation that is fitted in seconds: a logistic regression on the columns of a pretrained network's maps (hypercolumns, Hariharan et al.
/// 2015, arXiv:1411.5752), which stay as they are.
/// </summary>
internal sealed class PixelProbe
{
    private const int CellsOfImage = 240;
    private const double Penalty = 0.01;
    private readonly LinearClassifier _classifier;
    private readonly int[] _present;
    private readonly int _classes;

    private PixelProbe(LinearClassifier classifier, int[] present, int classes) => (_classifier, _present, _classes) = (classifier, present, classes);

    /// <summary>Fits one.</summary>
    /// <param name="scenes">Images to learn from, on which there is something of at least two classes.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Decides which cells are learned from.</param>
    public static PixelProbe Fit(IReadOnlyList<MaskScene> scenes, int classes, ulong seed)
    {
        scenes = ProbeScene.Some(scenes, seed);
        var width = scenes[0].Maps.Levels.Sum(level => level.Channels);
        var drawn = new List<(float[] Row, int Label)>[scenes.Count];
        Parallel.For(0, scenes.Count, i =>
        {
            var random = SeededRandom.For(seed, FormattableString.Invariant($"cells/{i}"));
            var own = scenes[i].Cells.Index().Where(cell => cell.Item < classes).GroupBy(cell => cell.Item).ToList();
            drawn[i] = [.. own.SelectMany(cells =>
            {
                int[] places = [.. cells.Select(cell => cell.Index)];
                random.Shuffle<int>(places);
                return places.Take(CellsOfImage / own.Count).Select(place => (RowOf(scenes[i].Maps, place, width), (int)cells.Key));
            })];
        });
        var rows = drawn.SelectMany(one => one).ToList();
        int[] present = [.. rows.Select(row => row.Label).Distinct().Order()];
        var table = new float[rows.Count * width];
        foreach (var (at, row) in rows.Index()) row.Row.CopyTo(table.AsSpan(at * width));
        var classifier = LogisticRegression.Fit(table, [.. rows.Select(row => Array.IndexOf(present, row.Label))],
            new() { Classes = present.Length, C = Penalty, MaxIterations = 60, Tolerance = 1e-3 });
        return new(classifier, present, classes);
    }

    /// <summary>The probability of each class in each cell of the finest map, cell by cell.</summary>
    public float[] Scores(SceneMaps maps)
    {
        var cells = maps.Levels[0].Width * maps.Levels[0].Height;
        var scores = new float[cells * _classes];
        for (var cell = 0; cell < cells; cell++)
        {
            var own = _classifier.Scores(RowOf(maps, cell, _classifier.Features));
            foreach (var (at, label) in _present.Index()) scores[cell * _classes + label] = own[at];
        }
        return scores;
    }

    /// <summary>What all maps hold at a cell of the finest.</summary>
    public static float[] RowOf(SceneMaps maps, int cell, int width)
    {
        var row = new float[width];
        var (finest, at) = (maps.Levels[0], 0);
        var (x, y) = ((cell % finest.Width + 0.5f) / finest.Width, (cell / finest.Width + 0.5f) / finest.Height);
        foreach (var level in maps.Levels)
        {
            var (fx, fy) = (Math.Clamp(x * level.Width - 0.5f, 0, level.Width - 1), Math.Clamp(y * level.Height - 0.5f, 0, level.Height - 1));
            var (left, top) = ((int)fx, (int)fy);
            var (right, below) = (Math.Min(left + 1, level.Width - 1), Math.Min(top + 1, level.Height - 1));
            var values = row.AsSpan(at, level.Channels);
            Add(left, top, (1 - fx + left) * (1 - fy + top));
            Add(right, top, (fx - left) * (1 - fy + top));
            Add(left, below, (1 - fx + left) * (fy - top));
            Add(right, below, (fx - left) * (fy - top));
            at += level.Channels;

            void Add(int column, int line, float weight)
            {
                var own = level.Values.AsSpan((line * level.Width + column) * level.Channels, level.Channels);
                var into = row.AsSpan(at, level.Channels);
                TensorPrimitives.MultiplyAdd(own, weight, into, into);
            }
        }
        return row;
    }
}
