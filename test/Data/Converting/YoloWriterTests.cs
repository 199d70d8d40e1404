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
    public void Test_images_of_voc_lie_beside_those_to_train_with_and_not_below()
    {
        foreach (var (name, list) in new[] { ("a", "trainval"), ("b", "trainval"), ("c", "test") })
        {
            Images.Write(_folder[$"voc/JPEGImages/{name}.jpg"], Images.Pattern(name[0]));
            Images.Write(_folder[$"voc/Annotations/{name}.xml"], System.Text.Encoding.UTF8.GetBytes($"""
                <annotation><filename>{name}.jpg</filename><size><width>96</width><height>80</height></size>
                 <object><name>ant</name><bndbox><xmin>3</xmin><ymin>4</ymin><xmax>50</xmax><ymax>60</ymax></bndbox></object></annotation>
                """));
            Directory.CreateDirectory(_folder["voc/ImageSets/Main"]);
            File.AppendAllText(_folder[$"voc/ImageSets/Main/{list}.txt"], name + "\n");
        }
        var dataset = ObjectReader.Read(_folder["voc"]);
        var loss = Assert.Single(DatasetConversion.Write(dataset, DatasetFormat.Yolo, _folder["yolo"]));
        Assert.Contains("images of no split become training images, since others have a split (2 times", loss.What);
        Assert.Equal($"""
            # where this folder was written; after moving it, correct this line or remove it
            path: "{_folder["yolo"]}"
            train: images/train
            val: images/train
            test: images/test
            names:
              0: "ant"

            """, File.ReadAllText(_folder["yolo/data.yaml"]));
        Assert.Equal([("a.jpg", "train"), ("b.jpg", "train"), ("c.jpg", "test")],
            ObjectReader.Read(_folder["yolo"]).Samples.Select(sample => (Path.GetFileName(sample.Path), sample.Split)).Order());
        Assert.Contains("no images to validate with", Assert.Single(DatasetConversion.Notes(dataset, DatasetFormat.Yolo, "yolo")).What);
        Assert.Empty(DatasetConversion.Notes(dataset, DatasetFormat.Voc, "voc"));

        // And back as it was: VOC has a list for what is no test, and none that it is in alone.
        Assert.Empty(DatasetConversion.Write(dataset, DatasetFormat.Voc, _folder["again"]));
        Assert.Equal(["a", "b"], File.ReadAllLines(_folder["again/ImageSets/Main/trainval.txt"]));
    }

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
        var losses = DatasetConversion.Write(Of([polygon, new(new Box(50, 50, 70, 70), 1)]), DatasetFormat.Yolo, _folder["mixed"]);
        Assert.Contains("polygons become boxes where another object of the image has a box alone", Assert.Single(losses).What);
        Assert.All(Lines("mixed"), line => Assert.Equal(5, line.Length));
        Assert.Empty(DatasetConversion.Write(Of([polygon, polygon with { Label = 1 }]), DatasetFormat.Yolo, _folder["polygons"]));
        Assert.All(Lines("polygons"), line => Assert.Equal(7, line.Length));
    }

    [Fact]
    public void Nothing_reaches_beyond_the_image()
    {
        var beyond = new ObjectAnnotation(new Box(-20, 30, 50, 120), 0) { Polygons = [new Polygon([-20, 30, 50, 30, 50, 120, -20, 120])] };
        var losses = DatasetConversion.Write(Of([beyond]), DatasetFormat.Yolo, _folder["polygon"]).Select(loss => loss.What).ToList();
        Assert.Contains(losses, loss => loss.Contains("polygons are cut off at the image's edge"));
        Assert.Equal(new Box(0, 30, 50, 80), ObjectReader.Read(_folder["polygon"]).Samples.Single().Objects.Single().Box);
        losses = [.. DatasetConversion.Write(Of([beyond with { Polygons = null }]), DatasetFormat.Yolo, _folder["box"]).Select(loss => loss.What)];
        Assert.Contains("boxes are cut off at the image's edge", Assert.Single(losses));
        foreach (var folder in new[] { "polygon", "box" })
            Assert.All(Lines(folder).SelectMany(line => line.Skip(1)), word => Assert.InRange(double.Parse(word, CultureInfo.InvariantCulture), 0, 1));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("val")]
    [InlineData("train")]
    public void A_split_that_is_alone_stays_what_it_is(string split)
    {
        var dataset = Of([new(new Box(1, 2, 30, 40), 0), new(new Box(1, 2, 30, 41), 1)]);
        dataset = dataset with { Samples = [dataset.Samples[0] with { Split = split }] };
        foreach (var format in new[] { DatasetFormat.Coco, DatasetFormat.Voc, DatasetFormat.Yolo })
        {
            var losses = DatasetConversion.Write(dataset, format, _folder[$"{format}"]);
            // The readers of YOLO need images to validate with, which then are those to train with.
            var isKept = format != DatasetFormat.Yolo || split != "train";
            Assert.Equal(isKept, losses.Count == 0);
            Assert.Equal(isKept ? split : null, ObjectReader.Read(_folder[$"{format}"]).Samples.Single().Split);
        }
    }

    private string[][] Lines(string folder) =>
        [.. Directory.GetFiles(_folder[$"{folder}/labels"], "*.txt").SelectMany(File.ReadAllLines).Select(line => line.Split(' '))];

    private ObjectDataset Of(ObjectAnnotation[] objects)
    {
        Images.Write(_folder["from/a.jpg"], Images.Pattern(3));
        return new ObjectDataset(_folder["from"], ["ant", "bee"], [new ObjectSample(_folder["from/a.jpg"], "a.jpg", 96, 80, objects)]);
    }
}
