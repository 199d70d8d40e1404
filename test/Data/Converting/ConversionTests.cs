using System.Text.Json;
using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

public sealed class ConversionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Coco_to_coco_keeps_everything()
    {
        Assert.Empty(DatasetConversion.Write(Scenes.Objects, DatasetFormat.Coco, _folder.Root).Losses);
        var again = ObjectReader.Read(_folder.Root);
        AssertSame(Scenes.Objects, again);
        foreach (var (one, other) in Scenes.Objects.Samples.Zip(again.Samples))
            Assert.Equal(one.Objects.Select(item => item.Mask!.ToCocoText()), other.Objects.Select(item => item.Mask!.ToCocoText()));
    }

    [Fact]
    public void Licences_supercategories_and_fields_of_others_survive_coco_and_are_named_where_lost()
    {
        Images.Write(_folder["from/a.jpg"], Images.Pattern(3));
        File.WriteAllText(_folder["from/a.json"], """
            {"info":{"year":2017,"contributor":"us"},"licenses":[{"id":4,"name":"CC-BY","url":"http://example.org/by"}],
             "images":[{"id":70,"file_name":"a.jpg","width":96,"height":80,"license":4,"coco_url":"http://example.org/a.jpg"}],
             "categories":[{"id":90,"name":"zebra","supercategory":"animal","keypoints":["nose"]},{"id":3,"name":"ant","supercategory":"animal"}],
             "annotations":[
              {"id":11,"image_id":70,"category_id":90,"bbox":[10,10,20,20],"area":99.5,"iscrowd":0,"keypoints":[12,13,2],"attributes":{"occluded":true}},
              {"id":12,"image_id":70,"category_id":3,"bbox":[0,0,96,1],"area":96,"iscrowd":1,"segmentation":{"size":[80,96],"counts":[0,1,7679]}}]}
            """);
        var dataset = ObjectReader.Read(_folder["from"]);
        Assert.Empty(DatasetConversion.Write(dataset, DatasetFormat.Coco, _folder["coco"]).Losses);
        Assert.True(JsonElement.DeepEquals(Sorted(_folder["from/a.json"]), Sorted(_folder["coco/annotations/instances.json"])),
            File.ReadAllText(_folder["coco/annotations/instances.json"]));

        foreach (var format in new[] { DatasetFormat.Yolo, DatasetFormat.Voc })
        {
            var losses = DatasetConversion.Write(dataset, format, _folder[$"{format}"]).Losses.Select(loss => loss.What).ToList();
            foreach (var lost in new[] { "\"licenses\" is not kept", "\"info\"", "supercategories are not kept (2 times", "images' \"license\"",
                "objects' \"keypoints\"", "objects' \"attributes\"", "annotated areas are not kept", "images' numbers" })
                Assert.Contains(losses, loss => loss.Contains(lost));
            Assert.Equal(format == DatasetFormat.Yolo, losses.Any(loss => loss.Contains("images' \"coco_url\""))); // text has a place in XML
        }

        // The order of categories and of an object's fields says nothing.
        static JsonElement Sorted(string file)
        {
            var node = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            node["categories"] = new System.Text.Json.Nodes.JsonArray([.. node["categories"]!.AsArray().OrderBy(one => (int)one!["id"]!)
                .Select(one => one!.DeepClone())]);
            foreach (var annotation in node["annotations"]!.AsArray()) annotation!.AsObject().Remove("segmentation"); // written in runs as numbers or text
            return JsonSerializer.SerializeToElement(node);
        }
    }

    [Fact]
    public void Coco_to_coco_writes_boxes_numbers_and_empty_polygons_as_they_were()
    {
        Images.Write(_folder["from/a.jpg"], Images.Pattern(3));
        File.WriteAllText(_folder["from/a.json"], """
            {"images":[{"id":0,"file_name":"a.jpg","width":96,"height":80}],"categories":[{"id":1,"name":"ant"}],
             "annotations":[{"id":0,"image_id":0,"category_id":1,"bbox":[47.07,1.1,20.41,33.3],"segmentation":[]}]}
            """);
        var dataset = ObjectReader.Read(_folder["from"]);
        Assert.Empty(DatasetConversion.Write(dataset, DatasetFormat.Coco, _folder["coco"]).Losses);
        var text = File.ReadAllText(_folder["coco/annotations/instances.json"]);
        foreach (var part in new[] { "\"id\":0,\"image_id\":0,", "[47.07,1.1,20.41,33.3]", "\"segmentation\":[]" }) Assert.Contains(part, text);

        // Boxes of other formats have single precision alone, and are written in the shortest decimals.
        var changed = dataset with
        {
            Samples = [dataset.Samples[0] with
        { Objects = [.. dataset.Samples[0].Objects.Select(item => item with { Extent = null })] }]
        };
        DatasetConversion.Write(changed, DatasetFormat.Coco, _folder["again"]);
        Assert.Contains("[47.07,1.1,20.41,33.3]", File.ReadAllText(_folder["again/annotations/instances.json"]));
    }

    [Fact]
    public void New_numbers_are_told_also_where_some_had_none()
    {
        var start = Scenes.Objects;
        ObjectSample[] mixed = [.. start.Samples.Select((sample, at) => at == 0 ? sample with { Id = null } : sample)];
        var loss = Assert.Single(DatasetConversion.Write(start with { Samples = mixed }, DatasetFormat.Coco, _folder.Root).Losses);
        Assert.Contains("images get new numbers", loss.What);
    }

    [Fact]
    public void Voc_keeps_boxes_splits_and_flags_and_says_what_is_lost()
    {
        var losses = DatasetConversion.Write(Scenes.Objects, DatasetFormat.Voc, _folder.Root).Losses;
        Assert.Contains(losses, loss => loss.What.Contains("polygons are not kept (80 times"));
        Assert.Contains(losses, loss => loss.What.Contains("sorted by name"));
        var again = ObjectReader.Read(_folder.Root, new ReaderOptions { Classes = Scenes.Objects.Classes });
        AssertSame(Scenes.Objects, again);
        Assert.False(again.HasMasks);
    }

    [Fact]
    public void Yolo_keeps_boxes_and_polygons_to_a_fraction_of_a_pixel()
    {
        var losses = DatasetConversion.Write(Scenes.Objects, DatasetFormat.Yolo, _folder.Root).Losses;
        Assert.Contains(losses, loss => loss.What.Contains("along their pixels"));
        var again = ObjectReader.Read(_folder.Root);
        Assert.Equal(Scenes.Objects.Classes, again.Classes);
        Assert.True(again.HasMasks);
        foreach (var (one, other) in Scenes.Objects.Samples.Zip(again.Samples))
            foreach (var (before, after) in one.Objects.Zip(other.Objects))
            {
                Assert.True(before.Box.IoU(after.Box) > 0.999);
                var whole = Mask.FromPolygons(320, 240, PolygonBridge.WithoutHoles(before.Mask!.Contours()));
                Assert.Equal(0, before.Mask.Without(whole).Area);
                Assert.True(whole.IoU(after.MaskFor(320, 240)!) > 0.97, $"{one.Name}: {whole.IoU(after.MaskFor(320, 240)!)}");
            }
    }

    [Fact]
    public void From_voc_over_coco_and_back_nothing_is_lost()
    {
        ObjectAnnotation[] objects = [new(new Box(3, 4, 50, 60), 0) { IsDifficult = true }, new(new Box(0, 0, 96, 80), 1) { IsTruncated = true }];
        var start = MadeUp(objects) with { Format = DatasetFormat.Voc };
        Assert.Empty(DatasetConversion.Write(start, DatasetFormat.Coco, _folder["coco"]).Losses);
        Assert.Empty(DatasetConversion.Write(ObjectReader.Read(_folder["coco"]), DatasetFormat.Voc, _folder["voc"]).Losses);
        AssertSame(start, ObjectReader.Read(_folder["voc"]));
    }

    [Fact]
    public void Poses_parts_and_other_fields_of_voc_survive_voc_and_coco_and_are_named_where_lost()
    {
        Images.Write(_folder["from/JPEGImages/a.jpg"], Images.Pattern(3));
        Directory.CreateDirectory(_folder["from/Annotations"]);
        File.WriteAllText(_folder["from/Annotations/a.xml"], """
            <annotation><folder>x</folder><filename>a.jpg</filename><source><database>ours</database><annotation>by hand</annotation></source>
             <owner><name>A &amp; B</name></owner><size><width>96</width><height>80</height><depth>3</depth></size><segmented>1</segmented>
             <object><name>ant</name><pose>Left</pose><truncated>0</truncated><difficult>0</difficult><occluded>1</occluded>
              <bndbox><xmin>3</xmin><ymin>4</ymin><xmax>50</xmax><ymax>60</ymax></bndbox>
              <part><name>head</name><bndbox><xmin>3</xmin><ymin>4</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></part><part><name>foot</name></part></object>
             <object><name>ant</name><pose>Unspecified</pose><id>7</id>
              <bndbox><xmin>1</xmin><ymin>1</ymin><xmax>20</xmax><ymax>20</ymax></bndbox></object></annotation>
            """);
        var dataset = ObjectReader.Read(_folder["from"]);
        Assert.Equal(["source", "owner", "segmented"], dataset.Samples[0].Extra!.Keys);
        Assert.Empty(DatasetConversion.Write(dataset, DatasetFormat.Voc, _folder["voc"]).Losses);
        AssertSame(dataset, ObjectReader.Read(_folder["voc"]));
        Assert.Contains("<name>A &amp; B</name>", File.ReadAllText(_folder["voc/Annotations/a.xml"]));

        var clash = Assert.Single(DatasetConversion.Write(dataset, DatasetFormat.Coco, _folder["coco"]).Losses);
        Assert.Contains("\"id\" is not kept", clash.What);
        var without = dataset with { Samples = [dataset.Samples[0] with { Objects = [dataset.Samples[0].Objects[0]] }] };
        Assert.Empty(DatasetConversion.Write(without, DatasetFormat.Coco, _folder["coco2"]).Losses);
        Assert.Empty(DatasetConversion.Write(ObjectReader.Read(_folder["coco2"]), DatasetFormat.Voc, _folder["voc2"]).Losses);
        AssertSame(without, ObjectReader.Read(_folder["voc2"]));
        Assert.Equal("Left", ObjectReader.Read(_folder["voc2"]).Samples[0].Objects[0].Extra!["pose"].GetString());

        var losses = DatasetConversion.Write(dataset, DatasetFormat.Yolo, _folder["yolo"]).Losses.Select(loss => loss.What).ToList();
        foreach (var lost in new[] { "images' \"source\"", "images' \"owner\"", "images' \"segmented\"", "objects' \"pose\"", "objects' \"occluded\"",
            "objects' \"part\"" })
            Assert.Contains(losses, loss => loss.Contains(lost));
    }

    [Fact]
    public void Crowds_and_difficult_objects_are_not_lost_in_silence()
    {
        var dataset = MadeUp(new(new Box(3, 4, 50, 60), 0) { IsDifficult = true }, new(new Box(0, 0, 96, 80), 1) { IsCrowd = true },
            new(new Box(5, 5, 9, 9), 1));
        var yolo = DatasetConversion.Write(dataset, DatasetFormat.Yolo, _folder["yolo"]).Losses;
        Assert.Contains(yolo, loss => loss.What.Contains("crowds are left out (once"));
        Assert.Contains(yolo, loss => loss.What.Contains("difficult objects become ordinary"));
        Assert.Equal(2, ObjectReader.Read(_folder["yolo"]).Samples[0].Objects.Count);
        Assert.Contains(DatasetConversion.Write(dataset, DatasetFormat.Voc, _folder["voc"]).Losses, loss => loss.What.Contains("crowds become difficult"));
    }

    [Fact]
    public void A_folder_with_something_in_it_is_left_alone()
    {
        File.WriteAllText(_folder["mine.txt"], "mine");
        Assert.Contains("not empty", Assert.Throws<GraftException>(() => DatasetConversion.Write(Scenes.Objects, DatasetFormat.Coco, _folder.Root)).Message);
    }

    [Fact]
    public void Joined_polygons_fill_what_the_parts_fill()
    {
        Polygon[] parts = [Polygon.Of(new Box(2, 2, 12, 12)), Polygon.Of(new Box(30, 5, 45, 25)), Polygon.Of(new Box(10, 30, 20, 38))];
        Assert.Equal(Mask.FromPolygons(50, 40, parts).Area, Mask.FromPolygons(50, 40, [PolygonBridge.Join(parts)]).Area);
    }

    private ObjectDataset MadeUp(params ObjectAnnotation[] objects)
    {
        Images.Write(_folder["from/a.jpg"], Images.Pattern(3));
        return new ObjectDataset(_folder["from"], ["ant", "bee"], [new ObjectSample(_folder["from/a.jpg"], "a.jpg", 96, 80, objects)]);
    }

    private static void AssertSame(ObjectDataset one, ObjectDataset other)
    {
        Assert.Equal(one.Classes, other.Classes);
        Assert.Equal(one.Samples.Count, other.Samples.Count);
        foreach (var (before, after) in one.Samples.OrderBy(sample => Path.GetFileName(sample.Name))
            .Zip(other.Samples.OrderBy(sample => Path.GetFileName(sample.Name))))
        {
            Assert.Equal((before.Split, before.Width, before.Height), (after.Split, after.Width, after.Height));
            Assert.Equal(before.Objects.Select(item => (item.Box, item.Label, item.IsCrowd, item.IsDifficult, item.IsTruncated)),
                after.Objects.Select(item => (item.Box, item.Label, item.IsCrowd, item.IsDifficult, item.IsTruncated)));
            Assert.Equal(before.Objects.Select(item => Text(item.Extra)), after.Objects.Select(item => Text(item.Extra)));
            Assert.Equal(Text(before.Extra), Text(after.Extra));
            Assert.Equal(File.ReadAllBytes(before.Path), File.ReadAllBytes(after.Path));
        }

        static string Text(IReadOnlyDictionary<string, JsonElement>? extra) =>
            string.Join(", ", (extra ?? new Dictionary<string, JsonElement>()).OrderBy(pair => pair.Key)
                .Select(pair => $"{pair.Key}: {pair.Value.GetRawText()}"));
    }
}
