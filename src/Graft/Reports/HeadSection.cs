namespace Graft.Reports;

/// <summary>Title, the main figures and the command.</summary>
internal static class HeadSection
{
    public static void Write(HtmlPage page, ReportData data) =>
        page.Add($"<h1>{data.RunName}</h1><p>{data.Model} · {data.Strategy}</p>");
}
