using System.Globalization;
using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>YOLO sets as other readers take them.</summary>
public sealed class YoloWriterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_set_that_was_moved_is_read_where_it_is()
    {
        DatasetConversion.Write(Of([new(new Box(1, 2, 30, 40), 0)]), DatasetFormat.Yolo, _folder["here"]);
        Directory.Move(_folder["here"], _folder["there"]);
        Assert.Equal(new Box(1, 2, 30, 40), ObjectReader.Read(_folder["there"]).Samples.Single().Objects.Single().Box);
    }

    [Fact]
    public void Names_are_escaped_as_yaml_asks()
    {
        string[] names =
        [
            "sci/tech", "naïve \"quote\", x", "<b>bold</b>", "日本", "a: b # c", "back\\slash", "yes", "line\nbreak", "\u0001\u2028\ufeff", "🐝",
        ];
        DatasetConversion.Write(Of([new(new Box(1, 2, 30, 40), 0)]) with { Classes = names, CategoryIds = [.. Enumerable.Range(1, names.Length)] },
            DatasetFormat.Yolo, _folder["yolo"]);
        Assert.EndsWith("""
            names:
              0: "sci/tech"
              1: "naïve \"quote\", x"
              2: "<b>bold</b>"
              3: "日本"
              4: "a: b # c"
              5: "back\\slash"
              6: "yes"
              7: "line\nbreak"
              8: "\u0001\u2028\ufeff"
              9: "🐝"

            """, File.ReadAllText(_folder["yolo/data.yaml"]));
        Assert.Equal(names, ObjectReader.Read(_folder["yolo"]).Classes);
    }

    [Fact]
    public void A_label_file_has_polygons_or_boxes_and_says_so()
    {
        var polygon = new ObjectAnnotation(new Box(10, 10, 40, 40), 0) { Polygons = [new Polygon([10, 10, 40, 10, 40, 40])] };
        var losses = DatasetConversion.Write(Of([polygon, new(new Box(50, 50, 70, 70), 1)]), DatasetFormat.Yolo, _folder["mixed"]).Losses;
        Assert.Contains("polygons become boxes where another object of the image has a box alone", Assert.Single(losses).What);
        Assert.All(Lines("mixed"), line => Assert.Equal(5, line.Length));
        Assert.Empty(DatasetConversion.Write(Of([polygon, polygon with { Label = 1 }]), DatasetFormat.Yolo, _folder["polygons"]).Losses);
        Assert.All(Lines("polygons"), line => Assert.Equal(7, line.Length));
    }

    [Fact]
    public void Nothing_reaches_beyond_the_image()
    {
        var beyond = new ObjectAnnotation(new Box(-20, 30, 50, 120), 0) { Polygons = [new Polygon([-20, 30, 50, 30, 50, 120, -20, 120])] };
        var losses = DatasetConversion.Write(Of([beyond]), DatasetFormat.Yolo, _folder["polygon"]).Losses.Select(loss => loss.What).ToList();
        Assert.Contains(losses, loss => loss.Contains("polygons are cut off at the image's edge"));
        Assert.Equal(new Box(0, 30, 50, 80), ObjectReader.Read(_folder["polygon"]).Samples.Single().Objects.Single().Box);
        losses = [.. DatasetConversion.Write(Of([beyond with { Polygons = null }]), DatasetFormat.Yolo, _folder["box"]).Losses.Select(loss => loss.What)];
        Assert.Contains("boxes are cut off at the image's edge", Assert.Single(losses));
        foreach (var folder in new[] { "polygon", "box" })
            Assert.All(Lines(folder).SelectMany(line => line.Skip(1)), word => Assert.InRange(double.Parse(word, CultureInfo.InvariantCulture), 0, 1));
    }

    private string[][] Lines(string folder) =>
        [.. Directory.GetFiles(_folder[$"{folder}/labels"], "*.txt").SelectMany(File.ReadAllLines).Select(line => line.Split(' '))];

    private ObjectDataset Of(ObjectAnnotation[] objects)
    {
        Images.Write(_folder["from/a.jpg"], Images.Pattern(3));
        return new ObjectDataset(_folder["from"], ["ant", "bee"], [new ObjectSample(_folder["from/a.jpg"], "a.jpg", 96, 80, objects)]);
    }
}
