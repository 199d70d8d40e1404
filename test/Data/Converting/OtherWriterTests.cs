using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Names that lists, XML and mask folders have no place for, and comparisons that see what a writer did wrong.</summary>
public sealed class OtherWriterTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Images_with_spaces_keep_their_split_in_voc()
    {
        var dataset = Of("my photo #1.jpg", "a\tb.jpg");
        dataset = dataset with { Samples = [dataset.Samples[0] with { Split = "train" }, dataset.Samples[1] with { Split = "val" }] };
        Assert.Empty(DatasetConversion.Write(dataset, DatasetFormat.Voc, _folder["voc"]).Losses);
        Assert.Equal("my_photo__1\n", File.ReadAllText(_folder["voc/ImageSets/Main/val.txt"]));
    }

    [Fact]
    public void Images_that_only_an_annotation_names_are_found_by_folder_as_well()
    {
        Images.Write(_folder["from/noending"], Images.Pattern(1));
        Images.Write(_folder["from/.hidden/b.jpg"], Images.Pattern(2));
        ObjectSample[] samples = [new(_folder["from/.hidden/b.jpg"], ".hidden/b.jpg", 96, 80, [new(new Box(1, 1, 9, 9), 0)]),
            new(_folder["from/noending"], "noending", 96, 80, [])];
        foreach (var format in new[] { DatasetFormat.Coco, DatasetFormat.Yolo, DatasetFormat.Voc })
            Assert.Empty(DatasetConversion.Write(new ObjectDataset(_folder["from"], ["ant"], samples), format, _folder[$"{format}"]).Losses);
        Assert.True(File.Exists(_folder["Yolo/images/noending.jpg"]));
    }

    [Theory]
    [InlineData("coco", "a.jpe|sub/my photo, 1.jpg|train/images/c.jpg", "old,new\na.jpeg,images/a_2.jpeg\na.jpg,images/a_3.jpg\n")]
    [InlineData("yolo", "a.jpe|sub/my photo, 1.jpg|train/images/c.jpg", "old,new\na.jpeg,images/a_2.jpeg\na.jpg,images/a_3.jpg\n")]
    [InlineData("voc", "a.jpe|train/images/c.jpg", "old,new\na.jpeg,JPEGImages/a_2.jpeg\na.jpg,JPEGImages/a_3.jpg\n"
        + "\"sub/my photo, 1.jpg\",\"JPEGImages/sub_my_photo,_1.jpg\"\n")]
    public void Renamed_images_are_counted_and_listed(string to, string kept, string list)
    {
        var format = Enum.Parse<DatasetFormat>(to, ignoreCase: true);
        var dataset = Of("a.jpe", "a.jpg", "a.jpeg", "sub/my photo, 1.jpg", "train/images/c.jpg");
        var conversion = DatasetConversion.Write(dataset, format, _folder[to]);
        Assert.Empty(conversion.Losses);
        Assert.Equal(list, File.ReadAllText(_folder[$"{to}/renamed.csv"]));
        var note = Assert.Single(conversion.Notes, note => note.What.Contains("another name"));
        Assert.StartsWith($"{5 - kept.Split('|').Length} images have another name here, such as ", note.What);
        Assert.Contains("a_2.jpeg, which was a.jpeg; all are in renamed.csv", note.What);
        Assert.True(note.IsWarning);
        // Written once more they have names that the format has a place for.
        DatasetConversion.Write(ObjectReader.Read(_folder[to]), format, _folder["again"]);
        Assert.False(File.Exists(_folder["again/renamed.csv"]));
    }

    [Fact]
    public void Renamed_masks_are_listed_too()
    {
        MaskSample[] samples = [.. new[] { "a.jpg", "a.jpeg" }.Select((name, at) =>
        {
            Images.Write(_folder[$"from/{name}"], Images.Pattern((ulong)at));
            Images.Write(_folder[$"masks/{at}.png"], IndexPng.Write(new ClassMap(96, 80, new byte[96 * 80])));
            return new MaskSample(_folder[$"from/{name}"], name, _folder[$"masks/{at}.png"]);
        })];
        var dataset = new MaskDataset(_folder["from"], ["background", "ant"], samples);
        var conversion = MaskFolderWriter.Write(dataset, _folder["out"]);
        Assert.Empty(conversion.Losses);
        Assert.Equal("old,new\na.jpeg,images/a_2.jpeg\n", File.ReadAllText(_folder["out/renamed.csv"]));
        Assert.StartsWith("1 image has another name here", Assert.Single(conversion.Notes).What);
    }

    [Fact]
    public void An_image_with_crowds_alone_is_left_out_of_yolo_and_counted()
    {
        var dataset = Of("a.jpg", "b.jpg", "c.jpg");
        dataset = dataset with
        {
            Samples = [dataset.Samples[0], dataset.Samples[1] with { Objects = [dataset.Samples[1].Objects[0] with { IsCrowd = true }] },
                dataset.Samples[2] with { Objects = [] }],
        };
        var conversion = DatasetConversion.Write(dataset, DatasetFormat.Yolo, _folder["yolo"]);
        var loss = Assert.Single(conversion.Losses);
        Assert.Contains("images with crowds alone are left out", loss.What);
        Assert.Contains("(once: b.jpg)", loss.What);
        Assert.Equal(["a.jpg", "c.jpg"], ObjectReader.Read(_folder["yolo"]).Samples.Select(sample => Path.GetFileName(sample.Path)));
        Assert.Equal([1, 0], conversion.Written.Samples.Select(sample => sample.Objects.Count));
        Assert.Same(dataset, DatasetConversion.Write(dataset, DatasetFormat.Coco, _folder["coco"]).Written);
        var refusal = Assert.Throws<GraftException>(() =>
            DatasetConversion.Write(dataset with { Samples = [dataset.Samples[1]] }, DatasetFormat.Yolo, _folder["crowds"]));
        Assert.Contains("no image with anything but crowds", refusal.Message);
    }

    [Fact]
    public void A_class_that_xml_has_no_place_for_is_refused()
    {
        var dataset = Of("a.jpg") with { Classes = ["bell\u0007"] };
        var refusal = Assert.Throws<GraftException>(() => DatasetConversion.Write(dataset, DatasetFormat.Voc, _folder["voc"]));
        Assert.Contains("cannot be written in XML", refusal.Message);
    }

    [Fact]
    public void What_a_writer_did_wrong_is_seen()
    {
        var dataset = Of("a.jpg", "b.jpg");
        DatasetConversion.Write(dataset, DatasetFormat.Yolo, _folder["yolo"]);
        var images = ConvertedNames.Of(dataset, DatasetFormat.Yolo);
        Assert.Empty(Losses());
        File.WriteAllText(_folder["yolo/labels/b.txt"], "0 0.5 0.5 0.25 0.25\n");
        Assert.Contains("boxes change (once: b.jpg)", Assert.Single(Losses()));
        File.WriteAllText(_folder["yolo/labels/b.txt"], "");
        Assert.Contains("objects are not found again", Assert.Single(Losses()));
        File.Delete(_folder["yolo/images/b.jpg"]);
        Assert.Contains(Losses(), loss => loss.Contains("images are not found again (once: b.jpg)"));

        List<string> Losses()
        {
            var losses = new ConversionLosses("yolo", DatasetFormat.Coco, DatasetFormat.Yolo);
            ConversionComparison.Compare(dataset, ObjectReader.Read(_folder["yolo"]), images, DatasetFormat.Yolo, losses);
            return [.. losses.All().Select(loss => loss.What)];
        }
    }

    [Fact]
    public void Masks_of_no_split_are_not_lost_beside_those_of_one_and_names_may_have_line_breaks()
    {
        MaskSample[] samples = [.. new[] { null, "test" }.Select((split, at) =>
        {
            Images.Write(_folder[$"from/{at}.jpg"], Images.Pattern((ulong)at));
            Images.Write(_folder[$"from/{at}.png"], IndexPng.Write(new ClassMap(96, 80, new byte[96 * 80])));
            return new MaskSample(_folder[$"from/{at}.jpg"], $"{at}.jpg", _folder[$"from/{at}.png"]) { Split = split };
        })];
        var dataset = new MaskDataset(_folder["from"], ["background", " two\nlines"], samples);
        Assert.Contains("images of no split become training images", Assert.Single(MaskFolderWriter.Write(dataset, _folder["out"]).Losses).What);
        var again = MaskReader.Read(_folder["out"]);
        Assert.Equal(dataset.Classes, again.Classes);
        Assert.Equal([("0.jpg", "train"), ("1.jpg", "test")], again.Samples.Select(sample => (Path.GetFileName(sample.Path), sample.Split)).Order());
        Assert.Empty(MaskFolderWriter.Write(dataset with { Samples = [samples[1]] }, _folder["alone"]).Losses);
    }

    private ObjectDataset Of(params string[] names) => new(_folder["from"], ["ant"], [.. names.Order(StringComparer.Ordinal).Select((name, at) =>
    {
        Images.Write(_folder[$"from/{name}"], Images.Pattern((ulong)name.Length));
        return new ObjectSample(_folder[$"from/{name}"], name, 96, 80, [new ObjectAnnotation(new Box(1 + at, 2, 30, 40), 0)]);
    })]);
}
