namespace Graft.Reports;

/// <summary>What was loaded, re-initialised and frozen.</summary>
internal static class TransferSection
{
    public static void Write(HtmlPage page, IReadOnlyList<TransferRow> rows)
    {
        if (rows.Count == 0) return;
        var total = Math.Max(1, rows.Sum(row => row.Parameters));
        var trained = rows.Where(row => !row.Frozen).Sum(row => row.Parameters);
        page.Add($"<section class=\"card\"><h2>Transfer</h2><p class=\"soft\">{Numbers.Count(trained)} of {Numbers.Count(rows.Sum(row => row.Parameters))} parameters were trained ({Numbers.Percent((double)trained / total)}).</p><div class=\"scroll\"><table><thead><tr><th>Stage</th><th class=\"left\">Values</th><th class=\"left\">Training</th><th>Learning rate</th><th>Parameters</th><th class=\"left\">Share</th></tr></thead><tbody>");
        foreach (var row in rows)
            page.Add($"<tr><td>{row.Stage}</td><td class=\"left\">{row.Origin}</td><td class=\"left\"><span class=\"pill{(row.Frozen ? " off" : "")}\">{(row.Frozen ? "frozen" : "trained")}</span></td><td>{Numbers.Rate(row.LearningRate)}</td><td>{Numbers.Count(row.Parameters)}</td><td class=\"left\"><span class=\"bar{(row.Frozen ? " off" : "")}\"><i style=\"width:{100.0 * row.Parameters / total:0.0}%\"></i></span></td></tr>");
        page.Add($"</tbody></table></div></section>");
    }
}
