using System.Text.RegularExpressions;
using Graft.Imaging;
using Graft.Reports;

namespace Graft.Tests.Reports;

public class HtmlReportTests
{
    private static readonly string[] Void = ["meta", "img", "br", "line", "rect", "circle", "path"];

    [Fact]
    public void The_file_refers_to_nothing_outside_itself()
    {
        var html = HtmlReport.Render(SampleReport.Make() with { Mistakes = [new("a.jpg", Dot, "fish", "tool", 0.9)] });
        Assert.All(Regex.Matches(html, "(?:src|href|action|data)=\"([^\"]*)\"").Select(match => match.Groups[1].Value), value => Assert.StartsWith("data:image/jpeg;base64,", value));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<link", html);
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("@import", html);
        Assert.Contains("default-src 'none'", html);
    }

    [Fact]
    public void Every_tag_that_is_opened_is_closed()
    {
        var html = HtmlReport.Render(SampleReport.Make() with { Test = SampleReport.Evaluate(90, Many(45)), Successes = [new("a.jpg", Dot, "fish", "fish", 0.9)] });
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(html[html.IndexOf("<body>", StringComparison.Ordinal)..], "<(/?)([a-z0-9]+)[^>]*?(/?)>"))
        {
            var name = tag.Groups[2].Value;
            if (tag.Groups[1].Value == "/")
            {
                if (name != "html") Assert.Equal(open.Pop(), name);
            }
            else if (!Void.Contains(name)) open.Push(name);
        }
        Assert.Empty(open);
    }

    [Fact]
    public void Names_from_outside_cannot_become_markup()
    {
        const string evil = "<script>alert('x')</script>\" onload=\"y";
        string[] classes = [evil, "fish", "monument", "tool"];
        var html = HtmlReport.Render(SampleReport.Make() with
        {
            RunName = evil,
            Command = evil,
            Validation = SampleReport.Evaluate(40, classes),
            Mistakes = [new(evil, Dot, evil, "fish", 0.5)],
            Dataset = new() { Source = evil, Classes = [new(evil, 1, 1)], Problems = [new(evil, evil, evil)] },
            Transfer = [new(evil, 1, evil, false)],
            Environment = [new(evil, evil)],
            History = [new(1, evil, 1), new(2, "all", 1)],
            Baseline = new([new(evil, 0.5, null, TimeSpan.Zero)]),
        });
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("\" onload=\"", html);
        Assert.Contains("&lt;script&gt;", html);
    }

    [Fact]
    public void An_image_is_inside_the_file_byte_for_byte()
    {
        var photo = new PageImage(ImageFile.Decode(Directory.GetFiles(Repository.At("samples", "photos", "tool"), "*.jpg")[0]));
        var html = HtmlReport.Render(SampleReport.Make() with { Mistakes = [new("tool/x.png", photo, "tool", "fish", 0.875)] });
        var inside = Regex.Match(html, "<img src=\"data:image/jpeg;base64,([^\"]+)\" alt=\"tool/x.png\"").Groups[1].Value;
        Assert.Equal(photo.Jpeg, Convert.FromBase64String(inside));
        Assert.Equal((photo.Image.Width, photo.Image.Height), SizeOf(Convert.FromBase64String(inside)));
        Assert.Contains("<b>fish</b> 87.5 %<br>is tool", html);
    }

    [Fact]
    public void The_main_metrics_are_written_with_their_intervals()
    {
        var data = SampleReport.Make();
        var html = HtmlReport.Render(data);
        Assert.Contains($"<b>{Numbers.Percent(data.Validation!.Accuracy)}</b>", html);
        Assert.Contains(Numbers.Percent(data.Validation.Intervals.Accuracy), html);
        Assert.Contains("renewable_energy", html);
        Assert.Contains("graft train photos/", html);
        Assert.Contains("2.5e-5", html);
        Assert.Contains("frozen", html);
        Assert.Contains("+33.0 to +57.1 percentage points", html);
        Assert.Contains("saw &lt;old&gt;.jpg", html);
    }

    [Fact]
    public void Parts_without_data_are_left_out()
    {
        var html = HtmlReport.Render(new() { RunName = "bare", Model = "resnet18", Strategy = "probe" });
        Assert.Contains("<h1>bare</h1>", html);
        Assert.DoesNotContain("<section", html);
        Assert.DoesNotContain("class=\"tiles\"", html);
    }

    [Fact]
    public void Many_classes_are_folded_and_their_worst_confusions_listed()
    {
        var html = HtmlReport.Render(SampleReport.Make() with { Validation = SampleReport.Evaluate(200, Many(45)) });
        Assert.DoesNotContain("<table class=\"matrix\">", html);
        Assert.Contains("<summary>All 45 classes</summary>", html);
        Assert.Contains("Most frequent confusions", html);
    }

    [Fact]
    public void The_notes_of_an_evaluation_are_shown()
    {
        var html = HtmlReport.Render(SampleReport.Make() with { Validation = SampleReport.Evaluate(3, SampleReport.Classes) });
        Assert.Contains("No image belongs to &#39;tool&#39;", html);
    }

    [Fact]
    public void The_file_is_written_whole()
    {
        using var folder = new TestFolder();
        HtmlReport.Write(folder["report.html"], SampleReport.Make());
        Assert.Equal(HtmlReport.Render(SampleReport.Make()), File.ReadAllText(folder["report.html"]));
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    private static PageImage Dot { get; } = new(new RgbImage(1, 1));

    private static (int Width, int Height) SizeOf(byte[] jpeg) => ImageFile.Decode(jpeg, "inside.jpg") is var image ? (image.Width, image.Height) : default;

    private static string[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => $"class {i}")];
}
