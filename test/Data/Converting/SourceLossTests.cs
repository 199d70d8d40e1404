using System.Text;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>What any format says beyond boxes and polygons is written by a conversion or named as lost, whichever program wrote it.</summary>
public sealed class SourceLossTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>For each format a file with fields of an object and of an image, and a class without objects, as far as it has such.</summary>
    public static TheoryData<string, string, string, string, string, string> Sources => new()
    {
        {
            nameof(DatasetFormat.Coco), "x.json", """
            {"images":[{"id":1,"file_name":"a.jpg","camera":"left"}],"categories":[{"id":1,"name":"ant"},{"id":2,"name":"bee"}],"annotations":[
             {"id":1,"image_id":1,"category_id":1,"bbox":[9,1,8,9],"attributes":{"hue":"red"}}]}
            """, "attributes", "camera", "bee"
        },
        { nameof(DatasetFormat.Yolo), "a.txt", "0 0.5 0.5 0.1 0.1", "", "", "bee" },
        {
            nameof(DatasetFormat.Voc), "a.xml", """
            <annotation><camera>left</camera><object><name>ant</name><occluded>1</occluded>
            <bndbox><xmin>9</xmin><ymin>1</ymin><xmax>30</xmax><ymax>9</ymax></bndbox></object></annotation>
            """, "occluded", "camera", ""
        },
        {
            nameof(DatasetFormat.Labelme), "a.json", """
            {"imagePath":"a.jpg","version":"5","flags":{"night":true},"imageData":null,"shapes":[{"label":"ant","points":[[9,1],[19,9]],
             "shape_type":"rectangle","group_id":null,"flags":{},"description":"behind a leaf"}]}
            """, "description", "flags", ""
        },
        {
            nameof(DatasetFormat.LabelStudio), "x.json", """
            [{"id":1,"data":{"image":"a.jpg","camera":"left"},"annotations":[{"result":[{"original_width":96,"original_height":80,"type":"rectanglelabels",
             "from_name":"l","meta":{"text":["behind a leaf"]},"value":{"x":9,"y":9,"width":8,"height":9,"rectanglelabels":["ant"]}},
             {"type":"choices","value":{"choices":["night"]}}]}]}]
            """, "meta", "camera choices", ""
        },
        {
            nameof(DatasetFormat.Vott), "x.json", """
            {"tags":[{"name":"ant"},{"name":"bee"}],"assets":{"1":{"asset":{"name":"a.jpg","state":2,"timestamp":1.5},"regions":[
             {"type":"RECTANGLE","tags":["ant"],"hue":"red","boundingBox":{"left":9,"top":1,"height":9,"width":8}}]}}}
            """, "hue", "timestamp", "bee"
        },
        {
            nameof(DatasetFormat.Supervisely), "ann/a.jpg.json", """
            {"description":"at night","tags":[],"size":{"height":80,"width":96},"objects":[{"id":7,"classTitle":"ant","geometryType":"rectangle",
             "tags":[{"name":"hue","value":"red"}],"points":{"exterior":[[9,1],[19,9]],"interior":[]}}]}
            """, "tags", "description", "bee"
        },
        {
            nameof(DatasetFormat.Cvat), "x.xml", """
            <annotations><meta><task><labels><label><name>ant</name><attributes><attribute><name>hue</name></attribute></attributes></label>
            <label><name>bee</name></label></labels></task></meta><image id="0" name="a.jpg" width="96" height="80" camera="left">
            <box label="ant" source="manual" occluded="1" z_order="0" xtl="9" ytl="1" xbr="19" ybr="9"><attribute name="hue">red</attribute></box>
            </image></annotations>
            """, "occluded attributes", "camera", "bee"
        },
        {
            nameof(DatasetFormat.Via), "x.json", """
            {"_via_img_metadata":{"a.jpg1":{"filename":"a.jpg","file_attributes":{"camera":"left"},"regions":[
             {"shape_attributes":{"name":"rect","x":9,"y":1,"height":9,"width":8},"region_attributes":{"class":"ant","hue":"red"}}]}},
             "_via_attributes":{"region":{"class":{"type":"radio","options":{"ant":"","bee":""}}}}}
            """, "attributes", "file_attributes", "bee"
        },
        {
            nameof(DatasetFormat.CreateMl), "x.json", """
            [{"image":"a.jpg","camera":"left","annotations":[{"label":"ant","hue":"red","coordinates":{"x":20,"y":20,"width":8,"height":8}}]}]
            """, "hue", "camera", ""
        },
    };

    [Theory]
    [MemberData(nameof(Sources))]
    public void What_is_not_kept_is_named(string format, string file, string text, string ofObject, string ofImage, string unused)
    {
        var dataset = Read(format, file, text);
        var item = Assert.Single(Assert.Single(dataset.Samples).Objects);
        Assert.Equal(Words(ofObject), item.Extra?.Keys.ToList() ?? []);
        Assert.Equal(Words(ofImage), dataset.Samples[0].Extra?.Keys.ToList() ?? []);
        foreach (var to in new[] { DatasetFormat.Coco, DatasetFormat.Yolo, DatasetFormat.Voc })
        {
            var losses = DatasetConversion.Write(dataset, to, _folder[$"out/{to}"]).Losses.Select(loss => loss.What).ToList();
            Assert.DoesNotContain(losses, loss => loss.Contains("do not use"));
            var after = ObjectReader.Read(_folder[$"out/{to}"]);
            var (image, kept) = (after.Samples[0].Extra, after.Samples[0].Objects[0].Extra);
            foreach (var name in Words(ofObject)) Assert.NotEqual(kept?.ContainsKey(name) == true, losses.Any(loss => loss.Contains($"objects' \"{name}\"")));
            foreach (var name in Words(ofImage)) Assert.NotEqual(image?.ContainsKey(name) == true, losses.Any(loss => loss.Contains($"images' \"{name}\"")));
            if (unused.Length > 0)
                Assert.NotEqual(after.Classes.Contains(unused), losses.Any(loss => loss.Contains($"classes without objects are not kept (once: {unused})")));
            if (to == DatasetFormat.Coco) Assert.Equal(Words(ofObject), kept?.Keys.ToList() ?? []);
            if (to == DatasetFormat.Yolo) Assert.Null(kept);
        }
    }

    [Fact]
    public void Painted_as_masks_it_is_named_as_well()
    {
        Read(nameof(DatasetFormat.Cvat), "x.xml", """
            <annotations><meta><task><labels><label><name>ant</name></label><label><name>bee</name></label></labels></task></meta>
            <image name="a.jpg" camera="left"><polygon label="ant" occluded="1" points="1,1;30,1;30,30"/></image>
            <image name="gone.jpg" place="here"><polygon label="ant" weather="dry" points="1,1;30,1;30,30"/></image></annotations>
            """);
        var dataset = MaskReader.Read(_folder["in"]).Where(sample => sample.Name == "a.jpg");
        var losses = MaskFolderWriter.Write(dataset, _folder["out"]).Losses.Select(loss => loss.What).ToList();
        foreach (var lost in new[] { "objects' \"occluded\"", "images' \"camera\"", "objects are not kept (once: bee)", "pixels of their class" })
            Assert.Single(losses, loss => loss.Contains(lost));
        Assert.Equal(4, losses.Count); // nothing of the image that is not written
    }

    [Fact]
    public void Every_format_of_objects_is_among_them() => Assert.Equal(
        LayoutTable.Rows.Where(row => row.Objects is not null).Select(row => $"{row.Format}").Order(), Sources.Select(row => row.Data.Item1).Order());

    private ObjectDataset Read(string format, string file, string text)
    {
        Images.Write(_folder[format == nameof(DatasetFormat.Supervisely) ? "in/img/a.jpg" : "in/a.jpg"], Images.Pattern(1));
        Images.Write(_folder[$"in/{file}"], Encoding.UTF8.GetBytes(text));
        if (format == nameof(DatasetFormat.Yolo)) Images.Write(_folder["in/data.yaml"], "names: [ant, bee]"u8.ToArray());
        if (format == nameof(DatasetFormat.Supervisely))
            Images.Write(_folder["in/meta.json"], """{"classes":[{"title":"ant","shape":"rectangle"},{"title":"bee","shape":"polygon"}]}"""u8.ToArray());
        var dataset = ObjectReader.Read(_folder["in"]);
        Assert.Equal(format, $"{dataset.Format}");
        Assert.Empty(dataset.Errors);
        return dataset;
    }

    private static string[] Words(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
