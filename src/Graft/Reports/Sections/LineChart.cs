namespace Graft.Reports;

/// <summary>One line of a chart; points without a finite value are left out.</summary>
/// <param name="Name">Shown in the legend and on hovering.</param>
/// <param name="Points">X and Y.</param>
internal sealed record LineSeries(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A small chart as inline SVG: axes, grid, legend, dashed marks where a phase begins, the value on hovering.</summary>
internal sealed class LineChart(string title, IReadOnlyList<LineSeries> series, IReadOnlyList<(double X, string Name)> phases, Func<double, string> format)
{
    private const double Width = 520, Height = 250, Left = 54, Right = 10, Top = 20, Bottom = 36;
    private static readonly string[] Colours = ["a", "b"];

    public void Write(HtmlPage page)
    {
        var points = series.SelectMany(line => line.Points).Where(point => double.IsFinite(point.Y)).ToList();
        if (points.Count == 0) return;
        var x = new ChartScale(points.Select(point => point.X), Left, Width - Right, whole: true);
        var y = new ChartScale(points.Select(point => point.Y), Height - Bottom, Top);
        page.Add($"<div><h3>{title}</h3><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{title}\">");
        foreach (var tick in y.Ticks)
        {
            var at = y.At(tick);
            page.Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{at:0.0}\" y2=\"{at:0.0}\"/>");
            page.Add($"<text x=\"{Left - 7}\" y=\"{at + 4:0.0}\" text-anchor=\"end\">{format(tick)}</text>");
        }
        foreach (var tick in x.Ticks)
            page.Add($"<text x=\"{x.At(tick):0.0}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{tick}</text>");
        page.Add($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">epoch</text>");
        foreach (var (start, name) in phases)
        {
            // between two epochs, where the phase begins; the first one has no mark
            var at = start <= x.Low ? Left : x.At(start - 0.5);
            if (start > x.Low) page.Add($"<line class=\"phase\" x1=\"{at:0.0}\" x2=\"{at:0.0}\" y1=\"{Top - 8}\" y2=\"{Height - Bottom}\"/>");
            page.Add($"<text x=\"{at + 4:0.0}\" y=\"{Top - 8}\">{name}</text>");
        }
        for (var i = 0; i < series.Count; i++) Line(page, series[i], Colours[i % Colours.Length], x, y);
        var legend = series.Select((line, i) => HtmlPage.Encode($"<span><i class=\"{Colours[i % Colours.Length]}\"></i>{line.Name}</span>"));
        page.Add($"</svg><div class=\"legend\">{HtmlPage.Join(legend)}</div></div>");
    }

    private void Line(HtmlPage page, LineSeries line, string colour, ChartScale x, ChartScale y)
    {
        var points = line.Points.Where(point => double.IsFinite(point.Y)).ToList();
        var path = string.Join(' ', points.Select((point, i) =>
            FormattableString.Invariant($"{(i == 0 ? 'M' : 'L')}{x.At(point.X):0.0} {y.At(point.Y):0.0}")));
        page.Add($"<path class=\"{colour}\" d=\"{path}\"/>");
        var radius = points.Count > 40 ? 1.5 : 3;
        foreach (var point in points)
        {
            var (cx, cy) = (x.At(point.X), y.At(point.Y));
            page.Add($"<g class=\"point\"><circle class=\"spot\" cx=\"{cx:0.0}\" cy=\"{cy:0.0}\" r=\"9\"/>");
            page.Add($"<circle class=\"{colour}\" cx=\"{cx:0.0}\" cy=\"{cy:0.0}\" r=\"{radius}\"/>");
            page.Add($"<title>{line.Name}, epoch {point.X}: {format(point.Y)}</title></g>");
        }
    }
}
