using System.Text;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>
/// An image of whose annotations none can be used shows something that nobody knows: taken for background, its objects would be unlearned. So it is left
/// out, whatever it was annotated with.
/// </summary>
public sealed class LostAnnotationTests : IDisposable
{
    private static readonly ReaderOptions Reading = new() { OnBadImage = OnBadImage.Skip };
    private static readonly ExaminationOptions Examining = new() { OnBadImage = OnBadImage.Skip, OnBadObject = OnBadImage.Skip };
    private readonly TestFolder _folder = new();

    /// <summary>For each format an object that is lost on a.jpg, one that is good on b.jpg, and c.jpg with nothing on it.</summary>
    public static TheoryData<string, string> Lost => new()
    {
        { "coco: a polygon of two points", Coco("""{"id":1,"image_id":1,"category_id":1,"segmentation":[[1,1,5,5]]}""") },
        { "coco: a class that is not there", Coco("""{"id":1,"image_id":1,"category_id":9,"bbox":[1,1,30,30]}""") },
        { "coco: a box outside the image", Coco("""{"id":1,"image_id":1,"category_id":1,"bbox":[500,500,30,30]}""") },
        {
            "yolo: a line of letters",
            "a.txt=0 0.5 x 0.1 0.1\nb.txt=0 0.5 0.5 0.1 0.1\nc.txt=\ndata.yaml=names: [ant]"
        },
        {
            "yolo: a class that is not there",
            "a.txt=7 0.5 0.5 0.1 0.1\nb.txt=0 0.5 0.5 0.1 0.1\nc.txt=\ndata.yaml=names: [ant]"
        },
        {
            "yolo: a file that is no text",
            "a.txt=0 0.5 0.5 0.1 0.1 \u00FF\nb.txt=0 0.5 0.5 0.1 0.1\nc.txt=\ndata.yaml=names: [ant]"
        },
        { "voc: no box", "a.xml=" + Voc("<object><name>ant</name></object>") + "\nb.xml=" + Voc(Box) + "\nc.xml=" + Voc("") },
        { "voc: a box without area", "a.xml=" + Voc(Box.Replace("40", "3")) + "\nb.xml=" + Voc(Box) + "\nc.xml=" + Voc("") },
        {
            "labelme: a point",
            """a.json={"shapes":[{"label":"ant","points":[[1,1]],"shape_type":"point"}],"imagePath":"a.jpg"}""" + "\n"
            + """b.json={"shapes":[{"label":"ant","points":[[1,1],[9,9]],"shape_type":"rectangle"}],"imagePath":"b.jpg"}""" + "\n"
            + """c.json={"shapes":[],"imagePath":"c.jpg"}"""
        },
        {
            "label studio: a region without a label",
            """x.json=[{"id":1,"data":{"image":"a.jpg"},"annotations":[{"result":[{"type":"rectanglelabels","value":{"x":1,"y":1,"width":9,"height":9}}]}]},"""
            + """{"id":2,"data":{"image":"b.jpg"},"annotations":[{"result":[{"original_width":96,"original_height":80,"type":"rectanglelabels","""
            + """ "value":{"x":1,"y":1,"width":9,"height":9,"rectanglelabels":["ant"]}}]}]},"""
            + """{"id":3,"data":{"image":"c.jpg"},"annotations":[{"result":[{"type":"choices","value":{"choices":["sharp"]}}]}]}]"""
        },
        {
            "vott: a region without a tag",
            """x.json={"assets":{"1":{"asset":{"name":"a.jpg","state":2},"regions":[{"type":"RECTANGLE","tags":[],"""
            + """ "boundingBox":{"left":1,"top":1,"width":9,"height":9}}]},"""
            + """ "2":{"asset":{"name":"b.jpg","state":2},"regions":[{"type":"RECTANGLE","tags":["ant"],"""
            + """ "boundingBox":{"left":1,"top":1,"width":9,"height":9}}]},"3":{"asset":{"name":"c.jpg","state":2},"regions":[]}}}"""
        },
        {
            "cvat: points",
            """x.xml=<annotations><image name="a.jpg"><points label="ant" points="3,3"/></image>"""
            + """<image name="b.jpg"><box label="ant" xtl="1" ytl="1" xbr="9" ybr="9"/></image><image name="c.jpg"/></annotations>"""
        },
        {
            "via: a region without its class",
            """x.json={"a.jpg1":{"filename":"a.jpg","regions":[{"shape_attributes":{"name":"rect","x":1,"y":1,"width":9,"height":9},"""
            + """ "region_attributes":{}}]},"""
            + """ "b.jpg1":{"filename":"b.jpg","regions":[{"shape_attributes":{"name":"rect","x":1,"y":1,"width":9,"height":9},"""
            + """ "region_attributes":{"class":"ant"}}]},"c.jpg1":{"filename":"c.jpg","regions":[]}}"""
        },
        {
            "create ml: no height",
            """x.json=[{"image":"a.jpg","annotations":[{"label":"ant","coordinates":{"x":5,"y":5,"width":8}}]},"""
            + """{"image":"b.jpg","annotations":[{"label":"ant","coordinates":{"x":5,"y":5,"width":8,"height":8}}]},{"image":"c.jpg","annotations":[]}]"""
        },
        {
            "supervisely: a line",
            """ann/a.jpg.json={"tags":[],"size":{"height":80,"width":96},"objects":[{"classTitle":"ant","geometryType":"line","""
            + """ "points":{"exterior":[[1,1],[9,9]]}}]}""" + "\n"
            + """ann/b.jpg.json={"tags":[],"size":{"height":80,"width":96},"objects":[{"classTitle":"ant","geometryType":"rectangle","""
            + """ "points":{"exterior":[[1,1],[9,9]]}}]}""" + "\n"
            + """ann/c.jpg.json={"tags":[],"size":{"height":80,"width":96},"objects":[]}"""
        },
    };

    private static string Box => "<object><name>ant</name><bndbox><xmin>5</xmin><ymin>5</ymin><xmax>40</xmax><ymax>50</ymax></bndbox></object>";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Lost))]
    public void An_image_of_which_every_annotation_is_lost_is_left_out_and_no_negative(string what, string files)
    {
        Write(what, files);
        var examination = ObjectDatasetExamination.Examine(ObjectReader.Read(_folder.Root, Reading), Examining);
        Assert.False(examination.HasErrors, string.Join('\n', examination.Problems));
        Assert.Equal(["b.jpg", "c.jpg"], examination.Usable().Samples.Select(sample => Path.GetFileName(sample.Name)));
        Assert.Equal(1, examination.Negatives);
        Assert.Contains(examination.Problems, problem => problem.What.StartsWith("1 image has annotations of which none can be used, and is left out")
            && problem.What.Contains("a.jpg") && problem.IsWarning);
    }

    [Fact]
    public void Painted_as_masks_such_an_image_is_left_out_as_well()
    {
        const string Good = """{"id":2,"image_id":2,"category_id":1,"segmentation":[[1,1,50,1,50,50]]}""";
        Write("coco", Coco("""{"id":1,"image_id":1,"category_id":1,"segmentation":[[1,1,5,5]]}""", Good));
        var examination = MaskDatasetExamination.Examine(MaskReader.Read(_folder.Root, Reading), Examining);
        Assert.Equal(["b.jpg", "c.jpg"], examination.Usable().Samples.Select(sample => sample.Name));
    }

    private static string Coco(string lost, string good = """{"id":2,"image_id":2,"category_id":1,"bbox":[1,1,30,30]}""") => "x.json=" + """
        {"images":[{"id":1,"file_name":"a.jpg"},{"id":2,"file_name":"b.jpg"},{"id":3,"file_name":"c.jpg"}],"categories":[{"id":1,"name":"ant"}],"annotations":[
        """ + lost + "," + good + "]}";

    private static string Voc(string objects) => $"<annotation><size><width>96</width><height>80</height><depth>3</depth></size>{objects}</annotation>";

    private void Write(string what, string files)
    {
        var images = what.StartsWith("supervisely", StringComparison.Ordinal) ? "img/" : "";
        foreach (var (at, name) in new[] { "a", "b", "c" }.Index()) Images.Write(_folder[$"{images}{name}.jpg"], Images.Pattern((ulong)at + 1));
        foreach (var file in files.Split('\n'))
        {
            var (name, text) = (file[..file.IndexOf('=')], file[(file.IndexOf('=') + 1)..]);
            Images.Write(_folder[name], Encoding.Latin1.GetBytes(text));
        }
    }
}
