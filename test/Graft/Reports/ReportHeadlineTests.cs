using System.Text.RegularExpressions;
using Graft.Imaging;
using Graft.Reports;

namespace Graft.Tests.Reports;

/// <summary>What stands above in a report: the main metrics, of which images they are and what those chose.</summary>
public class ReportHeadlineTests
{
    private static PageImage Dot { get; } = new(new RgbImage(1, 1));

    [Fact]
    public void The_main_metrics_are_written_with_their_intervals()
    {
        var data = SampleReport.Make();
        var html = ReportPage.Render(data);
        Assert.All(data.Splits[0].Headline, metric => Assert.Contains($"<b>{metric.ValueText()}</b><span>{metric.IntervalText()}</span>", html));
        Assert.All(data.Splits[0].Report.Metrics, metric => Assert.Contains($"<td class=\"wrap\">{metric.Title}</td><td>{metric.ValueText()}</td>", html));
        Assert.Contains("renewable_energy", html);
        Assert.Contains("graft train photos/", html);
        Assert.Contains("2.5e-5", html);
        Assert.Contains("frozen", html);
        Assert.Contains("+33.0 to +57.1 percentage points", html);
        Assert.Contains("saw &lt;old&gt;.jpg", html);
    }

    [Fact]
    public void Beside_a_headline_of_the_validation_images_stands_what_they_chose()
    {
        const string warning = "Chosen on these images: the epoch and the temperature";
        var report = SampleReport.Make();
        var html = ReportPage.Render(report);
        Assert.Contains($"<p class=\"below chosen\">{warning}", html);
        Assert.Contains($"<p class=\"chosen\">{warning}", html);

        var test = SampleReport.Split(SampleReport.Evaluate(84, SampleReport.Classes), "test");
        var tested = ReportPage.Render(report with { Splits = [test, .. report.Splits] });
        Assert.DoesNotContain("<p class=\"below chosen\">", tested); // the headline is of the test images, which chose nothing
        Assert.Single(Regex.Matches(tested, $"<p class=\"chosen\">{warning}"));
        Assert.DoesNotContain("chosen\">", ReportPage.Render(report with { Selection = null }));
    }

    [Fact]
    public void The_test_split_comes_before_the_validation_split_with_its_mistakes()
    {
        var (test, validation) = (SampleReport.Evaluate(84, SampleReport.Classes), SampleReport.Evaluate(40, SampleReport.Classes));
        SplitReport[] splits =
        [
            SampleReport.Split(validation, "validation", new ReportImage("v.jpg", Dot, "fish")),
            SampleReport.Split(test, "test", new ReportImage("t.jpg", Dot, "fish")),
        ];
        var html = ReportPage.Render(RunReport.Of(SampleReport.Facts, splits, [], null));
        string[] parts = ["<h2>Test:", "<small>t.jpg</small>", "<h2>Validation:", "<small>v.jpg</small>"];
        Assert.Equal(parts, parts.OrderBy(part => html.IndexOf(part, StringComparison.Ordinal)));
        Assert.All(parts, part => Assert.Contains(part, html));
    }

    [Fact]
    public void The_epoch_that_was_kept_is_named_and_no_other()
    {
        var html = ReportPage.Render(SampleReport.Make());
        Assert.Contains("Epoch 9 of 12 was the best", html);
        Assert.Contains("accuracy on the validation images: epoch 9 of 12", html);
    }
}
