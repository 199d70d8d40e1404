using ScottPlot;

namespace Graft.Reports;

/// <summary>Colours and sizes shared by the plots of a run folder.</summary>
internal static class PlotStyle
{
    public static Color Ink { get; } = Color.FromHex("#1a2230");

    public static Color Soft { get; } = Color.FromHex("#5b6676");

    public static Color Line { get; } = Color.FromHex("#dfe3ea");

    public static Color First { get; } = Color.FromHex("#2563c9");

    public static Color Second { get; } = Color.FromHex("#d9480f");

    /// <summary>An empty plot with a title, in the report's colours.</summary>
    public static Plot Make(string title)
    {
        PlotFont.Use();
        var plot = new Plot();
        plot.Title(title, 17);
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Title.Label.ForeColor = Ink;
        plot.Axes.Color(Soft);
        plot.Axes.Title.Label.ForeColor = Ink;
        plot.Grid.MajorLineColor = Line;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        foreach (var axis in plot.Axes.GetAxes())
        {
            axis.TickLabelStyle.FontSize = 13;
            axis.Label.FontSize = 13;
            axis.Label.Bold = false;
        }
        return plot;
    }
}
