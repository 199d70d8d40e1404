namespace Graft.Reports;

/// <summary>report.html: one file without scripts, fonts or pictures from elsewhere.</summary>
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
        return page.Finish($"{data.RunName} · {data.Model}");
    }
}
