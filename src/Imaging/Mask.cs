namespace Graft.Imaging;

/// <summary>
/// Which pixels of an image belong to one object, stored as COCO does: lengths of alternating runs, outside first, going
/// down the columns from left to right. Immutable.
/// </summary>
public sealed class Mask
{
    private readonly int[] _runs;

    private Mask(int width, int height, int[] runs) => (Width, Height, _runs) = (width, height, runs);

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Run lengths: outside, inside, outside, ... Together Width x Height.</summary>
    public IReadOnlyList<int> Runs => _runs;

    /// <summary>Pixels inside.</summary>
    public long Area => RunLength.Area(_runs);

    /// <summary>The smallest box around the pixels inside; empty when there are none.</summary>
    public Box Bounds => RunLength.Bounds(_runs, Height);

    /// <summary>From run lengths.</summary>
    /// <exception cref="GraftException">They are negative or do not add up to the size.</exception>
    public static Mask FromRuns(int width, int height, IReadOnlyList<int> runs)
    {
        CheckSize(width, height);
        var sum = 0L;
        foreach (var run in runs)
        {
            if (run < 0) throw new GraftException($"A run-length mask has a run of {run} pixels.", "Runs are 0 and more.");
            sum += run;
        }
        if (sum != (long)width * height)
            throw new GraftException($"A run-length mask covers {sum} pixels of an image of {width} x {height}.", $"Expected {(long)width * height}.",
                "Check the size in the annotation: COCO writes height before width.");
        return new Mask(width, height, [.. runs]);
    }

    /// <summary>From COCO's compressed text.</summary>
    /// <exception cref="GraftException">The text is no run-length code or does not fit the size.</exception>
    public static Mask FromCocoText(int width, int height, string text) => FromRuns(width, height, RunLength.FromText(text));

    /// <summary>From row-by-row bytes; every value but 0 is inside.</summary>
    public static Mask FromBitmap(int width, int height, ReadOnlySpan<byte> rows)
    {
        CheckSize(width, height);
        if (rows.Length != (long)width * height)
            throw new ArgumentException($"{width} x {height} pixels need {(long)width * height} bytes, not {rows.Length}.");
        return new Mask(width, height, RunLength.Encode(rows, width, height));
    }

    /// <summary>Filled polygons, overlaps counted once; the same pixels as COCO's own rasteriser.</summary>
    public static Mask FromPolygons(int width, int height, IReadOnlyList<Polygon> polygons)
    {
        CheckSize(width, height);
        var runs = new List<int[]>(polygons.Count);
        foreach (var polygon in polygons)
            if (polygon.Count >= 3) runs.Add(PolygonRaster.Fill(polygon, width, height));
        return new Mask(width, height, runs.Count == 0 ? [width * height] : RunLength.Merge(runs, union: true));
    }

    /// <summary>All pixels within a box, as COCO fills it.</summary>
    public static Mask FromBox(int width, int height, Box box) => FromPolygons(width, height, [Polygon.Of(box)]);

    /// <summary>COCO's compressed text.</summary>
    public string ToCocoText() => RunLength.ToText(_runs);

    /// <summary>Height x Width bytes row by row, 1 inside and 0 outside.</summary>
    public byte[] ToBitmap()
    {
        var rows = new byte[Width * Height];
        Paint(rows, 1);
        return rows;
    }

    /// <summary>The part within its bounds as row-by-row bytes, 1 inside and 0 outside, and where it lies: work and memory grow with the object, not with the image.</summary>
    internal (int Left, int Top, byte[] Rows, int Width, int Height) Cut()
    {
        var box = Bounds;
        if (box.IsEmpty) return (0, 0, [], 0, 0);
        var (left, top, width, height) = ((int)box.X1, (int)box.Y1, (int)box.Width, (int)box.Height);
        return (left, top, Place(new Placement(1, 1, -left, -top), width, height).ToBitmap(), width, height);
    }

    /// <summary>Writes a value at every pixel inside.</summary>
    /// <param name="rows">Height x Width values, row by row.</param>
    /// <param name="value">What is written.</param>
    public void Paint(Span<byte> rows, byte value) => RunLength.Paint(_runs, rows, Width, Height, value);

    /// <summary>True at a pixel inside; false outside the image.</summary>
    public bool Contains(int x, int y)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height) return false;
        long at = (long)x * Height + y, end = 0;
        for (var i = 0; i < _runs.Length; i++)
            if ((end += _runs[i]) > at) return i % 2 == 1;
        return false;
    }

    /// <summary>Pixels inside both.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public long Intersection(Mask other)
    {
        CheckSame(other);
        return RunLength.Intersection(_runs, other._runs);
    }

    /// <summary>Intersection over union, 0..1; 0 when both are empty.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public double IoU(Mask other)
    {
        var shared = Intersection(other);
        return shared > 0 ? (double)shared / (Area + other.Area - shared) : 0;
    }

    /// <summary>Pixels inside one or the other.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public Mask Union(Mask other)
    {
        CheckSame(other);
        return new Mask(Width, Height, RunLength.Merge([_runs, other._runs], union: true));
    }

    /// <summary>Pixels inside that are not inside the other.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public Mask Without(Mask other)
    {
        CheckSame(other);
        // What begins with an inside run of 0 is the other turned inside out.
        int[] outside = other._runs.Length > 0 && other._runs[0] == 0 ? other._runs[1..] : [0, .. other._runs];
        return new Mask(Width, Height, RunLength.Merge([_runs, outside], union: false));
    }

    /// <summary>The mask scaled, moved and cut off at a new image's edges; pixels are taken from the nearest ones.</summary>
    /// <param name="placement">Where its pixels go.</param>
    /// <param name="width">Pixels across of the new image.</param>
    /// <param name="height">Pixels down of the new image.</param>
    public Mask Place(Placement placement, int width, int height)
    {
        CheckSize(width, height);
        return new Mask(width, height, MaskPlacement.Run(this, placement, width, height));
    }

    /// <summary>Polygons along the pixels' edges, one for each connected part and each hole; filling the parts and cutting the holes gives the mask back.</summary>
    public IReadOnlyList<Polygon> Contours() => MaskContours.Of(this);

    private void CheckSame(Mask other)
    {
        if (Width != other.Width || Height != other.Height)
            throw new ArgumentException($"The masks are {Width} x {Height} and {other.Width} x {other.Height} pixels.");
    }

    private static void CheckSize(int width, int height)
    {
        if (width < 1 || height < 1 || (long)width * height > int.MaxValue)
            throw new GraftException($"A mask cannot have {width} x {height} pixels.", "Expected at least 1 x 1 and fewer than 2^31.");
    }
}
