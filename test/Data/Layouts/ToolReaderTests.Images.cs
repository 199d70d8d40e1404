using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Formats in which one file has all images: CVAT's XML, VGG Image Annotator, Create ML.</summary>
public sealed partial class ToolReaderTests
{
    [Fact]
    public void Cvat_boxes_polygons_ellipses_and_masks_with_the_splits_it_names()
    {
        Photo("images/Train/a.jpg");
        Photo("images/b c.jpg");
        Text("annotations.xml", """
            <?xml version="1.0" encoding="utf-8"?>
            <annotations>
              <version>1.1</version>
              <meta><task><id>5</id><labels><label><name>bee</name><color>#33ddff</color><attributes></attributes></label></labels></task></meta>
              <image id="0" name="a.jpg" subset="Train" task_id="5" width="96" height="80">
                <box label="bee" occluded="0" xtl="5.50" ytl="6.00" xbr="35.50" ybr="26.00" z_order="0"><attribute name="side">left</attribute></box>
                <box label="bee" xtl="40" ytl="40" xbr="60" ybr="50" rotation="90.0"></box>
                <polygon label="ant" points="1.00,1.00;9.00,1.00;9.00,9.00" z_order="0"></polygon>
                <mask label="ant" rle="2, 3, 1, 4, 2" left="30" top="20" width="4" height="3" z_order="0"></mask>
                <points label="ant" points="3,3"/>
                <tag label="sharp"/>
              </image>
              <image id="1" name="b c.jpg" subset="Validation" width="96" height="80">
                <ellipse label="bee" cx="50" cy="40" rx="10.00" ry="20"/>
              </image>
            </annotations>
            """);
        var dataset = Read(DatasetFormat.Cvat, "detect instances segment");
        Assert.Equal(["ant", "bee"], dataset.Classes);
        Assert.Equal(["images/Train/a.jpg", "images/b c.jpg"], dataset.Samples.Select(sample => sample.Name));
        Assert.Equal(["train", "val"], dataset.Samples.Select(sample => sample.Split));
        Assert.Equal((96, 80), (dataset.Samples[0].Width, dataset.Samples[0].Height));
        var objects = dataset.Samples[0].Objects;
        Assert.Equal([new Box(5.5f, 6, 35.5f, 26), new Box(45, 35, 55, 55), new Box(1, 1, 9, 9)], objects.Take(3).Select(item => item.Box));
        // ..## / #.## / ##..
        Assert.Equal(7, objects[3].Mask!.Area);
        Assert.Equal(new Box(30, 20, 34, 23), objects[3].Box);
        Assert.Equal(new Box(40, 20, 60, 60), Rounded(Assert.Single(dataset.Samples[1].Objects).Box));
        Assert.Empty(dataset.Errors);
        Assert.Equal(["'points' are left out", "Tags of whole images"],
            dataset.Warnings.Select(warning => warning.What.Contains("'points' are left out") ? "'points' are left out" : warning.What[..20]));
    }

    [Fact]
    public void A_subset_of_cvat_tells_images_of_one_name_apart_and_a_mask_of_few_runs_is_a_mask()
    {
        foreach (var subset in new[] { "train", "test" }) Photo($"images/{subset}/1.jpg");
        Text("annotations.xml", """
            <annotations>
              <image name="1.jpg" subset="test" width="96" height="80"><mask label="bee" rle="0,9216" left="0" top="0" width="96" height="96"/></image>
              <image name="1.jpg" subset="train" width="96" height="80"><box label="ant" xtl="1" ytl="1" xbr="9" ybr="9"/></image>
            </annotations>
            """);
        var dataset = Read(DatasetFormat.Cvat, null);
        Assert.Empty(dataset.Errors);
        Assert.Equal(["images/test/1.jpg", "images/train/1.jpg"], dataset.Samples.Select(sample => sample.Name));
        Assert.Equal(7680, dataset.Samples[0].Objects[0].Mask!.Area);
        Assert.Equal([1, 0], dataset.Samples.Select(sample => Assert.Single(sample.Objects).Label));
    }

    [Theory]
    [InlineData("""<polygon label="ant" points="1,1;2,x;3,3"/>""", "no pair of numbers")]
    [InlineData("""<polygon points="1,1;9,1;9,9"/>""", "has no label")]
    [InlineData("""<box label="ant" xtl="1" ytl="1" xbr="9"/>""", "'box' cannot be read")]
    [InlineData("""<mask label="ant" rle="2,3" left="1" top="1" width="4" height="3"/>""", "'mask' cannot be read")]
    [InlineData("""<mask label="ant" rle="1" left="1" top="1" width="60000" height="60000"/>""", "'mask' cannot be read")]
    public void A_broken_shape_of_cvat_is_an_error_of_its_own(string shape, string what)
    {
        Photo("a.jpg");
        Text("annotations.xml", $"""
            <annotations><image name="a.jpg" width="96" height="80"><box label="ant" xtl="1" ytl="1" xbr="9" ybr="9"/>{shape}</image></annotations>
            """);
        var dataset = Read(DatasetFormat.Cvat, null);
        Assert.Single(Assert.Single(dataset.Samples).Objects);
        Assert.Equal(1, dataset.Samples[0].LostObjects);
        Assert.Contains(what, Assert.Single(dataset.Errors).What);
    }

    [Fact]
    public void A_single_file_of_cvat_can_be_given_and_one_that_breaks_off_is_an_error()
    {
        Photo("images/a.jpg");
        Text("my task.xml", """<annotations><image name="a.jpg" width="96" height="80"><box label="ant" xtl="1" ytl="1" xbr="9" ybr="9"/></image><image""");
        var dataset = ObjectReader.Read(_folder["my task.xml"]);
        Assert.Equal(DatasetFormat.Cvat, dataset.Format);
        Assert.Single(Assert.Single(dataset.Samples).Objects);
        Assert.Contains("not XML", Assert.Single(dataset.Errors).What);
    }

    [Theory]
    [InlineData("{\"_via_settings\": {}, \"_via_img_metadata\": IMAGES, \"_via_attributes\": {}}", false)]
    [InlineData("IMAGES", false)]
    [InlineData("IMAGES", true)] // version 1 numbers the regions
    public void Via_regions_have_the_class_of_their_attribute(string project, bool numbered)
    {
        Photo("images/a.jpg");
        Photo("images/b.jpg");
        const string Rect = """
            {"shape_attributes": {"name": "rect", "x": 5, "y": 6, "width": 30, "height": 20}, "region_attributes": {"kind": "bee ", "note": ""}}
            """;
        const string Polygon = """
            {"shape_attributes": {"name": "polygon", "all_points_x": [1, 9, 9], "all_points_y": [1, 1, 9]}, "region_attributes": {"kind": {"ant": true}}}
            """;
        const string Circle = """{"shape_attributes": {"name": "circle", "cx": 50, "cy": 40, "r": 10}, "region_attributes": {"kind": "bee"}}""";
        const string Ellipse = """
            {"shape_attributes": {"name": "ellipse", "cx": 50, "cy": 40, "rx": 10, "ry": 20, "theta": 1.5708}, "region_attributes": {"kind": "bee"}}
            """;
        const string Point = """{"shape_attributes": {"name": "point", "cx": 50, "cy": 40}, "region_attributes": {"kind": "bee"}}""";
        string Regions(params string[] regions) =>
            numbered ? "{" + string.Join(",", regions.Select((region, at) => $"\"{at}\": {region}")) + "}" : $"[{string.Join(",", regions)}]";
        Text("via_region_data.json", project.Replace("IMAGES", $$$"""
            {"a.jpg123": {"filename": "a.jpg", "size": 123, "regions": {{{Regions(Rect, Polygon, Point)}}}, "file_attributes": {}},
             "b.jpg456": {"filename": "b.jpg", "size": 456, "regions": {{{Regions(Circle, Ellipse)}}}, "file_attributes": {} } }
            """));
        var dataset = Read(DatasetFormat.Via, "detect instances segment");
        Assert.Equal(["ant", "bee"], dataset.Classes);
        Assert.Equal([new Box(5, 6, 35, 26), new Box(1, 1, 9, 9)], dataset.Samples[0].Objects.Select(item => item.Box));
        Assert.Equal([1, 0], dataset.Samples[0].Objects.Select(item => item.Label));
        Assert.Equal([new Box(40, 30, 60, 50), new Box(30, 30, 70, 50)], dataset.Samples[1].Objects.Select(item => Rounded(item.Box)));
        Assert.Contains("'point' have no area", Assert.Single(dataset.Warnings).What);
        Assert.Empty(dataset.Errors);
    }

    [Theory]
    [InlineData("{}", "{}", "object", null)] // one kind of object that nobody named
    [InlineData("""{"Class": "ant", "note": "x"}""", """{"Class": "ant", "note": "y"}""", "ant", null)]
    [InlineData("""{"hue": "red", "note": "x"}""", """{"hue": "red"}""", null, "none of them is called")]
    [InlineData("""{"hue": "red"}""", "{}", "red", "has no 'hue'")]
    [InlineData("""{"hue": {"red": true, "blue": true}}""", """{"hue": {"red": true}}""", "red", "several classes in 'hue': red, blue")]
    public void Which_attribute_of_via_is_the_class(string first, string second, string? name, string? error)
    {
        Photo("a.jpg");
        string Region(string attributes) =>
            """{"shape_attributes": {"name": "rect", "x": 5, "y": 6, "width": 3, "height": 2}, "region_attributes": """ + attributes + "}";
        Text("via.json", $$$"""{"a.jpg1": {"filename": "a.jpg", "size": 1, "regions": [{{{Region(first)}}}, {{{Region(second)}}}]}}""");
        var dataset = Read(DatasetFormat.Via, null);
        Assert.Equal(name is null ? [] : [name], dataset.Classes);
        if (error is null) Assert.Empty(dataset.Errors);
        else Assert.Contains(error, dataset.Errors[0].What);
    }

    [Fact]
    public void Create_ml_coordinates_are_of_the_middle()
    {
        Photo("train/a.jpg");
        Photo("valid/b.jpg");
        Text("train/_annotations.createml.json", """
            [{"image": "a.jpg", "annotations": [{"label": "ant", "coordinates": {"x": 20, "y": 16.5, "width": 30, "height": 21}},
                                                {"label": "bee", "coordinates": {"x": 20, "y": 16.5, "width": 30}}]}]
            """);
        Text("valid/_annotations.createml.json", """
            [{"imagefilename": "b.jpg", "annotations": [{"label": "ant", "coordinates": {"x": 5, "y": 5, "width": 2, "height": 2}}]}]
            """);
        var dataset = Read(DatasetFormat.CreateMl, "detect");
        Assert.Equal(["train", "val"], dataset.Samples.Select(sample => sample.Split));
        Assert.Equal(new Box(5, 6, 35, 27), Assert.Single(dataset.Samples[0].Objects).Box);
        Assert.Equal(1, dataset.Samples[0].LostObjects);
        Assert.Contains("no coordinates of four numbers", Assert.Single(dataset.Errors).What);
    }
    [Theory]
    [InlineData("image", "annotations")]
    [InlineData("image", "annotation")]
    [InlineData("imagefilename", "annotations")]
    [InlineData("imagefilename", "annotation")]
    public void Create_ml_is_known_by_either_form_of_its_names_also_where_nothing_is_on_an_image(string image, string annotations)
    {
        Photo("one/a.jpg");
        Photo("two/b.jpg"); // folders that could be classes
        Text("annotations.json", $$$"""
            [{"{{{image}}}": "one/a.jpg", "{{{annotations}}}": []},
             {"{{{image}}}": "two/b.jpg", "{{{annotations}}}": [{"label": "ant", "coordinates": {"x": 20, "y": 16, "width": 30, "height": 20}}]}]
            """);
        var dataset = Read(DatasetFormat.CreateMl, "detect");
        Assert.Empty(dataset.Errors);
        Assert.Equal([0, 1], dataset.Samples.Select(sample => sample.Objects.Count));
        Assert.Equal(new Box(5, 6, 35, 26), Assert.Single(dataset.Samples[1].Objects).Box);
    }
}
