using Graft.Tasks;

namespace Graft.Reports;

/// <summary>A segmentation network's own part of a split's section.</summary>
internal static class SegmentationSection
{
    private static readonly HtmlColumn[] Columns = ["Class", "Pixels", HtmlColumn.Left("IoU"), "Dice", "Precision", "Recall", "Boundary F"];

    public static void Write(HtmlPage page, SegmentationReport report, IReadOnlyList<(byte Red, byte Green, byte Blue)> colours)
    {
        page.Add($"<h3>By class</h3>");
        page.Table(Columns, report.PerClass.Select((row, label) => new HtmlRow(Swatch(row.Name, colours[label]), Numbers.Count(row.Pixels),
            HtmlPage.Bar(row.IoU, Numbers.Percent(row.IoU), Numbers.Percent(row.IoUInterval, row.IoU)), Numbers.Percent(row.Dice),
            Numbers.Percent(row.Precision), Numbers.Percent(row.Recall), Numbers.Percent(row.BoundaryF))), "classes");
        new ConfusionTable("Confusion matrix, per cent of each true class's pixels", report.Classes, report.Classes, report.ConfusionMatrix)
        {
            Text = (count, sum) => FormattableString.Invariant($"{100.0 * count / Math.Max(1, sum):0}"),
            Unit = "pixels",
            None = "None: every pixel has its class.",
        }.Write(page);
    }

    // The colour that the class has on the images below.
    private static Markup Swatch(string name, (byte Red, byte Green, byte Blue) colour) =>
        HtmlPage.Encode($"<span class=\"swatch\" style=\"background:rgb({colour.Red},{colour.Green},{colour.Blue})\"></span> {name}");
}
