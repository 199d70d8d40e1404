namespace Graft.Imaging;

/// <summary>Breaks captions into lines that fit.</summary>
internal static class CaptionLines
{
    private const int MaxLines = 4;

    /// <summary>Lines of at most <paramref name="width"/> characters, broken at spaces where there are any; at most 4, the last one cut.</summary>
    public static IReadOnlyList<string> Break(string caption, int width)
    {
        var lines = new List<string>();
        foreach (var line in DotFont.Fold(caption).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = line;
            while (rest.Length > width)
            {
                var space = rest.LastIndexOf(' ', width);
                var end = space > 0 ? space : width;
                lines.Add(rest[..end]);
                rest = rest[end..].TrimStart();
            }
            if (rest.Length > 0) lines.Add(rest);
        }
        if (lines.Count <= MaxLines) return lines;
        var last = lines[MaxLines - 1];
        lines.RemoveRange(MaxLines - 1, lines.Count - MaxLines + 1);
        lines.Add(last.Length + 2 <= width ? last + ".." : last[..Math.Max(0, width - 2)] + "..");
        return lines;
    }
}
