using Graft.Data;
using Graft.Tasks;
using ScottPlot;

namespace Graft.Reports;

/// <summary>confusion_matrix.png: rows are true classes, columns predicted ones; colour is the share of the row.</summary>
internal static class ConfusionMatrixPlot
{
    private const int MaxNumbers = 30; // classes beyond which numbers in the cells could not be read
    private const int MaxNames = 60;

    /// <summary>Writes the image whole or not at all.</summary>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string path, ClassificationReport report) => AtomicFile.WriteBytes(path, Render(report));

    /// <summary>A detector's, with the background as the last row and column: what was taken for an object, and what was missed.</summary>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string path, DetectionReport report) => AtomicFile.WriteBytes(path, Render(report));

    /// <summary>A segmentation's, of pixels, of which the numbers are per cent of the true class.</summary>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string path, SegmentationReport report) => AtomicFile.WriteBytes(path, Render(report));

    /// <summary>The image as PNG.</summary>
    public static byte[] Render(ClassificationReport report) => Render(
        FormattableString.Invariant($"{Words.Count(report.Count, "image")}, accuracy {report.Accuracy * 100:0.0} %"), report.Classes, report.ConfusionMatrix);

    /// <summary>A detector's as PNG.</summary>
    public static byte[] Render(DetectionReport report) => Render(
        FormattableString.Invariant($"{Words.Count(report.Objects, "object")}, scores from {report.Confusion.Threshold:0.00}, overlap 0.50"),
        [.. report.Classes, "background"], report.Confusion.Matrix);

    /// <summary>A segmentation's as PNG.</summary>
    public static byte[] Render(SegmentationReport report) => Render(
        FormattableString.Invariant($"{Words.Count(report.Images, "image")}, mean IoU {report.MeanIoU:0.000}; per cent of each true class's pixels"),
        report.Classes, report.ConfusionMatrix,
        (row, column) => FormattableString.Invariant($"{100.0 * report.ConfusionMatrix[row][column] / Math.Max(1, report.ConfusionMatrix[row].Sum()):0.0}"));

    private static byte[] Render(string title, IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<int>> matrix) =>
        Render(title, classes, ConfusionTable.Wide(matrix), (row, column) => FormattableString.Invariant($"{matrix[row][column]}"));

    private static byte[] Render(string title, IReadOnlyList<string> classes, IReadOnlyList<IReadOnlyList<long>> matrix, Func<int, int, string> text)
    {
        var count = classes.Count;
        var plot = PlotStyle.Make(title);
        plot.HideGrid();
        var shares = new double[count, count];
        for (var row = 0; row < count; row++)
        {
            var total = Math.Max(1, matrix[row].Sum());
            for (var column = 0; column < count; column++) shares[row, column] = (double)matrix[row][column] / total;
        }
        var map = plot.Add.Heatmap(shares);
        map.Colormap = new ScottPlot.Colormaps.CustomInterpolated(
            [Color.FromHex("#f3f5f9"), Color.FromHex("#8fb1ea"), PlotStyle.First, Color.FromHex("#163f86")]);
        map.ManualRange = new(0, 1);
        if (count <= MaxNumbers) Numbers(plot, text, shares);

        string[] names = [.. classes.Select(name => name.Length > 24 ? $"{name[..23]}…" : name)];
        var positions = Enumerable.Range(0, count).Select(c => (double)c).ToArray();
        if (count <= MaxNames)
        {
            plot.Axes.Bottom.SetTicks(positions, names);
            plot.Axes.Left.SetTicks([.. positions.Select(c => count - 1 - c)], names);
        }
        if (count > 4)
        {
            plot.Axes.Bottom.TickLabelStyle.Rotation = 90;
            plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleLeft;
            plot.Axes.Bottom.MinimumSize = 40 + 8 * names.Max(name => name.Length);
        }
        plot.XLabel("predicted");
        plot.YLabel("true");
        plot.Axes.SetLimits(-0.5, count - 0.5, -0.5, count - 0.5);
        var size = Math.Clamp(480 + 46 * count, 640, 1600);
        return plot.GetImageBytes(size, size * 9 / 10, ImageFormat.Png);
    }

    private static void Numbers(Plot plot, Func<int, int, string> words, double[,] shares)
    {
        var count = shares.GetLength(0);
        for (var row = 0; row < count; row++)
            for (var column = 0; column < count; column++)
            {
                var text = plot.Add.Text(words(row, column), column, count - 1 - row);
                text.Alignment = Alignment.MiddleCenter;
                text.LabelFontSize = count > 12 ? 11 : 16;
                var ink = shares[row, column] == 0 ? PlotStyle.Soft.WithAlpha(0.5) : PlotStyle.Ink;
                text.LabelFontColor = shares[row, column] > 0.45 ? Colors.White : ink;
            }
    }
}
