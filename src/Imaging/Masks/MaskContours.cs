namespace Graft.Imaging;

/// <summary>Follows the edges between inside and outside pixels, the inside on the right hand: parts clockwise, holes the other way.</summary>
internal static class MaskContours
{
    // Right, down, left, up.
    private static readonly int[] StepX = [1, 0, -1, 0];
    private static readonly int[] StepY = [0, 1, 0, -1];

    public static IReadOnlyList<Polygon> Of(Mask mask)
    {
        var (left, top, rows, width, height) = mask.Cut();
        var grid = new Grid(rows, width, height);
        var followed = new HashSet<long>();
        var polygons = new List<Polygon>();
        // Every polygon has an upper edge, which is walked to the right; each is begun at its first one.
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                if (grid[x, y] && !grid[x, y - 1] && !followed.Contains(Key(x, y)))
                    polygons.Add(Follow(grid, (x, y), followed, (left, top)));
        return polygons;
    }

    private static Polygon Follow(Grid grid, (int X, int Y) start, HashSet<long> followed, (int Left, int Top) corner)
    {
        var (startX, startY) = start;
        var points = new List<double>();
        int x = startX, y = startY, direction = 0, before = -1;
        do
        {
            if (direction == 0) followed.Add(Key(x, y));
            if (direction != before) points.AddRange([corner.Left + x, corner.Top + y]);
            before = direction;
            x += StepX[direction];
            y += StepY[direction];
            direction = Turn(grid, x, y, direction);
        }
        while (x != startX || y != startY || direction != 0);
        return new Polygon(points);
    }

    // Pixels that touch at a corner only are kept apart: turn right first, so a part is connected through edges.
    private static int Turn(Grid grid, int x, int y, int direction)
    {
        foreach (var next in (ReadOnlySpan<int>)[(direction + 1) % 4, direction, (direction + 3) % 4])
            if (IsEdge(grid, x, y, next)) return next;
        throw new InvalidOperationException("A polygon ends in the open.");
    }

    /// <summary>True when a step from the corner has an inside pixel on its right and an outside one on its left.</summary>
    private static bool IsEdge(Grid grid, int x, int y, int direction) => direction switch
    {
        0 => grid[x, y] && !grid[x, y - 1],
        1 => grid[x - 1, y] && !grid[x, y],
        2 => grid[x - 1, y - 1] && !grid[x - 1, y],
        _ => grid[x, y - 1] && !grid[x - 1, y - 1],
    };

    private static long Key(int x, int y) => ((long)y << 32) | (uint)x;

    private sealed class Grid(byte[] rows, int width, int height)
    {
        public bool this[int x, int y] => x >= 0 && y >= 0 && x < width && y < height && rows[y * width + x] != 0;
    }
}
