using System.Text.RegularExpressions;
using Graft.Imaging;
using Graft.Reports;
using Graft.Tasks;

namespace Graft.Tests.Reports;

public class ReportPageTests
{
    private static readonly string[] Void = ["meta", "img", "br", "line", "rect", "circle", "path"];

    private static PageImage Dot { get; } = new(new RgbImage(1, 1));

    [Fact]
    public void The_file_refers_to_nothing_outside_itself()
    {
        var html = ReportPage.Render(With(SampleReport.Evaluate(84, SampleReport.Classes), new ReportImage("a.jpg", Dot, "tool")));
        var links = Regex.Matches(html, "(?:src|href|action|data)=\"([^\"]*)\"").Select(match => match.Groups[1].Value);
        Assert.All(links, value => Assert.StartsWith("data:image/jpeg;base64,", value));
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("<link", html);
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("@import", html);
        Assert.Contains("default-src 'none'", html);
    }

    [Fact]
    public void Every_tag_that_is_opened_is_closed()
    {
        var report = With(SampleReport.Evaluate(84, SampleReport.Classes), new ReportImage("a.jpg", Dot, "fish"));
        var html = ReportPage.Render(report with { Splits = [SampleReport.Split(SampleReport.Evaluate(90, Many(45)), "test"), .. report.Splits] });
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
        var html = ReportPage.Render(With(SampleReport.Evaluate(40, classes), new ReportImage(evil, Dot, evil) { Detail = evil, Truth = evil }) with
        {
            Title = evil,
            Subtitle = [evil],
            Command = evil,
            Dataset = new() { Source = evil, Classes = [new(evil, 1, 1)], Problems = [new(evil, evil, evil)] },
            Transfer = [new(evil, 1, evil, false)],
            Facts = [new(evil, evil)],
            Selection = new(evil, 1, 1, [evil]),
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
        var shown = new ReportImage("tool/x.png", photo, "fish") { Detail = "87.5 %", Truth = "is tool", IsRight = false };
        var html = ReportPage.Render(With(SampleReport.Evaluate(84, SampleReport.Classes), shown));
        var inside = Convert.FromBase64String(Regex.Match(html, "<img src=\"data:image/jpeg;base64,([^\"]+)\" alt=\"tool/x.png\"").Groups[1].Value);
        Assert.Equal(photo.Jpeg, inside);
        var back = ImageFile.Decode(inside, "inside.jpg");
        Assert.Equal((photo.Image.Width, photo.Image.Height), (back.Width, back.Height));
        Assert.Contains("<b>fish</b> 87.5 %<br>is tool", html);
        Assert.Contains("<small>tool/x.png</small>", html);
    }

    [Fact]
    public void What_an_answer_rests_on_is_shown_beside_its_image()
    {
        var shown = new ReportImage("x.png", Dot, "fish") { Map = Dot };
        var html = ReportPage.Render(With(SampleReport.Evaluate(84, SampleReport.Classes), shown));
        Assert.Matches("<section class=\"card pairs\"><h2>Worst mistakes", html);
        Assert.Matches("alt=\"x.png\"[^>]*>\\s*<img [^>]*alt=\"what the answer to x.png rests on\"", html);
    }

    [Fact]
    public void Parts_without_data_are_left_out()
    {
        var html = ReportPage.Render(new() { Title = "bare", Subtitle = ["resnet18", "strategy probe"] });
        Assert.Contains("<h1>bare</h1>", html);
        Assert.DoesNotContain("<section", html);
        Assert.DoesNotContain("class=\"tiles\"", html);
    }

    [Fact]
    public void Many_classes_are_folded_and_their_worst_confusions_listed()
    {
        var html = ReportPage.Render(With(SampleReport.Evaluate(200, Many(45))));
        Assert.DoesNotContain("<table class=\"matrix", html);
        Assert.Contains("<summary>All 45 classes</summary>", html);
        Assert.Contains("Most frequent confusions", html);
    }

    [Fact]
    public void The_notes_of_an_evaluation_are_shown()
    {
        var html = ReportPage.Render(With(SampleReport.Evaluate(3, SampleReport.Classes)));
        Assert.Matches("No (image|image) belongs to &#39;tool&#39;", html);
    }

    [Fact]
    public void The_file_is_written_whole()
    {
        using var folder = new TestFolder();
        ReportPage.Write(folder["report.html"], SampleReport.Make());
        Assert.Equal(ReportPage.Render(SampleReport.Make()), File.ReadAllText(folder["report.html"]));
        Assert.Single(Directory.GetFiles(folder.Root));
    }

    private static RunReport With(ClassificationReport report, params ReportImage[] images) =>
        SampleReport.Make() with { Splits = [SampleReport.Split(report, "validation", images)] };

    private static string[] Many(int count) => [.. Enumerable.Range(0, count).Select(i => $"class {i}")];
}
