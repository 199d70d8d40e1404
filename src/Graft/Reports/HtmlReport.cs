namespace Graft.Reports;

/// <summary>report.html: one file without scripts, fonts or images from elsewhere; it names nothing outside itself.</summary>
public static class HtmlReport
{
    /// <summary>Writes the report whole or not at all.</summary>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string path, ReportData data) => AtomicFile.WriteText(path, Render(data));

    /// <summary>The document as text.</summary>
    public static string Render(ReportData data)
    {
        var page = new HtmlPage();
        HeadSection.Write(page, data);
        BaselineSection.Write(page, data.Baseline);
        CurvesSection.Write(page, data.History);
        if (data.Test is not null) EvaluationSection.Write(page, "Test", data.Test, data.Validation is null ? data.Calibration : null);
        if (data.Validation is not null) EvaluationSection.Write(page, "Validation", data.Validation, data.Calibration);
        ImagesSection.Write(page, "Worst mistakes", data.Mistakes);
        ImagesSection.Write(page, "Correct predictions", data.Successes);
        TransferSection.Write(page, data.Transfer);
        DatasetSection.Write(page, data.Dataset);
        DetailsSection.Write(page, data);
        return page.Finish($"{data.RunName} · {data.Model}");
    }
}
