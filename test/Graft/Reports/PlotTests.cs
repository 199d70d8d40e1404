using Graft.Reports;
using SkiaSharp;

namespace Graft.Tests.Reports;

public class PlotTests
{
    [Fact]
    public void The_curves_show_both_losses_and_text()
    {
        using var folder = new TestFolder();
        CurvesPlot.Write(folder["curves.png"], SampleReport.Make().History);
        using var image = SKBitmap.Decode(folder["curves.png"]);
        Assert.Equal((1200, 440), (image.Width, image.Height));
        Assert.True(Count(image, Near(0x25, 0x63, 0xc9)) > 500, "the training loss is drawn in blue");
        Assert.True(Count(image, Near(0xd9, 0x48, 0x0f)) > 500, "the validation loss is drawn in orange");
        Assert.True(Count(image, Near(0x1a, 0x22, 0x30), 0, 35) > 100, "the titles are there even without fonts on the machine");
    }

    [Fact]
    public void One_epoch_without_validation_can_be_drawn()
    {
        using var image = SKBitmap.Decode(CurvesPlot.Render([new(1, "head", 0.7)]));
        Assert.True(Count(image, Near(0x25, 0x63, 0xc9)) > 5);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_left_out() =>
        Assert.NotEmpty(CurvesPlot.Render([new(1, "head", double.NaN, double.PositiveInfinity), new(2, "head", 1, 2, 0.5)]));

    [Fact]
    public void No_epochs_are_refused() => Assert.Throws<GraftException>(() => CurvesPlot.Render([]));

    [Fact]
    public void The_matrix_has_a_dark_diagonal_and_text()
    {
        using var folder = new TestFolder();
        ConfusionMatrixPlot.Write(folder["confusion_matrix.png"], SampleReport.Evaluate(84, SampleReport.Classes));
        using var image = SKBitmap.Decode(folder["confusion_matrix.png"]);
        Assert.True(Count(image, Near(0x1a, 0x22, 0x30), 0, 35) > 50, "the title is there even without fonts on the machine");
        Assert.True(Count(image, colour => colour.Blue > colour.Red + 70) > image.Width * image.Height / 10, "the diagonal is blue");
        Assert.True(Count(image, colour => colour is { Red: > 250, Green: > 250, Blue: > 250 }, 100, 250) > 100);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    [InlineData(120)]
    public void Any_number_of_classes_can_be_drawn(int count)
    {
        var report = SampleReport.Evaluate(3 * count, [.. Enumerable.Range(0, count).Select(i => $"a rather long name of class number {i}")]);
        using var image = SKBitmap.Decode(ConfusionMatrixPlot.Render(report));
        Assert.InRange(image.Width, 500, 1600);
    }

    private static Func<SKColor, bool> Near(int red, int green, int blue) =>
        colour => Math.Abs(colour.Red - red) + Math.Abs(colour.Green - green) + Math.Abs(colour.Blue - blue) < 24;

    private static int Count(SKBitmap image, Func<SKColor, bool> wanted, int top = 0, int bottom = int.MaxValue) =>
        image.Pixels.Take(image.Width * Math.Min(bottom, image.Height)).Skip(image.Width * top).Count(wanted);
}
