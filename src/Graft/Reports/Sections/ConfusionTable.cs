namespace Graft.Reports;

/// <summary>
/// A confusion matrix as a heat map that fits its page: ten classes are read whole on a telephone. Where there are too many classes to read one, the most
/// frequent confusions alone.
/// </summary>
/// <param name="title">Heading.</param>
/// <param name="rows">Names of the true classes.</param>
/// <param name="columns">Names of the predicted classes.</param>
/// <param name="matrix">Counts; the row is the true class, the column the predicted one.</param>
internal sealed class ConfusionTable(string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<long>> matrix)
{
    private const int MaxClasses = 20, MaxConfusions = 20, Beside = 3, MaxPlain = 6, MaxFitting = 12;

    /// <summary>What a cell says; its count unless told. Gets the count and the sum of its row.</summary>
    public Func<long, long, string> Text { get; init; } = (count, _) => Short(count);

    /// <summary>What is counted: "images".</summary>
    public string Unit { get; init; } = "images";

    /// <summary>Said where nothing was confused.</summary>
    public string None { get; init; } = "None: every image was classified correctly.";

    /// <summary>A cell at the end of row and column that is not counted, with its reason: a detector's background.</summary>
    public string? Uncounted { get; init; }

    public void Write(HtmlPage page)
    {
        if (rows.Count <= MaxClasses) Matrix(page);
        Confusions(page);
    }

    public static IReadOnlyList<IReadOnlyList<long>> Wide(IReadOnlyList<IReadOnlyList<int>> matrix) =>
        [.. matrix.Select(row => (IReadOnlyList<long>)[.. row.Select(cell => (long)cell)])];

    // At most four letters, which ten columns of a telephone have room for; the whole number appears on hovering.
    private static string Short(long count) => count switch
    {
        < 10_000 => FormattableString.Invariant($"{count}"),
        < 1_000_000 => FormattableString.Invariant($"{count / 1000}k"),
        _ => FormattableString.Invariant($"{count / 1_000_000}M"),
    };

    private void Matrix(HtmlPage page)
    {
        var kind = rows.Count > MaxFitting ? "matrix many huge" : rows.Count > MaxPlain ? "matrix many" : "matrix";
        page.Add($"<h3>{title}</h3><div class=\"scroll\"><table class=\"{kind}\" style=\"--n:{rows.Count}\">");
        page.Add($"<thead><tr><th class=\"corner\">true ↓ predicted →</th>");
        foreach (var name in columns) page.Add($"<th class=\"column\" scope=\"col\" title=\"{name}\"><span>{name}</span></th>");
        page.Add($"</tr></thead><tbody>");
        for (var row = 0; row < rows.Count; row++)
        {
            page.Add($"<tr><th class=\"row\" scope=\"row\" title=\"{rows[row]}\">{rows[row]}</th>");
            var sum = matrix[row].Sum();
            for (var column = 0; column < columns.Count; column++)
                if (Uncounted is not null && row == rows.Count - 1 && column == columns.Count - 1)
                    page.Add($"<td class=\"none\" title=\"{Uncounted}\">–</td>");
                else Cell(page, row, column, sum);
            page.Add($"</tr>");
        }
        page.Add($"</tbody></table></div>");
    }

    private void Cell(HtmlPage page, int row, int column, long sum)
    {
        var count = matrix[row][column];
        var share = sum == 0 ? 0 : (double)count / sum;
        var kind = count == 0 ? "none" : row == column ? "hit" : "miss";
        var told = $"{rows[row]} predicted as {columns[column]}: {Numbers.Count(count)} of {Numbers.Count(sum)} ({Numbers.Percent(share)})";
        page.Add($"<td class=\"{kind}{(share > 0.55 ? " deep" : "")}\" style=\"--s:{share:0.000}\" title=\"{told}\">{Text(count, sum)}</td>");
    }

    private void Confusions(HtmlPage page)
    {
        var pairs = from row in Enumerable.Range(0, rows.Count)
                    from column in Enumerable.Range(0, columns.Count)
                    where row != column && matrix[row][column] > 0
                    orderby matrix[row][column] descending
                    select (Row: row, Column: column, Count: matrix[row][column]);
        var shown = pairs.Take(rows.Count <= MaxClasses ? Beside : MaxConfusions).ToList();
        page.Add($"<h3>Most frequent confusions</h3>");
        if (shown.Count == 0)
            page.Add($"<p class=\"soft\">{None}</p>");
        else
            page.Table([new("True", "wrap"), new("Predicted", "left wrap"), HeadSection.Capital(Unit)], shown.Select(pair =>
                new HtmlRow(rows[pair.Row], columns[pair.Column], HtmlPage.Text(Numbers.Count(pair.Count), $"of {Numbers.Count(matrix[pair.Row].Sum())}"))));
    }
}
