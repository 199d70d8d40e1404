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
        page.Add($"</div><div class=\"scroll\"><table><thead><tr><th>Training</th><th>Accuracy</th><th>Interval</th><th>Time</th></tr></thead><tbody>");
        foreach (var entry in comparison.Entries)
            page.Add($"<tr><td class=\"wrap\">{entry.Name}</td><td>{Numbers.Percent(entry.Accuracy)}</td><td>{Numbers.Percent(entry.Interval)}</td><td>{Numbers.Duration(entry.Duration)}</td></tr>");
        page.Add($"</tbody></table></div></div>");
        if (comparison.Difference is { } gap)
            page.Add($"""<p class="soft">On the same images the first is {gap.Low * 100:+0.0;−0.0} to {gap.High * 100:+0.0;−0.0} percentage points above the second ({gap.Level * 100:0.#} % interval of the paired difference){(gap.Low > 0 ? "" : "; an interval that reaches below 0 leaves it open which is better")}.</p>""");
        page.Add($"</section>");
    }

    private static void Bars(HtmlPage page, IReadOnlyList<BaselineEntry> entries)
    {
        var height = entries.Count * RowHeight + AxisHeight;
        page.Add($"<svg viewBox=\"0 0 {Width + 2 * Left} {height}\" role=\"img\" aria-label=\"Accuracy by way of training\">");
        for (var tick = 0; tick <= 100; tick += 25)
            page.Add($"<line class=\"grid\" x1=\"{X(tick / 100.0)}\" x2=\"{X(tick / 100.0)}\" y1=\"0\" y2=\"{height - AxisHeight}\"/><text x=\"{X(tick / 100.0)}\" y=\"{height - 6}\" text-anchor=\"{(tick == 0 ? "start" : tick == 100 ? "end" : "middle")}\">{tick} %</text>");
        for (var i = 0; i < entries.Count; i++)
        {
            var y = i * RowHeight;
            page.Add($"<g><title>{entries[i].Name}: {Numbers.Percent(entries[i].Accuracy)}</title><text x=\"{Left}\" y=\"{y + 14}\">{entries[i].Name}</text><rect class=\"{(i == 0 ? "column" : "faint")}\" x=\"{Left}\" y=\"{y + 19}\" width=\"{Math.Max(1, entries[i].Accuracy * Width):0.0}\" height=\"18\" rx=\"4\"/>");
            if (entries[i].Interval is { } interval)
                page.Add($"<line class=\"whisker\" x1=\"{X(interval.Low):0.0}\" x2=\"{X(interval.High):0.0}\" y1=\"{y + 28}\" y2=\"{y + 28}\"/><line class=\"whisker\" x1=\"{X(interval.Low):0.0}\" x2=\"{X(interval.Low):0.0}\" y1=\"{y + 23}\" y2=\"{y + 33}\"/><line class=\"whisker\" x1=\"{X(interval.High):0.0}\" x2=\"{X(interval.High):0.0}\" y1=\"{y + 23}\" y2=\"{y + 33}\"/>");
            page.Add($"</g>");
        }
        page.Add($"</svg>");
    }

    private static double X(double share) => Left + share * Width;
}
