using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Accuracy of several ways of training as bars with their intervals.</summary>
internal static class BaselineSection
{
    private const double Left = 4, Width = 560, RowHeight = 46, AxisHeight = 22;

    public static void Write(HtmlPage page, BaselineComparison? comparison)
    {
        if (comparison is null || comparison.Entries.Count == 0) return;
        page.Add($"<section class=\"card\"><h2>Gain from transfer learning</h2><div class=\"two\"><div>");
        Bars(page, comparison.Entries);
        page.Add($"</div><div>");
        page.Table([new("Training", "wrap"), "Accuracy", "Interval", "Time"], comparison.Entries.Select(entry =>
            new HtmlRow(entry.Name, Numbers.Percent(entry.Accuracy), Numbers.Percent(entry.Interval), Numbers.Duration(entry.Duration))));
        page.Add($"</div></div>");
        if (comparison.Difference is { } gap) Difference(page, gap);
        page.Add($"</section>");
    }

    private static void Difference(HtmlPage page, ConfidenceInterval gap)
    {
        var open = gap.Low > 0 ? "" : "; an interval that reaches below 0 leaves it open which is better";
        page.Add($"""
            <p class="soft">On the same images the first is {gap.Low * 100:+0.0;−0.0} to {gap.High * 100:+0.0;−0.0} percentage points above the second
            ({gap.Level * 100:0.#} % interval of the paired difference){open}.</p>
            """);
    }

    private static void Bars(HtmlPage page, IReadOnlyList<BaselineEntry> entries)
    {
        var height = entries.Count * RowHeight + AxisHeight;
        page.Add($"<svg viewBox=\"0 0 {Width + 2 * Left} {height}\" role=\"img\" aria-label=\"Accuracy by way of training\">");
        for (var tick = 0; tick <= 100; tick += 25)
        {
            var (x, anchor) = (X(tick / 100.0), tick == 0 ? "start" : tick == 100 ? "end" : "middle");
            page.Add($"<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"0\" y2=\"{height - AxisHeight}\"/>");
            page.Add($"<text x=\"{x}\" y=\"{height - 6}\" text-anchor=\"{anchor}\">{tick} %</text>");
        }
        foreach (var (at, entry) in entries.Index()) Bar(page, entry, at * RowHeight, at == 0 ? "column" : "faint");
        page.Add($"</svg>");
    }

    private static void Bar(HtmlPage page, BaselineEntry entry, double y, string kind)
    {
        page.Add($"<g><title>{entry.Name}: {Numbers.Percent(entry.Accuracy)}</title><text x=\"{Left}\" y=\"{y + 14}\">{entry.Name}</text>");
        page.Add($"<rect class=\"{kind}\" x=\"{Left}\" y=\"{y + 19}\" width=\"{Math.Max(1, entry.Accuracy * Width):0.0}\" height=\"18\" rx=\"4\"/>");
        if (entry.Interval is { } interval)
        {
            Whisker(page, (X(interval.Low), y + 28), (X(interval.High), y + 28));
            foreach (var end in new[] { X(interval.Low), X(interval.High) }) Whisker(page, (end, y + 23), (end, y + 33));
        }
        page.Add($"</g>");
    }

    private static void Whisker(HtmlPage page, (double X, double Y) from, (double X, double Y) to) =>
        page.Add($"<line class=\"whisker\" x1=\"{from.X:0.0}\" x2=\"{to.X:0.0}\" y1=\"{from.Y}\" y2=\"{to.Y}\"/>");

    private static double X(double share) => Left + share * Width;
}
