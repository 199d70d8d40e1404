namespace Graft.Reports;

/// <summary>What was loaded, re-initialised and frozen.</summary>
internal static class TransferSection
{
    private static readonly HtmlColumn[] Columns =
        ["Stage", HtmlColumn.Left("Values"), HtmlColumn.Left("Training"), "Learning rate", "Parameters", HtmlColumn.Left("Share")];

    public static void Write(HtmlPage page, IReadOnlyList<TransferRow> rows)
    {
        if (rows.Count == 0) return;
        var total = rows.Sum(row => row.Parameters);
        var trained = rows.Where(row => !row.Frozen).Sum(row => row.Parameters);
        var share = Numbers.Percent((double)trained / Math.Max(1, total));
        page.Add($"<section class=\"card\"><h2>Transfer</h2>");
        page.Add($"<p class=\"soft\">{Numbers.Count(trained)} of {Numbers.Count(total)} parameters were trained ({share}).</p>");
        page.Table(Columns, rows.Select(row => new HtmlRow(row.Stage, row.Origin, Pill(row.Frozen), Numbers.Rate(row.LearningRate),
            Numbers.Count(row.Parameters), HtmlPage.Bar((double)row.Parameters / Math.Max(1, total), "", kind: row.Frozen ? "off" : ""))));
        page.Add($"</section>");
    }

    private static Markup Pill(bool isFrozen) => HtmlPage.Encode($"<span class=\"pill{(isFrozen ? " off" : "")}\">{(isFrozen ? "frozen" : "trained")}</span>");
}
