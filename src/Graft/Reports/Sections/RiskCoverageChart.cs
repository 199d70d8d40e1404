using Graft.Tasks;

namespace Graft.Reports;

/// <summary>Share of wrong answers by the share of images that are answered, the surest first, with its interval.</summary>
internal static class RiskCoverageChart
{
    private const double Left = 46, Width = 420, Top = 8, Height = 230, Bottom = 34;

    public static void Write(HtmlPage page, ClassificationReport report)
    {
        if (report.RiskCoverage.Count == 0) return;
        var y = new ChartScale(report.RiskCoverage.Select(point => point.Risk).Append(0).Append(Top95(report)), Top + Height, Top);
        page.Add($"<h3>Errors by share of answers</h3>");
        page.Add($"<svg viewBox=\"0 0 {Left + Width + 20} {Top + Height + Bottom}\" role=\"img\" aria-label=\"Risk by coverage\">");
        foreach (var tick in y.Ticks)
        {
            page.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{y.At(tick):0.0}\" y2=\"{y.At(tick):0.0}\"/>");
            page.Add($"<text x=\"{Left - 7}\" y=\"{y.At(tick) + 4:0.0}\" text-anchor=\"end\">{tick * 100:0.#} %</text>");
        }
        for (var tick = 0; tick <= 100; tick += 20)
            page.Add($"<text x=\"{X(tick / 100.0):0.0}\" y=\"{Top + Height + 15}\" text-anchor=\"middle\">{tick} %</text>");
        page.Add($"<path class=\"faint\" d=\"{Band(report.RiskCoverage, y)}\"/>");
        page.Add($"<path class=\"a\" d=\"{Line(report.RiskCoverage.Select(point => (point.Coverage, point.Risk)), y)}\"/>");
        foreach (var point in report.RiskCoverage)
        {
            var (cx, cy) = (X(point.Coverage), y.At(point.Risk));
            page.Add($"<g class=\"point\"><circle class=\"spot\" cx=\"{cx:0.0}\" cy=\"{cy:0.0}\" r=\"9\"/>");
            page.Add($"<circle class=\"a\" cx=\"{cx:0.0}\" cy=\"{cy:0.0}\" r=\"3\"/><title>{Words(point)}</title></g>");
        }
        page.Add($"<text x=\"{Left + Width / 2}\" y=\"{Top + Height + 30}\" text-anchor=\"middle\">answered, the surest first</text></svg>");
        page.Add($"""
            <div class="legend"><span><i class="a"></i>wrong answers</span>
            <span><i class="block faint"></i>{report.RiskCoverage[0].Interval.Level * 100:0.#} % interval</span></div>
            """);
    }

    /// <summary>What an abstaining classifier does with the images.</summary>
    public static void Table(HtmlPage page, ClassificationReport report)
    {
        if (report.Abstention is not { } rows) return;
        page.Add($"<h3>Where it answers</h3>");
        page.Table(["Errors asked for", "From confidence", "Answered", "Wrong of these", "Interval", "Unsure", "Unlike"], rows.Select(row => row.Refusal is null
            ? new HtmlRow(Numbers.Percent(row.Rate), Numbers.Percent(row.Confidence), $"{row.Answered}", $"{row.Wrong}",
                row.Interval is { } range ? $"{Numbers.Percent(range.Low)} to {Numbers.Percent(range.High)}" : "", $"{row.Unsure}", $"{row.Unlike}")
            : new HtmlRow(Numbers.Percent(row.Rate), "cannot be kept", "", "", "", "", "")));
        page.Notes([.. rows.Select(row => row.Refusal).OfType<string>().TakeLast(1), .. new[] { report.AbstentionNote }.OfType<string>()]);
    }

    private static string Words(RiskCoverage point) =>
        $"{Numbers.Images(point.Answered)} answered ({Numbers.Percent(point.Coverage)}), from confidence {point.Confidence:0.0000}: "
        + $"{point.Wrong} wrong, {Numbers.Percent(point.Interval.Low)} to {Numbers.Percent(point.Interval.High)}";

    // The first points are of few images: their intervals would press the rest of the curve flat.
    private static double Top95(ClassificationReport report) =>
        report.RiskCoverage.Skip(report.RiskCoverage.Count / 2).Max(point => point.Interval.High);

    private static string Band(IReadOnlyList<RiskCoverage> points, ChartScale y) =>
        $"{Line(points.Select(point => (point.Coverage, Math.Min(point.Interval.High, y.High))), y)} "
        + $"{Line(points.Reverse().Select(point => (point.Coverage, point.Interval.Low)), y)[1..].Insert(0, "L")} Z";

    private static string Line(IEnumerable<(double X, double Y)> points, ChartScale y) => string.Join(' ', points.Select((point, i) =>
        FormattableString.Invariant($"{(i == 0 ? 'M' : 'L')}{X(point.X):0.0} {y.At(point.Y):0.0}")));

    private static double X(double share) => Left + share * Width;
}
