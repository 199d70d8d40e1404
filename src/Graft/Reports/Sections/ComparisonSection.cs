namespace Graft.Reports;

/// <summary>The new file beside the one that it is to replace.</summary>
internal static class ComparisonSection
{
    public static void Write(HtmlPage page, ModelComparison? comparison)
    {
        if (comparison is null) return;
        page.Add($"<section class=\"card\"><h2>Against the file that is to be replaced</h2><p>{comparison.Summary}</p>");
        page.Notes(comparison.Notes);
        page.Add($"</section>");
    }
}
