using System.IO.Compression;
using Graft.Data;
using Graft.Imaging;

namespace Graft.Tests.DataFuzzing;

/// <summary>Small sound data sets as annotation tools export them.</summary>
internal static class ToolSubjects
{
    public static IReadOnlyList<FuzzSubject> All { get; } =
    [
        Of("labelme", DatasetFormat.Yolo, ["a.json"], ("a.json", $$$"""
            {"version":"5.2.1","flags":{},"shapes":[
             {"label":"ant","points":[[10,10],[40,10],[40,30]],"group_id":null,"shape_type":"polygon","flags":{}},
             {"label":"ant","points":[[50,10],[60,10],[60,30]],"group_id":1,"shape_type":"polygon"},
             {"label":"ant","points":[[70,10],[80,10],[80,30]],"group_id":1,"shape_type":"polygon"},
             {"label":"bee","points":[[60,40],[20,20]],"group_id":null,"shape_type":"rectangle"},
             {"label":"ant","points":[[50,50],[50,60]],"shape_type":"circle"},
             {"label":"bee","points":[[30,20],[36,24]],"shape_type":"mask","mask":"{{{Bitmap(6, 4)}}}"},
             {"label":"bee","points":[[1,1]],"shape_type":"point"}],
             "imagePath":"..\\photos\\a.jpg","imageData":null,"imageHeight":80,"imageWidth":96}
            """), ("b.json", """{"shapes":[{"label":"bee","points":[[1,1],[9,1],[9,9]]}],"imagePath":"b.jpg"}""")),
        Of("label studio", DatasetFormat.Yolo, ["export.json"], ("export.json", """
            [{"id":7,"annotations":[{"id":1,"was_cancelled":false,"result":[
             {"original_width":96,"original_height":80,"image_rotation":0,"type":"rectanglelabels",
              "value":{"x":25,"y":50,"width":50,"height":25,"rotation":15,"rectanglelabels":["ant"]}},
             {"original_width":96,"original_height":80,"type":"polygonlabels","value":{"points":[[0,0],[50,0],[50,50]],"polygonlabels":["bee"]}},
             {"original_width":96,"original_height":80,"type":"ellipselabels",
              "value":{"x":50,"y":50,"radiusX":10,"radiusY":20,"rotation":0,"ellipselabels":["bee","ant"]}},
             {"type":"choices","value":{"choices":["sharp"]}}]}],"data":{"image":"/data/upload/1/0badcafe-a.jpg"}},
             {"image":"s3://bucket/x/b.jpg?v=1","id":8,"label":[{"x":25,"y":50,"width":50,"height":25,"rotation":0,
              "rectanglelabels":["ant"],"original_width":96,"original_height":80}],"annotator":1}]
            """)),
        Of("vott", DatasetFormat.Coco, ["p-export.json"], ("p-export.json", """
            {"name":"p","securityToken":"t","tags":[{"name":"ant","color":"#5db300"}],"assets":{
             "0af1":{"asset":{"format":"jpg","id":"0af1","name":"a.jpg","size":{"width":96,"height":80},"state":2,"type":1},
              "regions":[{"id":"r","type":"RECTANGLE","tags":["ant"],"boundingBox":{"height":20,"width":30,"left":5,"top":6},"points":[]},
               {"id":"s","type":"POLYGON","tags":["bee","ant"],"boundingBox":{"height":1,"width":1,"left":0,"top":0},
                "points":[{"x":1,"y":1},{"x":9,"y":1},{"x":9,"y":9}]}],"version":"2.2.0"},
             "0af2":{"asset":{"id":"0af2","name":"b.jpg","state":0},"regions":[]}}}
            """)),
        Of("cvat", DatasetFormat.Coco, ["annotations.xml"], ("annotations.xml", """
            <annotations><version>1.1</version>
             <image id="0" name="a.jpg" subset="Train" width="96" height="80">
              <box label="bee" xtl="5.50" ytl="6.00" xbr="35.50" ybr="26.00" z_order="0"><attribute name="side">left</attribute></box>
              <box label="bee" xtl="40" ytl="40" xbr="60" ybr="50" rotation="90.0"></box>
              <polygon label="ant" points="1.00,1.00;9.00,1.00;9.00,9.00"></polygon>
              <mask label="ant" rle="2, 3, 1, 4, 2" left="30" top="20" width="4" height="3"></mask></image>
             <image id="1" name="b.jpg" width="96" height="80"><ellipse label="bee" cx="50" cy="40" rx="10.00" ry="20"/></image></annotations>
            """)),
        Of("via", DatasetFormat.Yolo, ["via.json"], ("via.json", """
            {"_via_settings":{},"_via_img_metadata":{"a.jpg1":{"filename":"a.jpg","size":1,"regions":[
             {"shape_attributes":{"name":"rect","x":5,"y":6,"width":30,"height":20},"region_attributes":{"kind":"bee","note":""}},
             {"shape_attributes":{"name":"polygon","all_points_x":[1,9,9],"all_points_y":[1,1,9]},"region_attributes":{"kind":{"ant":true}}}]},
             "b.jpg2":{"filename":"b.jpg","size":2,"regions":{"0":
             {"shape_attributes":{"name":"ellipse","cx":50,"cy":40,"rx":10,"ry":20,"theta":1.57},"region_attributes":{"kind":"bee"}}}}}}
            """)),
        Of("create ml", DatasetFormat.Coco, ["c.json"], ("c.json", """
            [{"image":"a.jpg","annotations":[{"label":"ant","coordinates":{"x":20,"y":16.5,"width":30,"height":21}}]},
             {"imagefilename":"b.jpg","annotation":[{"label":"bee","coordinates":{"x":5,"y":5,"width":2,"height":2}}]}]
            """)),
        new("supervisely", new Dictionary<string, byte[]>
        {
            ["train/img/a.jpg"] = DataSubjects.Jpeg(1),
            ["val/img/b.jpg"] = DataSubjects.Jpeg(2),
            ["meta.json"] = DataSubjects.Text("""{"classes":[{"title":"ant","shape":"polygon","color":"#FF0000"}],"tags":[]}"""),
            ["train/ann/a.jpg.json"] = DataSubjects.Text("""
                {"description":"","tags":[],"size":{"height":80,"width":96},"objects":[
                 {"classTitle":"ant","geometryType":"polygon","points":{"exterior":[[0,0],[40,0],[40,40],[0,40]],
                  "interior":[[[10,10],[20,10],[20,20],[10,20]]]}},
                 {"classTitle":"ant","geometryType":"rectangle","points":{"exterior":[[50,5],[60,15]],"interior":[]}}]}
                """),
            ["val/ann/b.jpg.json"] = DataSubjects.Text($$$"""
                {"tags":[],"size":{"height":80,"width":96},"objects":[
                 {"classTitle":"bee","geometryType":"bitmap","bitmap":{"data":"{{{Bitmap(6, 4)}}}","origin":[30,20]}},
                 {"classTitle":"bee","geometryType":"line","points":{"exterior":[[50,5],[60,15]],"interior":[]}}]}
                """),
        }, ["train/ann/a.jpg.json", "val/ann/b.jpg.json", "meta.json"], folder => DataSubjects.Objects(folder, DatasetFormat.Coco)),
        new("cvat masks", new Dictionary<string, byte[]>
        {
            ["JPEGImages/a.jpg"] = DataSubjects.Jpeg(1),
            ["JPEGImages/b.jpg"] = DataSubjects.Jpeg(2),
            ["SegmentationClass/a.png"] = Coloured(0),
            ["SegmentationClass/b.png"] = Coloured(40),
            ["ImageSets/Segmentation/default.txt"] = DataSubjects.Text("a\nb\n"),
            ["labelmap.txt"] = DataSubjects.Text("# label:color_rgb:parts:actions\nbackground:0,0,0::\ncar:0,0,142::\nbig road:128,64,128:a,b:go\n"),
        }, ["labelmap.txt", "SegmentationClass/a.png", "ImageSets/Segmentation/default.txt"], DataSubjects.Masks),
        new("darknet", new Dictionary<string, byte[]>
        {
            ["obj_train_data/a.jpg"] = DataSubjects.Jpeg(1),
            ["obj_train_data/b.jpg"] = DataSubjects.Jpeg(2),
            ["obj_train_data/a.txt"] = DataSubjects.Text("0 0.5 0.5 0.2 0.3\n1 0.25 0.25 0.1 0.1\n"),
            ["obj_train_data/b.txt"] = DataSubjects.Text("1 0.25 0.25 0.1 0.1\n"),
            ["obj.names"] = DataSubjects.Text("ant\nbig bee\n"),
            ["obj.data"] = DataSubjects.Text("classes = 2\ntrain = data/train.txt\nvalid = data/val.txt\nnames = data/obj.names\nbackup = backup/\n"),
            ["train.txt"] = DataSubjects.Text("data/obj_train_data/a.jpg\n"),
            ["val.txt"] = DataSubjects.Text("data\\obj_train_data\\b.jpg\n"),
        }, ["obj.data", "train.txt", "val.txt", "obj.names", "obj_train_data/a.txt"], folder => DataSubjects.Objects(folder, DatasetFormat.Coco)),
    ];

    private static FuzzSubject Of(string name, DatasetFormat to, IReadOnlyList<string> damaged, params (string Name, string Text)[] files) =>
        new(name, new Dictionary<string, byte[]>(files.Select(file => KeyValuePair.Create(file.Name, DataSubjects.Text(file.Text))))
        {
            ["a.jpg"] = DataSubjects.Jpeg(1),
            ["b.jpg"] = DataSubjects.Jpeg(2),
        }, damaged, folder => DataSubjects.Objects(folder, to));

    private static byte[] Coloured(int at)
    {
        var image = new RgbImage(96, 80);
        for (var pixel = at * 96; pixel < (at + 20) * 96; pixel++) ((byte[])[128, 64, 128]).CopyTo(image.Pixels, pixel * 3);
        return ImageEncoder.EncodePng(image);
    }

    private static string Bitmap(int width, int height)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(IndexPng.Write(new ClassMap(width, height, [.. Enumerable.Repeat((byte)1, width * height)])));
        return Convert.ToBase64String(packed.ToArray());
    }
}
