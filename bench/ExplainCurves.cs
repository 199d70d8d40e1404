using System.Globalization;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>Deletion and insertion curves (Petsiuk et al. 2018, arXiv:1806.07421) of maps of one image.</summary>
/// <param name="image">The network's input.</param>
/// <param name="score">Scores of so many images of its size.</param>
/// <param name="steps">In how many equal parts the pixels go.</param>
internal sealed class ExplainCurves(HiddenImage image, Func<byte[], int, double[]> score, int steps)
{
    private readonly byte[] _blurred = Blurred(image);

    /// <summary>The mean score while the pixels go that the map says count most, and while they come to a blurred image.</summary>
    /// <param name="map">Its value at a pixel.</param>
    public (double Deletion, double Insertion) Of(Func<int, int, float> map)
    {
        var values = new float[image.Real.Height * image.Real.Width];
        for (var at = 0; at < values.Length; at++) values[at] = -map(at % image.Real.Width, at / image.Real.Width);
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(values, order);
        var hidden = new byte[image.Pixels.Length];
        image.CopyTo((1, 1), [0], hidden);
        return (Curve(image.Pixels, hidden, order), Curve(_blurred, image.Pixels, order));
    }

    /// <summary>A map of random cells, as coarse as others.</summary>
    public static Func<int, int, float> Random(HiddenImage image, (int Rows, int Columns) grid, ulong seed)
    {
        var random = new SeededRandom(seed);
        return Cells(image, grid, [.. Enumerable.Range(0, grid.Rows * grid.Columns).Select(_ => (float)random.NextDouble())]);
    }

    /// <summary>The nearer a place, the higher.</summary>
    public static Func<int, int, float> Near(double x, double y, double width, double height) =>
        (across, down) => (float)-(Math.Pow((across + 0.5 - x) / width, 2) + Math.Pow((down + 0.5 - y) / height, 2));

    public static Func<int, int, float> Cells(HiddenImage image, (int Rows, int Columns) grid, IReadOnlyList<float> values, Box? area = null)
    {
        var map = new Explanation("", 0, "", 0)
        {
            IsExact = false,
            Width = image.Real.Width,
            Height = image.Real.Height,
            Seen = new Box(0, 0, image.Real.Width, image.Real.Height),
            Area = area ?? new Box(0, 0, image.Real.Width, image.Real.Height),
            Rows = grid.Rows,
            Columns = grid.Columns,
            Values = values,
        };
        return (x, y) => map.At(x + 0.5, y + 0.5);
    }

    /// <summary>Means of every map, and how much better the first is than each other one, with 95 % intervals over images.</summary>
    /// <param name="title">What was measured.</param>
    /// <param name="curves">By map, one an image.</param>
    /// <returns>Whether it is better than a random and a centre map beyond doubt.</returns>
    public static bool Write(string title, OrderedDictionary<string, List<(double Deletion, double Insertion)>> curves)
    {
        var (isBetter, own) = (true, curves.GetAt(0).Value);
        Console.WriteLine($"| {title}, {own.Count} images | deletion | insertion | deletion less, insertion more than by '{curves.GetAt(0).Key}' |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var (name, other) in curves)
        {
            var (deletion, insertion) = (Interval(own.Zip(other, (a, b) => a.Deletion - b.Deletion)), Interval(own.Zip(other, (a, b) => b.Insertion - a.Insertion)));
            if (name is "random" or "centre of the image") isBetter &= deletion.High < 0 && insertion.High < 0;
            var difference = ReferenceEquals(own, other) ? ""
                : FormattableString.Invariant($"{deletion.Mean:+0.000;-0.000} [{deletion.Low:0.000}, {deletion.High:0.000}], ")
                    + FormattableString.Invariant($"{-insertion.Mean:+0.000;-0.000} [{-insertion.High:0.000}, {-insertion.Low:0.000}]");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {other.Average(one => one.Deletion):0.000} | {other.Average(one => one.Insertion):0.000} | {difference} |"));
        }
        Console.WriteLine();
        return isBetter;
    }

    private double Curve(byte[] from, byte[] to, int[] order)
    {
        var (images, length) = (new byte[(steps + 1) * from.Length], from.Length);
        from.CopyTo(images, 0);
        for (var step = 1; step <= steps; step++)
        {
            images.AsSpan((step - 1) * length, length).CopyTo(images.AsSpan(step * length));
            for (var i = (int)((long)order.Length * (step - 1) / steps); i < (long)order.Length * step / steps; i++)
            {
                var at = (order[i] / image.Real.Width * image.Size.Width + order[i] % image.Real.Width) * 3;
                to.AsSpan(at, 3).CopyTo(images.AsSpan(step * length + at));
            }
        }
        var scores = score(images, steps + 1);
        return (scores.Sum() - (scores[0] + scores[^1]) / 2) / steps;
    }

    private static byte[] Blurred(HiddenImage image)
    {
        var (height, width) = image.Size;
        var small = Resampler.Resize(new RgbImage(width, height, image.Pixels), Math.Max(1, width / 24), Math.Max(1, height / 24), Interpolation.Bilinear);
        return Resampler.Resize(small, width, height, Interpolation.Bicubic).Pixels;
    }

    // Student's t; 95 %.
    private static (double Mean, double Low, double High) Interval(IEnumerable<double> differences)
    {
        double[] all = [.. differences];
        var mean = all.Average();
        var error = all.Length < 2 ? double.NaN : Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1) / all.Length);
        var t = all.Length switch { < 8 => 2.57, < 12 => 2.31, < 20 => 2.20, < 40 => 2.06, _ => 2.01 };
        return (mean, mean - t * error, mean + t * error);
    }
}
