namespace Graft.Reports;

/// <summary>report.html of every task: one file without scripts, fonts or images from elsewhere; it names nothing outside itself.</summary>
internal static class ReportPage
{
    /// <summary>Writes the report whole or not at all.</summary>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string path, RunReport report) => AtomicFile.WriteText(path, Render(report));

    /// <summary>The document as text.</summary>
    public static string Render(RunReport report)
    {
        var page = new HtmlPage();
        HeadSection.Write(page, report);
        ComparisonSection.Write(page, report.Comparison);
        BaselineSection.Write(page, report.Baseline);
        CurvesSection.Write(page, report.History);
        foreach (var split in report.Splits)
        {
            SplitSection.Write(page, split, report.WarningOf(split));
            ImagesSection.Write(page, split);
        }
        TransferSection.Write(page, report.Transfer);
        DatasetSection.Write(page, report.Dataset);
        FactsSection.Write(page, report.Facts);
        return page.Finish(string.Join(" · ", report.Subtitle.Take(1).Prepend(report.Title)));
    }
}
