namespace Graft.Reports;

/// <summary>The report's style sheet.</summary>
internal static class ReportStyle
{
    public const string Css = """
        body { font: 16px/1.5 system-ui, sans-serif; }
        """;
}
