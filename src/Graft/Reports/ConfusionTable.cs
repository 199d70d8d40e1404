using Graft.Tasks;

namespace Graft.Reports;

/// <summary>The confusion matrix as a heat map, or the most frequent confusions where there are too many classes to read one.</summary>
internal static class ConfusionTable
{
    private const int MaxClasses = 20;
    private const int MaxConfusions = 20;

    public static void Write(HtmlPage page, ClassificationReport report)
    {
        if (report.Classes.Count <= MaxClasses) Matrix(page, report);
        Confusions(page, report);
    }

    private static void Matrix(HtmlPage page, ClassificationReport report)
    {
        var classes = report.Classes;
        page.Add($"<h3>Confusion matrix</h3><div class=\"scroll\"><table class=\"matrix\"><thead><tr><th class=\"corner\">true ↓ predicted →</th>");
        foreach (var name in classes) page.Add($"<th class=\"column\" scope=\"col\">{name}</th>");
        page.Add($"</tr></thead><tbody>");
        for (var row = 0; row < classes.Count; row++)
        {
            page.Add($"<tr><th class=\"row\" scope=\"row\">{classes[row]}</th>");
            var sum = report.ConfusionMatrix[row].Sum();
            for (var column = 0; column < classes.Count; column++) Cell(page, report, row, column, sum);
            page.Add($"</tr>");
        }
        page.Add($"</tbody></table></div>");
    }

    private static void Cell(HtmlPage page, ClassificationReport report, int row, int column, int sum)
    {
        var count = report.ConfusionMatrix[row][column];
        var share = sum == 0 ? 0 : (double)count / sum;
        var kind = count == 0 ? "none" : row == column ? "hit" : "miss";
        page.Add($"<td class=\"{kind}{(share > 0.55 ? " deep" : "")}\" style=\"--s:{share:0.000}\" title=\"{report.Classes[row]} taken for {report.Classes[column]}: {count} of {sum} ({Numbers.Percent(share)})\">{count}</td>");
    }

    private static void Confusions(HtmlPage page, ClassificationReport report)
    {
        var pairs = new List<(int Row, int Column, int Count)>();
        for (var row = 0; row < report.Classes.Count; row++)
            for (var column = 0; column < report.Classes.Count; column++)
                if (row != column && report.ConfusionMatrix[row][column] > 0) pairs.Add((row, column, report.ConfusionMatrix[row][column]));
        var shown = report.Classes.Count <= MaxClasses ? 3 : MaxConfusions;
        page.Add($"<h3>Most frequent confusions</h3>");
        if (pairs.Count == 0)
        {
            page.Add($"<p class=\"soft\">None: every image was classified correctly.</p>");
            return;
        }
        page.Add($"<div class=\"scroll\"><table><thead><tr><th>True</th><th class=\"left\">Taken for</th><th>Images</th></tr></thead><tbody>");
        foreach (var (row, column, count) in pairs.OrderByDescending(pair => pair.Count).Take(shown))
            page.Add($"<tr><td>{report.Classes[row]}</td><td class=\"left\">{report.Classes[column]}</td><td>{count} <small>of {report.PerClass[row].Support}</small></td></tr>");
        page.Add($"</tbody></table></div>");
    }
}
