using Spectre.Console;
using Spectre.Console.Rendering;

namespace Graft.Cli;

/// <summary>
/// The table of every verb, without frames. On a terminal it fits the width: long cells wrap at words and at the separators of paths, and columns that
/// have no room beside the others go on below them, indented. In a pipe a row is one line with tabs between the cells, and nothing is cut.
/// </summary>
internal sealed class Table(params string[] columns) : Renderable
{
    // Numbers and short words stay on one line; of longer cells no piece is narrower than this, however long the word.
    private const int Short = 16, LongestWord = 24;
    private const int Gap = 2, Indent = 2;

    private readonly List<IReadOnlyList<Text>> _rows = [];
    private bool _isContinued;

    /// <summary>Rows that wait to be written.</summary>
    public int Rows => _rows.Count;

    /// <summary>Adds a row; cells that are left out are empty.</summary>
    public void AddRow(params IEnumerable<Text> cells) => _rows.Add([.. cells]);

    /// <summary>Forgets its rows, which were written; those that follow belong to the same table.</summary>
    public void Continue()
    {
        _rows.Clear();
        _isContinued = true;
    }

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var underlined = new Style(decoration: Decoration.Underline);
        List<Cell[]> rows = [[.. columns.Select(name => new Cell(name, underlined))], .. _rows.Select(row => Row(row, options))];
        if (maxWidth >= Terminal.NoWidth) return rows.Skip(_isContinued ? 1 : 0).SelectMany(Plain);
        var groups = Groups(rows, maxWidth);
        return rows.SelectMany(row => groups.SelectMany(group => Lines(row, group)));
    }

    private Cell[] Row(IReadOnlyList<Text> row, RenderOptions options) =>
        [.. columns.Select((_, column) => column < row.Count ? Cell.Of(row[column], options) : new Cell("", Style.Plain))];

    private static IEnumerable<Segment> Plain(Cell[] row)
    {
        yield return new Segment(string.Join('\t', row.Select(cell => cell.Text.Replace("\r\n", " ").Replace('\n', ' ').Replace('\t', ' '))));
        yield return Segment.LineBreak;
    }

    // Columns that stand beside each other; a table too wide for one line of them has several.
    private List<Group> Groups(List<Cell[]> rows, int width)
    {
        int[] natural = [.. columns.Select((_, column) => rows.Max(row => row[column].Width))];
        int[] min = [.. columns.Select((_, column) =>
            natural[column] <= Short ? natural[column] : Math.Max(Short, rows.Max(row => row[column].LongestPiece(LongestWord))))];
        List<Group> groups = [];
        for (var first = 0; first < columns.Length;)
        {
            var indent = groups.Count == 0 ? 0 : Indent;
            var (room, end) = (width - indent - min[first], first + 1);
            while (end < columns.Length && room - Gap - min[end] >= 0) room -= Gap + min[end++];
            groups.Add(new Group(indent, first, Widths(natural[first..end], min[first..end], width - indent)));
            first = end;
        }
        return groups;
    }

    // The widest gives way first.
    private static int[] Widths(int[] natural, int[] min, int width)
    {
        var widths = natural.ToArray();
        for (var over = widths.Sum() + Gap * (widths.Length - 1) - width; over > 0; over--)
        {
            var widest = -1;
            for (var column = 0; column < widths.Length; column++)
                if (widths[column] > min[column] && (widest < 0 || widths[column] > widths[widest])) widest = column;
            if (widest < 0) break;
            widths[widest]--;
        }
        return [.. widths.Select(value => Math.Max(1, Math.Min(value, width)))];
    }

    private static IEnumerable<Segment> Lines(Cell[] row, Group group)
    {
        List<string>[] pieces = [.. group.Widths.Select((width, at) => Wrapping.Pieces(row[group.First + at].Text, width))];
        for (var line = 0; line < pieces.Max(column => column.Count); line++)
        {
            var blank = group.Indent;
            for (var at = 0; at < pieces.Length; at++)
            {
                var text = line < pieces[at].Count ? pieces[at][line] : "";
                if (text.Length > 0)
                {
                    if (blank > 0) yield return new Segment(new string(' ', blank));
                    yield return new Segment(text, row[group.First + at].Style);
                    blank = 0;
                }
                blank += Math.Max(0, group.Widths[at] - Wrapping.WidthOf(text)) + Gap;
            }
            yield return Segment.LineBreak;
        }
    }

    /// <param name="Indent">Blanks before the first column.</param>
    /// <param name="First">Number of its first column.</param>
    /// <param name="Widths">Of its columns.</param>
    private sealed record Group(int Indent, int First, int[] Widths);

    private sealed record Cell(string Text, Style Style)
    {
        public int Width => Text.Split('\n').Max(Wrapping.WidthOf);

        public int LongestPiece(int atMost) =>
            Math.Min(atMost, Wrapping.Tokens(Text).Select(token => Wrapping.WidthOf(token.TrimEnd())).DefaultIfEmpty().Max());

        // A text keeps its words to itself until it is rendered.
        public static Cell Of(IRenderable text, RenderOptions options)
        {
            List<Segment> segments = [.. text.Render(options, Terminal.NoWidth)];
            return new(string.Concat(segments.Select(segment => segment.IsLineBreak ? "\n" : segment.Text)),
                segments.FirstOrDefault(segment => !segment.IsLineBreak)?.Style ?? Style.Plain);
        }
    }
}
