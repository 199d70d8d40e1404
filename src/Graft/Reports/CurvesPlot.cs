using ScottPlot;

namespace Graft.Reports;

/// <summary>curves.png: loss on the left, the main validation metric on the right, by epoch.</summary>
public static class CurvesPlot
{
    private const int Width = 1200, Height = 440;

    /// <summary>Writes the image whole or not at all.</summary>
    /// <param name="path">A .png file.</param>
    /// <param name="history">At least one epoch.</param>
    /// <exception cref="GraftException">There is no epoch, or the file cannot be written.</exception>
    public static void Write(string path, IReadOnlyList<EpochRecord> history) => AtomicFile.WriteBytes(path, Render(history));

    /// <summary>The image as PNG.</summary>
    /// <exception cref="GraftException">There is no epoch.</exception>
    public static byte[] Render(IReadOnlyList<EpochRecord> history)
    {
        if (history.Count == 0) throw new GraftException("There are no epochs to draw.", "At least one was expected.");
        var loss = PlotStyle.Make("Loss");
        Add(loss, history, epoch => epoch.TrainingLoss, PlotStyle.First, "training");
        Add(loss, history, epoch => epoch.ValidationLoss, PlotStyle.Second, "validation");
        loss.ShowLegend(Alignment.UpperRight);
        loss.Legend.FontSize = 13;
        loss.Legend.OutlineColor = PlotStyle.Line;
        loss.Legend.ShadowColor = Colors.Transparent;
        var accuracy = PlotStyle.Make($"Validation {history[0].Metric}");
        Add(accuracy, history, epoch => epoch.ValidationMetric * 100, PlotStyle.First, "");
        accuracy.YLabel("%");
        Plot[] plots = history.Any(epoch => epoch.ValidationMetric is not null) ? [loss, accuracy] : [loss];
        foreach (var plot in plots) Finish(plot, history);

        var sheet = new Multiplot();
        sheet.RemovePlot(sheet.GetPlot(0));
        foreach (var plot in plots) sheet.AddPlot(plot);
        sheet.Layout = new ScottPlot.MultiplotLayouts.Columns();
        return sheet.Render(Width, Height).GetImageBytes(ImageFormat.Png);
    }

    private static void Add(Plot plot, IReadOnlyList<EpochRecord> history, Func<EpochRecord, double?> value, Color colour, string name)
    {
        var points = history.Where(epoch => value(epoch) is { } number && double.IsFinite(number))
            .Select(epoch => new Coordinates(epoch.Epoch, value(epoch)!.Value)).ToArray();
        if (points.Length == 0) return;
        var line = plot.Add.Scatter(points, colour);
        line.LineWidth = 2;
        line.MarkerSize = points.Length > 40 ? 0 : 6;
        line.LegendText = name;
    }

    private static void Finish(Plot plot, IReadOnlyList<EpochRecord> history)
    {
        plot.XLabel("epoch");
        var ticks = new ChartScale(history.Select(epoch => (double)epoch.Epoch), 0, 1, whole: true).Ticks.ToArray();
        plot.Axes.Bottom.SetTicks(ticks, [.. ticks.Select(tick => FormattableString.Invariant($"{tick}"))]);
        plot.Axes.AutoScale();
        var limits = plot.Axes.GetLimits();
        foreach (var (start, name) in CurvesSection.Phases(history))
        {
            if (start > history[0].Epoch) plot.Add.VerticalLine(start - 0.5, 1, PlotStyle.Soft, LinePattern.Dashed);
            var label = plot.Add.Text(name, Math.Max(start - 0.5, history[0].Epoch), limits.Top);
            label.LabelFontColor = PlotStyle.Soft;
            label.LabelFontSize = 13;
            label.OffsetX = 5;
        }
        plot.Axes.SetLimits(limits);
    }
}
