namespace Graft.Reports;

/// <summary>Counts by class and what the examination found.</summary>
internal static class DatasetSection
{
    private const int MaxProblems = 100;

    public static void Write(HtmlPage page, DatasetSummary? data)
    {
        if (data is null) return;
        var tested = data.Classes.Any(count => count.Test > 0);
        page.Add($"<section class=\"card\"><h2>Data</h2><p><code>{data.Source}</code></p>");
        var folded = data.Classes.Count > 40;
        if (folded) page.Add($"<details><summary>All {data.Classes.Count} classes</summary>");
        page.Add($"<div class=\"scroll\"><table><thead><tr><th>Class</th><th>Training</th><th>Validation</th>{(tested ? HtmlPage.Encode($"<th>Test</th>") : default)}<th class=\"left\">Images</th></tr></thead><tbody>");
        var max = Math.Max(1, data.Classes.Select(Sum).DefaultIfEmpty(0).Max());
        foreach (var count in data.Classes)
            page.Add($"<tr><td>{count.Class}</td><td>{Numbers.Count(count.Training)}</td><td>{Numbers.Count(count.Validation)}</td>{Test(count.Test)}<td class=\"left\"><span class=\"bar\"><i style=\"width:{100.0 * Sum(count) / max:0.0}%\"></i></span>{Numbers.Count(Sum(count))}</td></tr>");
        page.Add($"<tr class=\"total\"><td>Total</td><td>{Numbers.Count(data.Classes.Sum(count => count.Training))}</td><td>{Numbers.Count(data.Classes.Sum(count => count.Validation))}</td>{Test(data.Classes.Sum(count => count.Test))}<td class=\"left\"><span class=\"bar\" style=\"visibility:hidden\"></span>{Numbers.Count(data.Classes.Sum(Sum))}</td></tr></tbody></table></div>");
        if (folded) page.Add($"</details>");
        Problems(page, data.Problems);
        page.Add($"</section>");

        Markup Test(int count) => tested ? HtmlPage.Encode($"<td>{Numbers.Count(count)}</td>") : default;
    }

    private static int Sum(ClassCount count) => count.Training + count.Validation + count.Test;

    private static void Problems(HtmlPage page, IReadOnlyList<Problem> problems)
    {
        if (problems.Count == 0) return;
        page.Add($"<ul class=\"notes\">");
        foreach (var problem in problems.OrderBy(problem => problem.IsWarning).Take(MaxProblems))
            page.Add($"<li><b class=\"{(problem.IsWarning ? "warning" : "error")}\">{problem.Where}</b>: {problem.What} {problem.Cure}</li>");
        if (problems.Count > MaxProblems) page.Add($"<li>and {problems.Count - MaxProblems} more</li>");
        page.Add($"</ul>");
    }
}
