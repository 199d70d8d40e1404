namespace Graft.Imaging;

/// <summary>Moves masks run by run: training does it several times for every object, and most of an image is outside.</summary>
internal static class MaskPlacement
{
    /// <summary>Runs of the placed mask; a new pixel is inside when the old one under its centre is.</summary>
    public static int[] Run(Mask mask, Placement placement, int width, int height)
    {
        var (starts, spans) = Columns(mask);
        var (runs, end, inside) = (new List<int>(), 0, 0);
        for (var x = 0; x < width; x++)
        {
            var column = Math.Floor(placement.FromX(x + 0.5));
            if (column < 0 || column >= mask.Width) continue;
            var (first, last) = (starts[(int)column], starts[(int)column + 1]);
            for (var i = 0; i < last - first; i++)
            {
                var (top, bottom) = Rows(spans[placement.ScaleY > 0 ? first + i : last - 1 - i], placement, height);
                if (top >= bottom) continue;
                var at = x * height + top;
                if (at == end && inside > 0) inside += bottom - top;
                else
                {
                    // The run that ended is written when the next one begins elsewhere.
                    if (inside > 0) runs.Add(inside);
                    runs.Add(at - end);
                    inside = bottom - top;
                }
                end = x * height + bottom;
            }
        }
        if (inside > 0) runs.Add(inside);
        if (end < width * height) runs.Add(width * height - end);
        return [.. runs];
    }

    /// <summary>The inside spans of each column, from the first row on.</summary>
    private static (int[] Starts, List<(int Top, int Bottom)> Spans) Columns(Mask mask)
    {
        var (starts, spans) = (new int[mask.Width + 1], new List<(int, int)>());
        var (at, column) = (0, 0);
        for (var i = 0; i < mask.Runs.Count; at += mask.Runs[i++])
            for (var p = at; i % 2 == 1 && p < at + mask.Runs[i];)
            {
                var (x, y) = (p / mask.Height, p % mask.Height);
                while (column < x) starts[++column] = spans.Count;
                var bottom = Math.Min(mask.Height, y + at + mask.Runs[i] - p);
                spans.Add((y, bottom));
                p += bottom - y;
            }
        while (column < mask.Width) starts[++column] = spans.Count;
        return (starts, spans);
    }

    private static (int Top, int Bottom) Rows((int Top, int Bottom) span, Placement placement, int height)
    {
        var (low, high) = (placement.Y(span.Top) - 0.5, placement.Y(span.Bottom) - 0.5);
        var (top, bottom) = placement.ScaleY > 0 ? (Math.Ceiling(low), Math.Ceiling(high)) : (Math.Floor(high) + 1, Math.Floor(low) + 1);
        return ((int)Math.Clamp(top, 0, height), (int)Math.Clamp(bottom, 0, height));
    }
}
