using Graft.Tasks;
using ScottPlot;

namespace Graft.Reports;

/// <summary>
/// pr_curve.png: precision against recall on the left, F1 against the score from which detections count on the right; a line a class, and a thick one on
/// the left for their mean, as AP is one, and on the right for all classes counted together, of which the advised score is the best.
/// </summary>
internal static class DetectionCurvesPlot
{
    private const int Width = 1400, Height = 480;

    // Beyond that many colours nobody tells them apart: classes become thin lines behind their mean.
    private const int MaxColours = 10;

    /// <summary>Writes the image whole or not at all.</summary>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string path, DetectionReport report) => AtomicFile.WriteBytes(path, Render(report));

    /// <summary>The image as PNG.</summary>
    public static byte[] Render(DetectionReport report)
    {
        var counted = Enumerable.Range(0, report.Classes.Count).Where(label => report.Boxes.PerClass[label].Objects > 0).ToList();
        var precision = Lines("Precision against recall, overlap 0.50", "recall", report, counted, label => report.Boxes.PerClass[label].Precision50);
        if (counted.Count > 1) Line(precision, Mean(counted, label => report.Boxes.PerClass[label].Precision50), PlotStyle.Ink, 3, "");
        var f1 = Lines("F1 against the score", "score threshold", report, counted, label => report.Curves[label].F1);
        if (counted.Count > 1 && report.AllClasses is { } all) Line(f1, all.F1, PlotStyle.Ink, 3, "mean (left), all (right)");
        f1.Add.VerticalLine(report.BestThreshold, 1.5f, PlotStyle.Ink, LinePattern.Dashed);
        var best = f1.Add.Text(FormattableString.Invariant($"best {report.BestThreshold:0.00}"), report.BestThreshold, 1.02);
        (best.LabelFontColor, best.LabelFontSize, best.OffsetX) = (PlotStyle.Ink, 13, 5);
        if (report.BestThreshold > 0.8) best.LabelAlignment = Alignment.UpperRight;
        // One legend, beside the lines: wherever it lay on them it would cover some peak.
        precision.HideLegend();
        f1.ShowLegend(Edge.Right);
        (f1.Legend.FontSize, f1.Legend.OutlineColor, f1.Legend.ShadowColor) = (13, PlotStyle.Line, Colors.Transparent);

        var sheet = new Multiplot();
        sheet.RemovePlot(sheet.GetPlot(0));
        sheet.AddPlot(precision);
        sheet.AddPlot(f1);
        sheet.Layout = new ScottPlot.MultiplotLayouts.Columns();
        return sheet.Render(Width, Height).GetImageBytes(ImageFormat.Png);
    }

    private static Plot Lines(string title, string axis, DetectionReport report, List<int> labels, Func<int, IReadOnlyList<double>> values)
    {
        var plot = PlotStyle.Make(title);
        plot.XLabel(axis);
        plot.Axes.SetLimits(0, 1, 0, 1.05);
        var palette = new ScottPlot.Palettes.Category10();
        foreach (var (at, label) in labels.Index())
            if (labels.Count > MaxColours) Line(plot, values(label), PlotStyle.Soft.WithAlpha(0.35), 1, "");
            else Line(plot, values(label), palette.GetColor(at), 1.5f, Short(report.Classes[label]));
        return plot;
    }

    private static double[] Mean(List<int> labels, Func<int, IReadOnlyList<double>> values) =>
        [.. Enumerable.Range(0, 101).Select(i => labels.Average(label => values(label)[i]))];

    private static void Line(Plot plot, IReadOnlyList<double> values, Color colour, float width, string name)
    {
        Coordinates[] points = [.. values.Select((value, i) => new Coordinates(i / (values.Count - 1.0), value))];
        var line = plot.Add.ScatterLine(points, colour);
        (line.LineWidth, line.LegendText) = (width, name);
    }

    private static string Short(string name) => name.Length > 24 ? $"{name[..23]}…" : name;
}
