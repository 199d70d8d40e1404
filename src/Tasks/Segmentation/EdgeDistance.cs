namespace Graft.Tasks;

/// <summary>
/// Which pixels lie within a radius of an edge. A Euclidean distance transform of which only "near enough" is kept: first each pixel's distance to the
/// nearest edge of its column, then along every row the stretch that such a distance leaves of the radius (Meijster, Roerdink and Hesselink, 2000).
/// Time grows with the pixels of the box that holds the edges, not with how many they are.
/// </summary>
/// <param name="width">Pixels of a row.</param>
/// <param name="height">Rows.</param>
/// <param name="radius">Largest distance between the centres of pixels that are near each other.</param>
internal sealed class EdgeDistance(int width, int height, int radius)
{
    private readonly int[] _reach = ReachOf(radius);
    private int[] _vertical = [];

    /// <summary>The share of the pixels that are near one of the edges; 0 where either list is empty.</summary>
    /// <param name="pixels">Indices of pixels, in ascending order.</param>
    /// <param name="edges">Indices of the edges' pixels, in ascending order.</param>
    public double ShareNear(List<int> pixels, List<int> edges)
    {
        if (pixels.Count == 0 || edges.Count == 0) return 0;
        var (left, right) = (edges.Min(at => at % width), edges.Max(at => at % width));
        var (top, bottom) = (Math.Max(0, edges[0] / width - radius), Math.Min(height - 1, edges[^1] / width + radius));
        Measure(edges, (left, right), (top, bottom));
        var (near, next) = (0L, 0);
        var row = new int[width + 1];
        while (next < pixels.Count && pixels[next] < top * width) next++;
        while (next < pixels.Count && pixels[next] / width <= bottom)
        {
            var y = pixels[next] / width;
            Cover(_vertical.AsSpan((y - top) * (right - left + 1), right - left + 1), left, row);
            for (; next < pixels.Count && pixels[next] / width == y; next++)
                if (row[pixels[next] % width] > 0) near++;
        }
        return (double)near / pixels.Count;
    }

    // Distances down the columns, then up; more than the radius is as good as none.
    private void Measure(List<int> edges, (int Left, int Right) columns, (int Top, int Bottom) rows)
    {
        var stride = columns.Right - columns.Left + 1;
        var count = stride * (rows.Bottom - rows.Top + 1);
        if (_vertical.Length < count) _vertical = new int[count];
        var field = _vertical.AsSpan(0, count);
        field.Fill(radius + 1);
        foreach (var at in edges) field[(at / width - rows.Top) * stride + at % width - columns.Left] = 0;
        for (var at = stride; at < count; at++)
            if (field[at] > field[at - stride]) field[at] = Math.Min(field[at], field[at - stride] + 1);
        for (var at = count - stride - 1; at >= 0; at--)
            if (field[at] > field[at + stride]) field[at] = Math.Min(field[at], field[at + stride] + 1);
    }

    // Marks what the row's distances reach: begins and ends of stretches are counted, and their sum is how many cover a pixel.
    private void Cover(ReadOnlySpan<int> distances, int left, int[] row)
    {
        Array.Clear(row);
        for (var x = 0; x < distances.Length; x++)
        {
            if (distances[x] > radius) continue;
            var reach = _reach[distances[x]];
            row[Math.Max(0, left + x - reach)]++;
            row[Math.Min(width, left + x + reach + 1)]--;
        }
        for (var x = 1; x < width; x++) row[x] += row[x - 1];
    }

    /// <summary>The longest way along the row at each distance from it: x * x + y * y is at most the radius' square.</summary>
    private static int[] ReachOf(int radius)
    {
        var reach = new int[radius + 1];
        for (var y = 0; y <= radius; y++)
        {
            var x = (int)Math.Sqrt((double)((long)radius * radius - (long)y * y));
            while ((long)x * x + (long)y * y > (long)radius * radius) x--;
            while ((long)(x + 1) * (x + 1) + (long)y * y <= (long)radius * radius) x++;
            reach[y] = x;
        }
        return reach;
    }
}
