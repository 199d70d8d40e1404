namespace Graft.Imaging;

/// <summary>
/// COCO's run-length code: lengths of alternating runs, outside first, down the columns from left to right. The results are
/// those of pycocotools, run for run and letter for letter.
/// </summary>
internal static class RunLength
{
    /// <summary>Runs of a row-by-row bitmap; every value but 0 is inside.</summary>
    public static int[] Encode(ReadOnlySpan<byte> rows, int width, int height)
    {
        var runs = new List<int>();
        var (length, inside) = (0, false);
        for (var x = 0; x < width; x++)
            for (int y = 0, at = x; y < height; y++, at += width)
            {
                if (rows[at] != 0 != inside)
                {
                    runs.Add(length);
                    (length, inside) = (0, !inside);
                }
                length++;
            }
        runs.Add(length);
        return [.. runs];
    }

    /// <summary>Writes a value at every inside pixel of a row-by-row bitmap.</summary>
    public static void Paint(ReadOnlySpan<int> runs, Span<byte> rows, int width, int height, byte value)
    {
        var at = 0;
        for (var i = 0; i < runs.Length; i++)
        {
            if (i % 2 == 1)
                for (var p = at; p < at + runs[i];)
                {
                    var (x, y) = (p / height, p % height);
                    var end = Math.Min(height, y + at + runs[i] - p);
                    for (var row = y; row < end; row++) rows[row * width + x] = value;
                    p += end - y;
                }
            at += runs[i];
        }
    }

    /// <summary>Inside pixels.</summary>
    public static long Area(ReadOnlySpan<int> runs)
    {
        var area = 0L;
        for (var i = 1; i < runs.Length; i += 2) area += runs[i];
        return area;
    }

    /// <summary>The smallest box around the inside pixels; empty when there are none.</summary>
    public static Box Bounds(ReadOnlySpan<int> runs, int height)
    {
        int at = 0, left = int.MaxValue, right = -1, top = int.MaxValue, bottom = -1;
        for (var i = 0; i < runs.Length; at += runs[i++])
        {
            if (i % 2 == 0 || runs[i] == 0) continue;
            int first = at, last = at + runs[i] - 1;
            left = Math.Min(left, first / height);
            right = Math.Max(right, last / height);
            var oneColumn = first / height == last / height;
            top = Math.Min(top, oneColumn ? first % height : 0);
            bottom = Math.Max(bottom, oneColumn ? last % height : height - 1);
        }
        return right < 0 ? default : new Box(left, top, right + 1, bottom + 1);
    }

    /// <summary>Pixels inside both.</summary>
    public static long Intersection(ReadOnlySpan<int> one, ReadOnlySpan<int> other)
    {
        var shared = 0L;
        int i = 0, j = 0, leftOne = one.Length > 0 ? one[0] : 0, leftOther = other.Length > 0 ? other[0] : 0;
        while (i < one.Length && j < other.Length)
        {
            var step = Math.Min(leftOne, leftOther);
            if ((i & j & 1) == 1) shared += step;
            if ((leftOne -= step) == 0 && ++i < one.Length) leftOne = one[i];
            if ((leftOther -= step) == 0 && ++j < other.Length) leftOther = other[j];
        }
        return shared;
    }

    /// <summary>Pixels inside any (union) or all (intersection) of some masks of one size.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static int[] Merge(IReadOnlyList<int[]> masks, bool union)
    {
        if (masks.Count == 0) throw new ArgumentException("There is nothing to merge.");
        var merged = masks[0];
        for (var i = 1; i < masks.Count; i++) merged = Merge(merged, masks[i], union);
        return merged;
    }

    /// <summary>COCO's compressed text: five bits a letter, from the fourth run on the difference to the run before the last.</summary>
    public static string ToText(ReadOnlySpan<int> runs)
    {
        var text = new System.Text.StringBuilder(runs.Length * 2);
        for (var i = 0; i < runs.Length; i++)
        {
            var value = i > 2 ? (long)runs[i] - runs[i - 2] : runs[i];
            for (var more = true; more;)
            {
                var bits = (int)(value & 31);
                value >>= 5;
                more = (bits & 16) != 0 ? value != -1 : value != 0;
                text.Append((char)(48 + bits + (more ? 32 : 0)));
            }
        }
        return text.ToString();
    }

    /// <summary>Runs of a compressed text.</summary>
    /// <exception cref="GraftException">A letter is not of the code, or the text ends within a number.</exception>
    public static int[] FromText(string text)
    {
        var runs = new List<int>();
        for (var at = 0; at < text.Length;)
        {
            var (value, shift, more) = (0L, 0, true);
            while (more)
            {
                var bits = at < text.Length ? text[at] - 48 : -1;
                if (bits is < 0 or > 63 || shift > 40)
                    throw new GraftException($"A run-length mask breaks off or has a strange letter at position {at}.", "Expected COCO's compressed code.",
                        "Write the annotation again with the tool that made it.");
                value |= (long)(bits & 31) << shift;
                shift += 5;
                at++;
                more = (bits & 32) != 0;
                if (!more && (bits & 16) != 0) value |= -1L << shift;
            }
            if (runs.Count > 2) value += runs[^2];
            if (value is < 0 or > int.MaxValue)
                throw new GraftException($"A run-length mask has a run of {value} pixels.", "Expected 0 and more.",
                    "Write the annotation again with the tool that made it.");
            runs.Add((int)value);
        }
        return [.. runs];
    }

    private static int[] Merge(int[] one, int[] other, bool union)
    {
        var runs = new List<int>(one.Length + other.Length);
        int i = 0, j = 0, leftOne = one.Length > 0 ? one[0] : 0, leftOther = other.Length > 0 ? other[0] : 0, length = 0;
        var inside = false;
        while (i < one.Length && j < other.Length)
        {
            var now = union ? ((i | j) & 1) == 1 : (i & j & 1) == 1;
            var step = Math.Min(leftOne, leftOther);
            if (step > 0 && now != inside)
            {
                runs.Add(length);
                (length, inside) = (0, now);
            }
            length += step;
            if ((leftOne -= step) == 0 && ++i < one.Length) leftOne = one[i];
            if ((leftOther -= step) == 0 && ++j < other.Length) leftOther = other[j];
        }
        runs.Add(length);
        return [.. runs];
    }
}
