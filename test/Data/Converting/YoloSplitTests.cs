using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Splits of YOLO sets: the folders that other readers look for, and the way back.</summary>
public sealed class YoloSplitTests : IDisposable
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
        var conversion = DatasetConversion.Write(dataset, DatasetFormat.Yolo, _folder["yolo"]);
        var loss = Assert.Single(conversion.Losses);
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
        Assert.Contains("no images to validate with", Assert.Single(conversion.Notes).What);

        // And back as it was: VOC has a list for what is no test, and none that it is in alone.
        var back = DatasetConversion.Write(dataset, DatasetFormat.Voc, _folder["again"]);
        Assert.Empty(back.Losses);
        Assert.Empty(back.Notes);
        Assert.Equal(["a", "b"], File.ReadAllLines(_folder["again/ImageSets/Main/trainval.txt"]));
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
            var losses = DatasetConversion.Write(dataset, format, _folder[$"{format}"]).Losses;
            // The readers of YOLO need images to validate with, which then are those to train with.
            var isKept = format != DatasetFormat.Yolo || split != "train";
            Assert.Equal(isKept, losses.Count == 0);
            Assert.Equal(isKept ? split : null, ObjectReader.Read(_folder[$"{format}"]).Samples.Single().Split);
        }
    }

    private ObjectDataset Of(ObjectAnnotation[] objects)
    {
        Images.Write(_folder["from/a.jpg"], Images.Pattern(3));
        return new ObjectDataset(_folder["from"], ["ant", "bee"], [new ObjectSample(_folder["from/a.jpg"], "a.jpg", 96, 80, objects)]);
    }
}
