namespace Graft.Reports;

/// <summary>Counts by class and what the examination found.</summary>
internal static class DatasetSection
{
    private const int MaxProblems = 100, MaxOpen = 40;

    public static void Write(HtmlPage page, DatasetSummary? data)
    {
        if (data is null) return;
        page.Add($"<section class=\"card\"><h2>Data</h2><p><code>{data.Source}</code></p>");
        var isFolded = data.Classes.Count > MaxOpen;
        if (isFolded) page.Add($"<details><summary>All {data.Classes.Count} classes</summary>");
        Counts(page, data, data.Classes.Any(count => count.Test > 0));
        if (isFolded) page.Add($"</details>");
        Problems(page, data.Problems);
        page.Add($"</section>");
    }

    private static void Counts(HtmlPage page, DatasetSummary data, bool isTested)
    {
        HtmlColumn[] tested = isTested ? ["Test"] : [];
        HtmlColumn[] columns = ["Class", "Training", "Validation", .. tested, HtmlColumn.Left(HeadSection.Capital(data.Unit))];
        var max = Math.Max(1, data.Classes.Select(Sum).DefaultIfEmpty(0).Max());
        var total = data.Classes.Aggregate(new ClassCount("Total", 0, 0), (sum, count) =>
            sum with { Training = sum.Training + count.Training, Validation = sum.Validation + count.Validation, Test = sum.Test + count.Test });
        page.Table(columns, [.. data.Classes.Select(count => Row(count, HtmlPage.Bar((double)Sum(count) / max, Numbers.Count(Sum(count))))),
            Row(total, HtmlPage.Bar(0, Numbers.Count(Sum(total)), kind: "hidden")) with { IsTotal = true }]);

        HtmlRow Row(ClassCount count, Markup sum)
        {
            Markup[] test = isTested ? [Numbers.Count(count.Test)] : [];
            return new HtmlRow([count.Class, Numbers.Count(count.Training), Numbers.Count(count.Validation), .. test, sum]);
        }
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
