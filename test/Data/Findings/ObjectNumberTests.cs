using System.Text;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>An object has one number in all messages: its place among those of its image in the annotation file, whatever became of the others.</summary>
public sealed class ObjectNumberTests : IDisposable
{
    private const string Rectangle = "\"name\":\"rect\",\"x\":9,\"y\":1,\"height\":9,\"width\":";
    private readonly TestFolder _folder = new();

    /// <summary>In each format an object that cannot be read, one without area, and a good one.</summary>
    public static TheoryData<string, string, string> Three => new()
    {
        {
            nameof(DatasetFormat.Coco), "x.json", """
            {"images":[{"id":1,"file_name":"a.jpg"}],"categories":[{"id":1,"name":"ant"}],"annotations":[
             {"id":1,"image_id":1,"category_id":1,"bbox":[1,"x",3,4]},{"id":2,"image_id":1,"category_id":1,"bbox":[9,1,0,9]},
             {"id":3,"image_id":1,"category_id":1,"bbox":[9,1,8,9]}]}
            """
        },
        { nameof(DatasetFormat.Yolo), "a.txt", "0 0.1 x 0.2 0.2\n0 0.5 0.5 0 0.1\n0 0.5 0.5 0.1 0.1" },
        { nameof(DatasetFormat.Voc), "a.xml", $"<annotation>{Voc("x")}{Voc("8")}{Voc("30")}</annotation>" },
        {
            nameof(DatasetFormat.Labelme), "a.json", """
            {"imagePath":"a.jpg","shapes":[{"label":"ant","points":[[1,1],[2,"x"],[3,3]],"shape_type":"polygon"},
             {"label":"ant","points":[[9,1],[9,9]],"shape_type":"rectangle"},{"label":"ant","points":[[9,1],[19,9]],"shape_type":"rectangle"}]}
            """
        },
        {
            nameof(DatasetFormat.LabelStudio), "x.json", """[{"id":1,"data":{"image":"a.jpg"},"annotations":[{"result":["""
            + Studio("polygonlabels", "\"points\":[[1,1],[2,\"x\"],[3,3]]") + "," + Studio("rectanglelabels", "\"x\":9,\"y\":9,\"width\":0,\"height\":9") + ","
            + Studio("rectanglelabels", "\"x\":9,\"y\":9,\"width\":8,\"height\":9") + "]}]}]"
        },
        {
            nameof(DatasetFormat.Vott), "x.json", """{"assets":{"1":{"asset":{"name":"a.jpg","state":2},"regions":[{"type":"POLYGON","tags":["ant"],"""
            + "\"points\":[{\"x\":1,\"y\":1},{\"x\":2},{\"x\":3,\"y\":3}]}," + Vott(0) + "," + Vott(8) + "]}}}"
        },
        {
            nameof(DatasetFormat.Supervisely), "ann/a.jpg.json", """{"tags":[],"size":{"height":80,"width":96},"objects":["""
            + Supervisely("polygon", "[1,1],[2,\"x\"],[3,3]") + "," + Supervisely("rectangle", "[9,1],[9,9]") + ","
            + Supervisely("rectangle", "[9,1],[19,9]") + "]}"
        },
        {
            nameof(DatasetFormat.Cvat), "x.xml", """
            <annotations><image name="a.jpg"><polygon label="ant" points="1,1;2,x;3,3"/><box label="ant" xtl="9" ytl="1" xbr="9" ybr="9"/>
            <box label="ant" xtl="9" ytl="1" xbr="19" ybr="9"/></image></annotations>
            """
        },
        {
            nameof(DatasetFormat.Via), "x.json", """{"a.jpg1":{"filename":"a.jpg","regions":["""
            + Via("\"name\":\"polygon\",\"all_points_x\":[1,2,3],\"all_points_y\":[1,\"x\",3]") + ","
            + Via(Rectangle + "0") + "," + Via(Rectangle + "8") + "]}}"
        },
        {
            nameof(DatasetFormat.CreateMl), "x.json", """
            [{"image":"a.jpg","annotations":[{"label":"ant","coordinates":{"x":20,"y":20,"width":8}},
             {"label":"ant","coordinates":{"x":20,"y":20,"width":0,"height":8}},{"label":"ant","coordinates":{"x":20,"y":20,"width":8,"height":8}}]}]
            """
        },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Three))]
    public void The_reader_and_the_examination_count_alike(string format, string file, string text)
    {
        var image = format == nameof(DatasetFormat.Supervisely) ? "img/a.jpg" : "a.jpg";
        Images.Write(_folder[image], Images.Pattern(1));
        Images.Write(_folder[file], Encoding.UTF8.GetBytes(text));
        if (format == nameof(DatasetFormat.Yolo)) Images.Write(_folder["data.yaml"], Encoding.UTF8.GetBytes("names: [ant]"));
        var dataset = ObjectReader.Read(_folder.Root);
        Assert.Equal(format, dataset.Format.ToString());
        Assert.Equal([2, 3], Assert.Single(dataset.Samples).Objects.Select(item => item.Number));
        var unread = Assert.Single(dataset.Errors);
        Assert.Matches(@"(ant|line|Annotation) 1\b", $"{unread.Where}: {unread.What}");
        Assert.Matches("no number|not a number|no pair of numbers|of four numbers", unread.What);
        var errors = ObjectDatasetExamination.Examine(dataset).Problems.Where(problem => !problem.IsWarning);
        Assert.Equal([$"{image}, ant 2"], errors.Where(error => error.What.Contains("no area")).Select(error => error.Where));
    }

    [Fact]
    public void Every_format_of_objects_is_among_them() => Assert.Equal(
        LayoutTable.Rows.Where(row => row.Objects is not null).Select(row => $"{row.Format}").Order(), Three.Select(row => row.Data.Item1).Order());

    private static string Voc(string xmax) =>
        $"<object><name>ant</name><bndbox><xmin>9</xmin><ymin>1</ymin><xmax>{xmax}</xmax><ymax>9</ymax></bndbox></object>";

    private static string Studio(string type, string value) =>
        "{\"original_width\":96,\"original_height\":80,"
        + $"\"type\":\"{type}\",\"value\":{{{value},\"{type}\":[\"ant\"]}}}}";

    private static string Vott(int width) =>
        $$"""{"type":"RECTANGLE","tags":["ant"],"boundingBox":{"left":9,"top":1,"height":9,"width":{{width}}} }""";

    private static string Supervisely(string type, string points) =>
        $$$"""{"classTitle":"ant","geometryType":"{{{type}}}","points":{"exterior":[{{{points}}}]} }""";

    private static string Via(string shape) => """{"shape_attributes":{""" + shape + """},"region_attributes":{"class":"ant"}}""";
}
