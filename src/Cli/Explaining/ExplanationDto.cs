using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary><c>graft explain</c>.</summary>
internal sealed record ExplainDto(string Task, string Model, IReadOnlyList<ExplainedImageDto> Images)
{
    public static ExplainDto Of(Manifest manifest, IReadOnlyList<ExplainedImageDto> images) => new(manifest.Task, manifest.Model, images);
}

/// <summary>An image, or why it could not be read.</summary>
internal sealed record ExplainedImageDto(string Path)
{
    /// <summary>The image with its maps.</summary>
    public string? File { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public IReadOnlyList<ExplanationDto>? Explanations { get; init; }

    public string? Error { get; init; }
}

/// <summary>
/// What a score rests on: the values of the cells, row by row, and left, top, width and height of what the network sees and of what the cells cover, in pixels
/// of the image.
/// </summary>
internal sealed record ExplanationDto(
    string Class, int Label, double Score, bool Exact, int Rows, int Columns, IReadOnlyList<float> Seen, IReadOnlyList<float> Area,
    IReadOnlyList<float> Values)
{
    /// <summary>Left, top, width and height of the object.</summary>
    public IReadOnlyList<float>? Bbox { get; init; }

    /// <summary>Share of what speaks for it that lies in the object's box.</summary>
    public double? InBox { get; init; }

    /// <summary>The smallest share of the map that holds half of what speaks for it.</summary>
    public double? HalfOn { get; init; }

    public static ExplanationDto Of(Explanation one) => new(one.ClassName, one.Label, Math.Round(one.Score, 6), one.IsExact, one.Rows, one.Columns,
        Edges(one.Seen), Edges(one.Area), [.. one.Values])
    {
        Bbox = one.Box is { } box ? Edges(box) : null,
        InBox = InBoxOf(one) is { } inside ? Math.Round(inside, 4) : null,
        HalfOn = HalfOf(one) is { } half ? Math.Round(half, 4) : null,
    };

    /// <summary>How much of what speaks for an object lies in its box; null without a box, or where nothing does.</summary>
    public static double? InBoxOf(Explanation one)
    {
        if (one.Box is not { } box || !one.Values.Any(value => value > 0)) return null;
        const int places = 64; // in each direction
        var (inside, all) = (0.0, 0.0);
        for (var y = 0; y < places; y++)
            for (var x = 0; x < places; x++)
            {
                var across = one.Seen.X1 + one.Seen.Width * (x + 0.5f) / places;
                var down = one.Seen.Y1 + one.Seen.Height * (y + 0.5f) / places;
                var value = Math.Max(0, one.At(across, down));
                all += value;
                if (across >= box.X1 && across < box.X2 && down >= box.Y1 && down < box.Y2) inside += value;
            }
        return all > 0 ? inside / all : null;
    }

    /// <summary>The smallest share of the cells that holds half of what speaks for the class; null where nothing does.</summary>
    public static double? HalfOf(Explanation one)
    {
        List<float> values = [.. one.Values.Where(value => value > 0).OrderDescending()];
        var (half, sum) = (values.Sum(value => (double)value) / 2, 0.0);
        if (half <= 0) return null;
        var cells = 0;
        while (sum < half) sum += values[cells++];
        return (double)cells / one.Values.Count;
    }

    private static float[] Edges(Box box) => [box.X1, box.Y1, box.Width, box.Height];
}
