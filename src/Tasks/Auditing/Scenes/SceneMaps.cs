using System.Numerics.Tensors;
using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>One image as a pretrained network sees it: a map for each of some strides, the finest first.</summary>
/// <param name="Levels">The maps.</param>
internal sealed record SceneMaps(IReadOnlyList<SceneMap> Levels);

/// <summary>A map of features, and its sums over every rectangle that begins at the upper left corner.</summary>
internal sealed class SceneMap
{
    private readonly float[] _sums;

    /// <param name="channels">Values of a cell.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="values">height x width x channels values, cell by cell.</param>
    public SceneMap(int channels, int height, int width, float[] values)
    {
        (Channels, Height, Width, Values) = (channels, height, width, values);
        _sums = new float[(height + 1) * (width + 1) * channels];
        var row = new float[channels];
        for (var y = 0; y < height; y++)
        {
            Array.Clear(row);
            for (var x = 0; x < width; x++)
            {
                TensorPrimitives.Add(row, values.AsSpan((y * width + x) * channels, channels), row);
                TensorPrimitives.Add(row, _sums.AsSpan((y * (width + 1) + x + 1) * channels, channels),
                    _sums.AsSpan(((y + 1) * (width + 1) + x + 1) * channels, channels));
            }
        }
    }

    public int Channels { get; }

    public int Height { get; }

    public int Width { get; }

    public float[] Values { get; }

    /// <summary>The means over the parts that a grid cuts a box into; parts outside the image are 0.</summary>
    /// <param name="box">In shares of the image's width and height.</param>
    /// <param name="grid">Parts across and down.</param>
    /// <param name="means">grid x grid x channels values.</param>
    public void Pool(Box box, int grid, Span<float> means)
    {
        var corners = grid + 1;
        var sums = new float[corners * corners * Channels];
        Span<float> across = stackalloc float[corners], down = stackalloc float[corners];
        for (var i = 0; i < corners; i++)
        {
            across[i] = Math.Clamp((box.X1 + box.Width * i / grid) * Width, 0, Width);
            down[i] = Math.Clamp((box.Y1 + box.Height * i / grid) * Height, 0, Height);
        }
        for (var y = 0; y < corners; y++)
            for (var x = 0; x < corners; x++) SumTo(across[x], down[y], sums.AsSpan((y * corners + x) * Channels, Channels));
        for (var y = 0; y < grid; y++)
            for (var x = 0; x < grid; x++)
            {
                var mean = means.Slice((y * grid + x) * Channels, Channels);
                var area = (across[x + 1] - across[x]) * (down[y + 1] - down[y]);
                if (area < 1e-4f)
                {
                    mean.Clear();
                    continue;
                }
                TensorPrimitives.Subtract(Sum(x + 1, y + 1), Sum(x, y + 1), mean);
                TensorPrimitives.Subtract(mean, Sum(x + 1, y), mean);
                TensorPrimitives.Add(mean, Sum(x, y), mean);
                TensorPrimitives.Divide(mean, area, mean);
            }

        ReadOnlySpan<float> Sum(int x, int y) => sums.AsSpan((y * corners + x) * Channels, Channels);
    }

    // Bilinear between sums is exact where cells are of one value each.
    private void SumTo(float x, float y, Span<float> sum)
    {
        var (left, top) = (Math.Min((int)x, Width - 1), Math.Min((int)y, Height - 1));
        var (right, below) = (x - left, y - top);
        TensorPrimitives.Multiply(At(left, top), (1 - right) * (1 - below), sum);
        TensorPrimitives.MultiplyAdd(At(left + 1, top), right * (1 - below), sum, sum);
        TensorPrimitives.MultiplyAdd(At(left, top + 1), (1 - right) * below, sum, sum);
        TensorPrimitives.MultiplyAdd(At(left + 1, top + 1), right * below, sum, sum);
    }

    private ReadOnlySpan<float> At(int x, int y) => _sums.AsSpan((y * (Width + 1) + x) * Channels, Channels);
}

/// <summary>What a box holds, and what lies around it, as numbers for a linear model.</summary>
internal static class RegionFeatures
{
    // The inner three of five parts are the box itself.
    private const int Grid = 5, Inner = 3;
    private const float Coarse = 3;

    /// <summary>Numbers of a box.</summary>
    public static int WidthOf(SceneMaps maps) => maps.Levels.Sum(level => level.Channels * (level == maps.Levels[^1] ? 2 : Grid * Grid)) + 3;

    /// <summary>The numbers.</summary>
    /// <param name="maps">The image.</param>
    /// <param name="box">In shares of the image's width and height.</param>
    /// <param name="row">Filled with <see cref="WidthOf"/> values.</param>
    public static void Of(SceneMaps maps, Box box, Span<float> row)
    {
        var around = Around(box);
        var at = 0;
        foreach (var level in maps.Levels)
        {
            if (level == maps.Levels[^1])
            {
                level.Pool(box, 1, row.Slice(at, level.Channels));
                level.Pool(around, 1, row.Slice(at + level.Channels, level.Channels));
                var coarse = row.Slice(at, 2 * level.Channels);
                TensorPrimitives.Multiply(coarse, Coarse, coarse);
                at += coarse.Length;
                continue;
            }
            level.Pool(around, Grid, row.Slice(at, Grid * Grid * level.Channels));
            at += Grid * Grid * level.Channels;
        }
        row[at] = MathF.Log(Math.Max(box.Width, 1e-3f));
        row[at + 1] = MathF.Log(Math.Max(box.Height, 1e-3f));
        row[at + 2] = row[at] - row[at + 1];
    }

    /// <summary>The numbers of the mirror image, in place: left and right change places, which channels hardly notice.</summary>
    public static void Mirror(SceneMaps maps, Span<float> row)
    {
        var at = 0;
        foreach (var channels in maps.Levels.SkipLast(1).Select(level => level.Channels))
            for (var line = 0; line < Grid; line++, at += Grid * channels)
                for (var x = 0; x < Grid / 2; x++)
                    for (var c = 0; c < channels; c++)
                    {
                        var (left, right) = (at + x * channels + c, at + (Grid - 1 - x) * channels + c);
                        (row[left], row[right]) = (row[right], row[left]);
                    }
    }

    /// <summary>The box with as much around it as is looked at.</summary>
    public static Box Around(Box box) => Box.FromCentre((box.X1 + box.X2) / 2.0, (box.Y1 + box.Y2) / 2.0,
        box.Width * (double)Grid / Inner, box.Height * (double)Grid / Inner);
}
