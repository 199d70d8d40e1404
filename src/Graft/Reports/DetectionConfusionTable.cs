using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Which classes are taken for which, with the background; or the most frequent confusions where there are too many classes to read a matrix.</summary>
internal static class DetectionConfusionTable
{
    private const int MaxClasses = 20, MaxConfusions = 20;

    public static void Write(HtmlPage page, DetectionReport report)
    {
        string[] names = [.. report.Classes, "background"];
        page.Add($"<h3>Confusion matrix, scores from {Numbers.Plain(report.Confusion.Threshold)}, overlap 0.50</h3>");
        if (report.Classes.Count <= MaxClasses) Matrix(page, names, report.Confusion.Matrix);
        else List(page, names, report.Confusion.Matrix);
    }

    private static void Matrix(HtmlPage page, string[] names, IReadOnlyList<IReadOnlyList<int>> matrix)
    {
        page.Add($"<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th class=\"corner\">true ↓ found →</th>{HtmlPage.Join(names.Select((name, i) => HtmlPage.Encode($"<th class=\"column\" scope=\"col\">{(i == names.Length - 1 ? "missed" : name)}</th>")))}</tr></thead><tbody>");
        for (var row = 0; row < names.Length; row++)
        {
            page.Add($"<tr><th class=\"row\" scope=\"row\">{names[row]}</th>");
            for (var column = 0; column < names.Length; column++)
                if (row == names.Length - 1 && column == row) page.Add($"<td class=\"none\" title=\"Background without a detection is not counted.\">–</td>");
                else Cell(page, names, (row, column), matrix[row][column], matrix[row].Sum());
            page.Add($"</tr>");
        }
        page.Add($"</tbody></table></div>");
    }

    private static void Cell(HtmlPage page, string[] names, (int Row, int Column) at, int count, int sum)
    {
        var share = sum == 0 ? 0 : (double)count / sum;
        var kind = count == 0 ? "none" : at.Row == at.Column ? "hit" : "miss";
        page.Add($"<td class=\"{kind}{(share > 0.55 ? " deep" : "")}\" style=\"--s:{share:0.000}\" title=\"{names[at.Row]} taken for {names[at.Column]}: {count} of {sum} ({Numbers.Percent(share)})\">{count}</td>");
    }

    private static void List(HtmlPage page, string[] names, IReadOnlyList<IReadOnlyList<int>> matrix)
    {
        var pairs = from row in Enumerable.Range(0, names.Length)
                    from column in Enumerable.Range(0, names.Length)
                    where row != column && matrix[row][column] > 0
                    orderby matrix[row][column] descending
                    select (names[row], names[column], matrix[row][column]);
        page.Add($"<div class=\"scroll\"><table><thead><tr><th>True</th><th class=\"left\">Found</th><th>Times</th></tr></thead><tbody>");
        foreach (var (truth, found, times) in pairs.Take(MaxConfusions)) page.Add($"<tr><td>{truth}</td><td class=\"left\">{found}</td><td>{Numbers.Count(times)}</td></tr>");
        page.Add($"</tbody></table></div>");
    }
}
