using Graft.Reports;

namespace Graft;

/// <summary>The page of a comparison.</summary>
internal static class ComparePage
{
    /// <summary>Writes it; nothing is loaded from anywhere.</summary>
    public static void Write(string path, CompareResult result)
    {
        var page = new HtmlPage();
        page.Add($"<h1>Networks and strategies on {result.Data}</h1>");
        page.Add($"<p class=\"soft\">{result.Images} images judge. {result.Method}</p>");
        page.Add($"<section class=\"card\"><h2>Answer</h2>");
        foreach (var sentence in CompareWords.Of(result)) page.Add($"<p>{sentence}</p>");
        page.Notes(result.Notes);
        page.Add($"</section>");
        Leaderboard(page, result);
        if (result.Curve is { } curve) Curve(page, curve);
        page.Add($"<section class=\"card\"><h2>Rules</h2><p class=\"soft\">They stood before the first training.</p>");
        page.Notes(result.Rules);
        page.Add($"</section>");
        AtomicFile.WriteText(path, page.Finish($"Networks and strategies on {result.Data}"));
    }

    private static void Leaderboard(HtmlPage page, CompareResult result)
    {
        page.Add($"<section class=\"card\"><h2>Leaderboard</h2>");
        var metric = result.Best.Metric!;
        HtmlColumn[] loss = result.HasLoss ? ["Log-loss"] : [];
        page.Table(
            [HtmlColumn.Left("Candidate"), HtmlColumn.Left(metric.Title), .. loss, "Trials", "To the best", "p", "Training", "Images/s", "File",
                HtmlColumn.Left("Licence")],
            result.Rows.Select(row => new HtmlRow(
            [
                row.Ended is { } why ? HtmlPage.Text(row.Candidate.Name, why) : row.Candidate.Name,
                row.Metric is { } own ? HtmlPage.Bar(own.Value, own.ValueText(), own.IntervalText()) : "",
                .. loss.Select(_ => (Markup)CompareWords.Number(row.Loss, "0.000")), $"{row.Trials} of {row.Of}",
                HtmlPage.Text(CompareWords.Points(row.Difference), CompareWords.Range(row.DifferenceInterval)), CompareWords.P(row.P),
                row.TrainingSeconds is { } seconds ? $"{CompareWords.Number(seconds, "0.0")} s" : "",
                CompareWords.Number(row.ImagesPerSecond, "0"), row.FileBytes is { } bytes ? $"{CompareWords.Number(bytes / 1e6, "0.0")} MB" : "",
                row.Licence ?? "",
            ])));
        page.Add($"""
            <p class="soft">To the best: percentage points on the trials that both had, with a 95 % interval; p is corrected for the number of candidates
            (Holm 1979). Over folds by the corrected resampled t test (Nadeau and Bengio 2003), on one split by drawing its images again.
            File: four bytes a parameter, where no file was written.</p></section>
            """);
    }

    private static void Curve(HtmlPage page, CompareCurve curve)
    {
        page.Add($"<section class=\"card\"><h2>Learning curve</h2>");
        page.Table(["Training images", HtmlColumn.Left("Accuracy")],
            [.. curve.Points.Select(point => new HtmlRow($"{point.Images}", HtmlPage.Bar(1 - point.Error, Numbers.Percent(1 - point.Error)))),
                new HtmlRow($"{curve.Images}", HtmlPage.Bar(1 - curve.Error, Numbers.Percent(1 - curve.Error), "expected")) { IsTotal = true }]);
        page.Add($"""
            <p class="soft">{curve.Of}, on the folds of the first repeat. The last row continues a power law through the others (Hestness et al. 2017): it
            holds for images of the same kind as these.</p></section>
            """);
    }
}
