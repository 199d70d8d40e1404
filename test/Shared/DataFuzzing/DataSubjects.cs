using System.Text;
using Graft.Data;
using Graft.Imaging;

namespace Graft.Tests.DataFuzzing;

/// <summary>Small sound data sets of every layout that is read.</summary>
internal static class DataSubjects
{
    private static readonly ReaderOptions Reading = new() { OnBadImage = OnBadImage.Skip };

    // An image that says to have more pixels than this is refused, as it would be above the limit that users have.
    private static readonly ExaminationOptions Examining = new()
    {
        OnBadImage = OnBadImage.Skip,
        OnBadObject = OnBadImage.Skip,
        Workers = 1,
        Decode = new DecodeOptions { MaxPixels = 2_000_000 },
    };

    public static IReadOnlyList<FuzzSubject> All { get; } =
    [
        new("coco", new Dictionary<string, byte[]>
        {
            ["images/a.jpg"] = Jpeg(1),
            ["images/b.jpg"] = Jpeg(2),
            ["annotations/instances.json"] = Text("""
                {"info":{"year":2020},"licenses":[{"id":1}],
                 "images":[{"id":1,"file_name":"a.jpg","width":96,"height":80,"group":"g","license":1},{"id":2,"file_name":"b.jpg","width":96,"height":80}],
                 "categories":[{"id":1,"name":"ant","supercategory":"animal"},{"id":3,"name":"bee"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[10,10,20,20],"area":200,"iscrowd":0,
                 "segmentation":[[10,10,30,10,30,30],[12,12,20,12,20,20]]},
                 {"id":2,"image_id":1,"category_id":3,"bbox":[0,0,96,1],"area":1,"iscrowd":1,"segmentation":{"size":[80,96],"counts":[0,1,7679]}},
                 {"id":3,"image_id":2,"category_id":3,"bbox":[5,5,9,9],"segmentation":{"size":[80,96],"counts":"0PmP2"},"keypoints":[1,2,2]},
                 {"id":"a0","image_id":2,"category_id":1,"bbox":[50,50,9,9],"attributes":{"occluded":true}}]}
                """),
        }, ["annotations/instances.json"], folder => Objects(folder, DatasetFormat.Yolo)),
        new("yolo", new Dictionary<string, byte[]>
        {
            ["images/train/a.jpg"] = Jpeg(1),
            ["images/val/b.jpg"] = Jpeg(2),
            ["labels/train/a.txt"] = Text("0 0.5 0.5 0.2 0.3\n1 0.1 0.1 0.4 0.1 0.4 0.6\n"),
            ["labels/val/b.txt"] = Text("1 0.25 0.25 0.1 0.1\n"),
            ["data.yaml"] = Text("path: .\ntrain: images/train\nval: images/val\nnames:\n  0: ant\n  1: 'big bee'\n"),
        }, ["labels/train/a.txt", "data.yaml"], folder => Objects(folder, DatasetFormat.Coco)),
        new("voc", new Dictionary<string, byte[]>
        {
            ["JPEGImages/a.jpg"] = Jpeg(1),
            ["JPEGImages/b.jpg"] = Jpeg(2),
            ["Annotations/a.xml"] = Voc("a", 1),
            ["Annotations/b.xml"] = Voc("b", 5),
            ["ImageSets/Main/train.txt"] = Text("a\n"),
            ["ImageSets/Main/val.txt"] = Text("b\n"),
        }, ["Annotations/a.xml", "ImageSets/Main/val.txt"], folder => Objects(folder, DatasetFormat.Coco)),
        new("csv", new Dictionary<string, byte[]>
        {
            ["a.jpg"] = Jpeg(1),
            ["b.jpg"] = Jpeg(2),
            ["c d.jpg"] = Jpeg(3),
            ["list.csv"] = Text("file,label,split,group\na.jpg,ant,train,g1\nb.jpg,\"bee, big\",train,\n\"c d.jpg\",ant,val,g2\n"),
        }, ["list.csv"], folder => Classes(Path.Combine(folder, "list.csv"))),
        new("masks", new Dictionary<string, byte[]>
        {
            ["images/a.jpg"] = Jpeg(1),
            ["images/b.jpg"] = Jpeg(2),
            ["masks/a.png"] = Mask(2),
            ["masks/b.png"] = Mask(3),
        }, ["masks/a.png"], Masks),
        new("mask names", new Dictionary<string, byte[]>
        {
            ["images/a.jpg"] = Jpeg(1),
            ["masks/a.png"] = Mask(2),
            ["classes.json"] = Text("{\"names\":{\"background\":0,\"ant\":1,\"bee\":2}}"),
        }, ["classes.json"], Masks),
        .. ToolSubjects.All,
        .. Images(),
    ];

    private static IEnumerable<FuzzSubject> Images()
    {
        foreach (var (ending, bytes) in new[]
            { (".jpg", Jpeg(3)), (".png", ImageEncoder.EncodePng(Pattern(3))), (".webp", Webp), (".gif", Gif), (".bmp", Bmp), (".tif", Tiff()) })
            yield return new("images" + ending, new Dictionary<string, byte[]>
            {
                ["ant/a.jpg"] = Jpeg(1),
                ["bee/b.jpg"] = Jpeg(2),
                ["bee/c" + ending] = bytes,
            }, ["bee/c" + ending], Classes);
    }

    public static void Objects(string folder, DatasetFormat to)
    {
        var examination = PolygonExamination.Require(ObjectDatasetExamination.Examine(ObjectReader.Read(folder, Reading), Examining), OnBadImage.Skip);
        var usable = examination.Usable();
        foreach (var sample in usable.Samples)
        {
            var decoded = DecodedObjectSample.Load(sample, Examining.Decode);
            foreach (var item in decoded.Objects) item.MaskFor(decoded.Image.Width, decoded.Image.Height)?.ToBitmap();
        }
        ObjectSplit.Make(usable, examination, 0.5, 1);
        var copy = folder + "-converted";
        if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        if (!examination.HasErrors) DatasetConversion.Write(examination.Usable(clip: false), to, copy);
    }

    public static void Masks(string folder)
    {
        var examination = MaskDatasetExamination.Examine(MaskReader.Read(folder, Reading), Examining);
        foreach (var sample in examination.Usable().Samples) DecodedMaskSample.Load(sample, examination.Dataset.IgnoreValue);
    }

    private static void Classes(string path)
    {
        var examination = DatasetExamination.Examine(DatasetReader.Read(path, Reading), Examining);
        DatasetSplit.Make(examination.WithoutBadImages().Dataset, examination, 0.5, 1);
    }

    public static RgbImage Pattern(ulong seed)
    {
        var random = new SeededRandom(seed);
        var coarse = new RgbImage(8, 8);
        for (var i = 0; i < coarse.Pixels.Length; i++) coarse.Pixels[i] = (byte)(40 + random.Next(150));
        return Resampler.Resize(coarse, 96, 80, Interpolation.Bicubic);
    }

    public static byte[] Jpeg(ulong seed) => ImageEncoder.EncodeJpeg(Pattern(seed), 90);

    private static byte[] Mask(int classes) =>
        IndexPng.Write(new ClassMap(96, 80, [.. Enumerable.Range(0, 96 * 80).Select(i => (byte)(i / 96 / 20 % classes))]));

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Voc(string name, int at) => Text($"""
        <annotation><filename>{name}.jpg</filename><source><database>x</database></source><size><width>96</width><height>80</height><depth>3</depth></size>
        <object><name>ant</name><pose>Left</pose><truncated>0</truncated><difficult>0</difficult>
        <bndbox><xmin>{at}</xmin><ymin>{at}</ymin><xmax>40</xmax><ymax>50</ymax></bndbox><part><name>head</name></part></object></annotation>
        """);

    // 2 x 2 pixels of two colours.
    private static byte[] Gif => Convert.FromBase64String("R0lGODlhAgACAIAAAP8AAAAA/yH5BAAAAAAALAAAAAACAAIAAAIDRAIFADs=");

    private static byte[] Webp => Convert.FromBase64String("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=");

    private static byte[] Bmp =>
    [
        .. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 16, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0, 255, 255, 0, 255, 0, 0,
    ];

    // Little-endian, one strip of 2 x 2 grey pixels of 8 bits.
    private static byte[] Tiff()
    {
        (int Tag, int Type, int Value)[] entries =
            [(256, 3, 2), (257, 3, 2), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, 8), (277, 3, 1), (278, 3, 2), (279, 4, 4)];
        List<byte> file = [.. "II"u8, 42, 0, 12, 0, 0, 0, 0, 80, 160, 250, .. BitConverter.GetBytes((short)entries.Length)];
        foreach (var (tag, type, value) in entries)
            file.AddRange([.. BitConverter.GetBytes((short)tag), .. BitConverter.GetBytes((short)type), 1, 0, 0, 0, .. BitConverter.GetBytes(value)]);
        return [.. file, 0, 0, 0, 0];
    }
}
