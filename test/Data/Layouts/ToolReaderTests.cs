using System.IO.Compression;
using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>The formats of annotation tools, each as its program writes it.</summary>
public sealed partial class ToolReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private ulong _seed;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labelme_polygons_rectangles_and_circles_of_each_image()
    {
        Photo("a.jpg");
        Photo("sub/b.jpg");
        Text("a.json", """
            {"version": "5.2.1", "flags": {}, "shapes": [
              {"label": "ant", "points": [[10, 10], [40, 10], [40, 30]], "group_id": null, "shape_type": "polygon", "flags": {}},
              {"label": "bee", "points": [[60, 40], [20, 20]], "group_id": null, "shape_type": "rectangle", "flags": {}},
              {"label": "ant", "points": [[50, 50], [50, 60]], "shape_type": "circle"},
              {"label": "bee", "points": [[1, 1]], "shape_type": "point"}],
             "imagePath": "..\\photos\\a.jpg", "imageData": null, "imageHeight": 80, "imageWidth": 96}
            """);
        Text("sub/b.json", """
            {"shapes": [
              {"label": "ant", "points": [[1, 1], [9, 1], [9, 9]], "group_id": 1, "shape_type": "polygon"},
              {"label": "ant", "points": [[20, 1], [29, 1], [29, 9]], "group_id": 1, "shape_type": "polygon"}], "imagePath": "b.jpg"}
            """);
        var dataset = Read(DatasetFormat.Labelme, "detect instances segment");
        Assert.Equal(["ant", "bee"], dataset.Classes);
        Assert.Equal(["a.jpg", "sub/b.jpg"], dataset.Samples.Select(sample => sample.Name));
        var objects = dataset.Samples[0].Objects;
        Assert.Equal([new Box(10, 10, 40, 30), new Box(20, 20, 60, 40), new Box(40, 40, 60, 60)], objects.Select(item => Rounded(item.Box)));
        Assert.Equal([0, 1, 0], objects.Select(item => item.Label));
        Assert.Equal((96, 80), (dataset.Samples[0].Width, dataset.Samples[0].Height));
        Assert.Equal(2, Assert.Single(dataset.Samples[1].Objects).Polygons!.Count);
        Assert.Contains("'point' have no area", Assert.Single(dataset.Warnings).What);
        Assert.Empty(dataset.Errors);
    }

    [Fact]
    public void A_labelme_image_that_is_only_inside_its_file_is_said_to_be_that()
    {
        Text("a.json", """{"shapes": [], "imagePath": "a.jpg", "imageData": "/9j/4AAQ"}""");
        Photo("other.jpg");
        Text("other.json", """{"shapes": [{"label": "x", "points": [[1, 1], [5, 5]], "shape_type": "rectangle"}], "imagePath": "other.jpg"}""");
        Assert.Contains("only inside the json file", Assert.Single(Read(DatasetFormat.Labelme, "detect").Errors).What);
    }

    [Fact]
    public void Label_studio_percents_become_pixels()
    {
        Photo("images/abcd1234-a.jpg");
        Photo("images/b.jpg");
        Text("export.json", """
            [{"id": 7, "annotations": [{"id": 1, "was_cancelled": false, "result": [
                {"original_width": 96, "original_height": 80, "image_rotation": 0, "type": "rectanglelabels",
                 "value": {"x": 25, "y": 50, "width": 50, "height": 25, "rotation": 0, "rectanglelabels": ["ant"]}},
                {"original_width": 96, "original_height": 80, "type": "polygonlabels",
                 "value": {"points": [[0, 0], [50, 0], [50, 50]], "polygonlabels": ["bee"]}},
                {"type": "choices", "value": {"choices": ["sharp"]}}]}], "data": {"image": "/data/upload/1/abcd1234-a.jpg"}},
             {"id": 8, "annotations": [{"result": []}], "data": {"image": "/data/local-files/?d=photos%2F0badcafe-b.jpg"}},
             {"id": 9, "annotations": [], "data": {"image": "c.jpg"}}]
            """);
        var dataset = Read(DatasetFormat.LabelStudio, "detect instances segment");
        Assert.Equal(["images/abcd1234-a.jpg", "images/b.jpg"], dataset.Samples.Select(sample => sample.Name));
        Assert.Equal([new Box(24, 40, 72, 60), new Box(0, 0, 48, 40)], dataset.Samples[0].Objects.Select(item => Rounded(item.Box)));
        Assert.Contains("no annotation and is left out", Assert.Single(dataset.Warnings).What);
        Assert.Equal(dataset.Samples.Count, ObjectReader.Read(_folder["export.json"]).Samples.Count);
    }

    [Fact]
    public void Label_studios_short_form_is_read_as_well()
    {
        Photo("a.jpg");
        Text("min.json", """
            [{"image": "s3://bucket/x/a.jpg", "id": 1, "label": [{"x": 25, "y": 50, "width": 50, "height": 25, "rotation": 0,
              "rectanglelabels": ["ant"], "original_width": 96, "original_height": 80}], "annotator": 1}]
            """);
        var dataset = Read(DatasetFormat.LabelStudio, "detect");
        Assert.Equal(new Box(24, 40, 72, 60), Rounded(Assert.Single(dataset.Samples[0].Objects).Box));
    }

    [Fact]
    public void Vott_regions_of_visited_assets()
    {
        Photo("vott-json-export/a b.jpg");
        Text("vott-json-export/p-export.json", """
            {"name": "p", "securityToken": "t", "tags": [{"name": "ant", "color": "#5db300"}], "assets": {
              "0af1": {"asset": {"format": "jpg", "id": "0af1", "name": "a%20b.jpg", "size": {"width": 96, "height": 80}, "state": 2, "type": 1},
                "regions": [{"id": "r", "type": "RECTANGLE", "tags": ["ant"], "boundingBox": {"height": 20, "width": 30, "left": 5, "top": 6}, "points": []},
                            {"id": "s", "type": "POLYGON", "tags": ["ant"], "boundingBox": {"height": 1, "width": 1, "left": 0, "top": 0},
                             "points": [{"x": 1, "y": 1}, {"x": 9, "y": 1}, {"x": 9, "y": 9}]}], "version": "2.2.0"},
              "0af2": {"asset": {"id": "0af2", "name": "c.jpg", "state": 0}, "regions": []}}}
            """);
        var dataset = Read(DatasetFormat.Vott, "detect instances segment");
        Assert.Equal("vott-json-export/a b.jpg", Assert.Single(dataset.Samples).Name);
        Assert.Equal([new Box(5, 6, 35, 26), new Box(1, 1, 9, 9)], dataset.Samples[0].Objects.Select(item => item.Box));
        Assert.Contains("not visited", Assert.Single(dataset.Warnings).What);
    }

    [Fact]
    public void Supervisely_polygons_with_holes_and_bitmaps_become_masks()
    {
        Photo("train/img/a.jpg");
        Photo("val/img/a.jpg");
        Text("meta.json", """{"classes": [{"title": "ant", "shape": "polygon", "color": "#FF0000"}], "tags": []}""");
        Text("train/ann/a.jpg.json", """
            {"description": "", "tags": [], "size": {"height": 80, "width": 96}, "objects": [
              {"classTitle": "ant", "geometryType": "polygon", "points": {"exterior": [[0, 0], [40, 0], [40, 40], [0, 40]],
                "interior": [[[10, 10], [20, 10], [20, 20], [10, 20]]]}},
              {"classTitle": "ant", "geometryType": "rectangle", "points": {"exterior": [[50, 5], [60, 15]], "interior": []}}]}
            """);
        Text("val/ann/a.jpg.json", $$"""
            {"tags": [], "size": {"height": 80, "width": 96}, "objects": [
              {"classTitle": "ant", "geometryType": "bitmap", "bitmap": {"data": "{{Bitmap(6, 4)}}", "origin": [30, 20]} } ]}
            """);
        var dataset = Read(DatasetFormat.Supervisely, "detect instances segment");
        Assert.Equal(["train", "val"], dataset.Samples.Select(sample => sample.Split));
        Assert.Equal(1600 - 100, dataset.Samples[0].Objects[0].Mask!.Area, 1600 * 0.03);
        Assert.Equal(new Box(50, 5, 60, 15), dataset.Samples[0].Objects[1].Box);
        Assert.Equal(new Box(30, 20, 36, 24), dataset.Samples[1].Objects[0].Box);
        Assert.Empty(dataset.Errors);
    }

    [Fact]
    public void The_parent_category_of_roboflow_is_no_class()
    {
        Photo("train/a_jpg.rf.1.jpg");
        Text("train/_annotations.coco.json", """
            {"info": {}, "images": [{"id": 0, "file_name": "a_jpg.rf.1.jpg", "height": 80, "width": 96}],
             "categories": [{"id": 0, "name": "insects", "supercategory": "none"}, {"id": 1, "name": "ant", "supercategory": "insects"},
                            {"id": 2, "name": "bee", "supercategory": "insects"}],
             "annotations": [{"id": 0, "image_id": 0, "category_id": 2, "bbox": [1, 2, 3, 4], "area": 12, "segmentation": [], "iscrowd": 0}]}
            """);
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(["ant", "bee"], dataset.Classes);
        Assert.Equal((1, new Box(1, 2, 4, 6)), (dataset.Samples[0].Objects[0].Label, dataset.Samples[0].Objects[0].Box));
        Assert.Contains("'insects' stands above", Assert.Single(dataset.Warnings).What);
    }

    [Theory]
    [InlineData("a.json", "{\"shapes\": [{\"label\": \"x\", \"points\": [[1e9, 1], [5, 5]], \"shape_type\": \"rectangle\"}]}", "coordinate beyond")]
    [InlineData("a.json", "{\"shapes\": [{\"label\": \"x\", \"points\": [[1, 1], [5, 5]]}]}", "has 2 points")]
    [InlineData("a.json", "{\"shapes\": [{\"label\": \"x\", \"points\": 7, \"shape_type\": \"mask\"}]}", "cannot be read")]
    [InlineData("a.json", "{\"shapes\": [{\"points\": []}, 7, null], \"imagePath\": 3}", "has no label")]
    [InlineData("a.json", "{\"shapes\": [", "not JSON")]
    public void What_cannot_be_read_is_an_error_of_its_place(string file, string text, string error)
    {
        Photo("a.jpg");
        Text(file, text);
        Text("b.json", """{"shapes": [{"label": "x", "points": [[1, 1], [5, 5]], "shape_type": "rectangle"}], "imagePath": "a2.jpg"}""");
        Photo("a2.jpg");
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Contains(dataset.Errors, problem => problem.What.Contains(error) && problem.Where.StartsWith("a.json"));
    }

    private ObjectDataset Read(DatasetFormat format, string? tasks)
    {
        var layout = DatasetLayout.Infer(_folder.Root).WithoutDoubt();
        Assert.Equal(format, layout.Format);
        if (tasks is not null) Assert.Equal(tasks, string.Join(' ', layout.Tasks.Select(task => task.Name())));
        return ObjectReader.Read(_folder.Root);
    }

    private void Photo(string name) => Images.Write(_folder[name], Images.Pattern(++_seed));

    private void Text(string name, string text) => Images.Write(_folder[name], System.Text.Encoding.UTF8.GetBytes(text));

    private static Box Rounded(Box box) => new(MathF.Round(box.X1), MathF.Round(box.Y1), MathF.Round(box.X2), MathF.Round(box.Y2));

    private static string Bitmap(int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(IndexPng.Write(new ClassMap(width, height, [.. Enumerable.Repeat((byte)1, width * height)])));
        return Convert.ToBase64String(packed.ToArray());
    }
}
