using Graft.Imaging;

namespace Graft.EndToEnd.Tests;

/// <summary>Sound data sets of six images in every layout, each with one broken item.</summary>
internal static class BrokenData
{
    private const int Images = 6, Width = 96, Height = 80;

    /// <summary>Every finding of a single item that every reader has.</summary>
    public static IReadOnlyList<BrokenItem> All { get; } =
    [
        .. Objects(TaskKind.Detect), .. Objects(TaskKind.Instances).Where(item => item.Name.Contains("polygon")),
        .. Objects(TaskKind.Segment).Where(item => item.Name.Contains("polygon")), .. Yolo(), .. Voc(), .. Manifest(), .. Folders(), .. Masks(),
    ];

    private static IEnumerable<BrokenItem> Objects(TaskKind task)
    {
        BrokenItem Annotation(string name, string json, string word) => new("coco", name, task, folder => Coco(folder, json), word);
        BrokenItem Image(string name, string json, string word, string annotations = "") =>
            new("coco", name, task, folder => Coco(folder, annotations, json), word);
        BrokenItem Polygon(string name, string polygon, string word) =>
            Annotation("polygon " + name, Box("[40,40,20,20]", $",\"segmentation\":{polygon}"), word) with { IsWarnedOnly = task == TaskKind.Detect };

        yield return Annotation("box of three numbers", Box("[1,1,9]"), "3 numbers");
        yield return Annotation("box of words", Box("[1,1,9,\"x\"]"), "no number");
        yield return Annotation("box far away", Box("[1e10,1,9,9]"), "1E+10");
        yield return Annotation("box without area", Box("[10,10,0,20]"), "no area");
        yield return Annotation("box outside", Box("[200,10,20,20]"), "outside the image");
        yield return Annotation("neither box nor polygon of it", """{"id":99,"image_id":1,"category_id":1}""", "no box of four numbers");
        yield return Annotation("unknown category", """{"id":99,"image_id":1,"category_id":7,"bbox":[1,1,9,9]}""", "category 7");
        yield return Annotation("unknown image", """{"id":99,"image_id":"x","category_id":1,"bbox":[1,1,9,9]}""", "image 'x'");
        yield return Annotation("annotation of no image", """{"id":99,"category_id":1,"bbox":[1,1,9,9]}""", "of which image");
        yield return Image("image without name", """{"id":99}""", "no file_name");
        yield return Image("image without id", """{"file_name":"0.jpg"}""", "no id");
        yield return Image("image that is missing", """{"id":99,"file_name":"gone.jpg"}""", "gone.jpg");
        yield return Image("image that is broken", """{"id":99,"file_name":"broken.jpg"}""", "broken.jpg");
        yield return Image("image of another size", """{"id":99,"file_name":"other.jpg","width":80,"height":96}""", "annotated at 80 x 96");
        yield return Image("image of half a pixel", """{"id":99,"file_name":"other.jpg","width":95.5,"height":80}""", "95.5 x 80");
        yield return Image("two images of one number", """{"id":1,"file_name":"other.jpg"}""", "Two images have the number 1");
        yield return Polygon("of two points", "[[1,1,5,5]]", "4 numbers");
        yield return Polygon("empty", "[[]]", "0 numbers");
        yield return Polygon("of nothing", "{}", "neither polygons nor runs");
        yield return Polygon("far away", "[[1,1,1e10,1,5,5]]", "1E+10");
        yield return Polygon("without area", "[[1,1,1,1,1,1]]", "encloses nothing");
        yield return Polygon("of half a size", "{\"size\":[480],\"counts\":[1]}", "neither polygons nor runs");
        yield return Polygon("of another size", "{\"size\":[96,80],\"counts\":[7600,80]}", "The mask is 80 x 96");
    }

    private static IEnumerable<BrokenItem> Yolo()
    {
        BrokenItem Line(string name, string line, string word) => new("yolo", name, TaskKind.Detect, folder => Labels(folder, line), word);
        yield return Line("line of four numbers", "0 0.5 0.5 0.2", "4 numbers");
        yield return Line("line of words", "ant 0.5 0.5 0.2 0.2", "'ant' is not a number");
        yield return Line("line of pixels", "0 50 50 10 10", "seem to be pixels");
        yield return Line("unknown class", "9 0.5 0.5 0.1 0.1", "class 9");
        yield return Line("box without area", "0 0.5 0.5 0 0.1", "no area");
        yield return new("yolo", "label file of bytes", TaskKind.Detect, folder =>
        {
            Labels(folder, "");
            File.WriteAllBytes(folder["labels/0.txt"], [0xC3, 0x28, 0, 1]);
        }, "not UTF-8");
        yield return new("yolo", "image that is broken", TaskKind.Detect, folder =>
        {
            Labels(folder, "");
            File.WriteAllText(folder["images/broken.jpg"], "no image");
        }, "broken.jpg");
    }

    private static IEnumerable<BrokenItem> Voc()
    {
        BrokenItem Xml(string name, string xml, string word) => new("voc", name, TaskKind.Detect, folder => Annotations(folder, xml), word);
        string Object(string inside) => $"<annotation><filename>other.jpg</filename><object>{inside}</object></annotation>";
        yield return Xml("file that is no XML", "<annotation>", "not XML");
        yield return Xml("object without name", Object("<bndbox><xmin>1</xmin></bndbox>"), "no name");
        yield return Xml("object without box", Object("<name>ant</name>"), "no bndbox");
        yield return Xml("box far away", Object("<name>ant</name>" + Bounds("1", "1e10")), "1E+10");
        yield return Xml("box outside", Object("<name>ant</name>" + Bounds("200", "220")), "outside the image");
        yield return Xml("size of words", "<annotation><filename>other.jpg</filename><size><width>-3</width></size></annotation>", "-3 x");
        yield return Xml("image that is missing", "<annotation><filename>gone.jpg</filename></annotation>", "gone.jpg");
        yield return Xml("image annotated twice", "<annotation><filename>0.jpg</filename></annotation>", "another annotation already");
    }

    private static IEnumerable<BrokenItem> Manifest()
    {
        BrokenItem Line(string name, string line, string word) => new("csv", name, TaskKind.Classify, folder =>
        {
            WriteImages(folder, "");
            File.WriteAllText(folder["broken.jpg"], "no image");
            File.WriteAllLines(folder["list.csv"], ["file,label", .. Enumerable.Range(0, Images).Select(at => $"{at}.jpg,{ClassOf(at)}"), line]);
        }, word)
        { Path = "list.csv" };
        yield return Line("file that is missing", "gone.jpg,ant", "gone.jpg");
        yield return Line("line without label", "other.jpg,", "no label");
        yield return Line("line without file", ",ant", "There is no file");
        yield return Line("file named twice", "0.jpg,ant", "already on line");
        yield return Line("too many fields", "other.jpg,ant,x,y", "fields for");
        yield return Line("image that is broken", "broken.jpg,ant", "broken.jpg");
    }

    private static IEnumerable<BrokenItem> Folders()
    {
        BrokenItem Broken(string name, Action<string> write, string word) => new("folders", name, TaskKind.Classify, folder =>
        {
            for (var at = 0; at < Images; at++) WriteImage(folder[$"{ClassOf(at)}/{at}.jpg"], at);
            write(folder["ant/broken.jpg"]);
        }, word);
        yield return Broken("image that is broken", path => File.WriteAllText(path, "no image"), "not an image");
        yield return Broken("image that is empty", path => File.WriteAllText(path, ""), "is empty");
        yield return Broken("image that is cut off", path => File.WriteAllBytes(path, ImageEncoder.EncodeJpeg(Pattern(70), 90)[..900]), "truncated");
        yield return Broken("image of another format", path => File.WriteAllBytes(path, ImageEncoder.EncodePng(Pattern(70))), "holds a PNG image");
        yield return Broken("link to nowhere", path => File.CreateSymbolicLink(path, path + ".gone"), "broken.jpg");
    }

    private static IEnumerable<BrokenItem> Masks()
    {
        BrokenItem Broken(string name, byte[]? mask, string word) => new("masks", name, TaskKind.Segment, folder =>
        {
            WriteImages(folder, "images/");
            Directory.CreateDirectory(folder["masks"]);
            for (var at = 0; at < Images; at++) File.WriteAllBytes(folder[$"masks/{at}.png"], Mask(Width, Height, 3));
            File.WriteAllText(folder["classes.txt"], "background\nant\nbee\n");
            if (mask is not null) File.WriteAllBytes(folder["masks/other.png"], mask);
        }, word);
        yield return Broken("mask that is missing", null, "There is no mask");
        yield return Broken("mask of another size", Mask(Height, Width, 3), "The mask is 80 x 96");
        yield return Broken("mask of an unknown value", Mask(Width, Height, 8), "values 3");
        yield return Broken("mask in colours", ImageEncoder.EncodePng(Pattern(4)), "mask in colours");
        yield return Broken("mask that is no PNG", ImageEncoder.EncodeJpeg(Pattern(4), 90), "no PNG");
        yield return Broken("mask that is cut off", Mask(Width, Height, 3)[..200], "truncated");
    }

    private static void Coco(TestFolder folder, string annotation, string image = "")
    {
        WriteImages(folder, "");
        File.WriteAllText(folder["broken.jpg"], "no image");
        string Item(int at) => $$"""{"id":{{at + 1}},"image_id":{{at + 1}},"category_id":{{1 + at % 2}},"bbox":[10,10,30,20],"segmentation":"""
            + "[[10,10,40,10,40,30,10,30]]}";
        string Joined(Func<int, string> item, string last) =>
            string.Join(',', Enumerable.Range(0, Images).Select(item).Concat(last.Length > 0 ? [last] : Array.Empty<string>()));
        var images = Joined(at => $$"""{"id":{{at + 1}},"file_name":"{{at}}.jpg"}""", image);
        var annotations = Joined(Item, annotation);
        File.WriteAllText(folder["labels.json"], $$"""
            {"images":[{{images}}],
             "categories":[{"id":1,"name":"ant"},{"id":2,"name":"bee"}],
             "annotations":[{{annotations}}]}
            """);
    }

    private static string Box(string box, string rest = "") => $$"""{"id":99,"image_id":1,"category_id":1,"bbox":{{box}}{{rest}}}""";

    private static string Bounds(string min, string max) => $"<bndbox><xmin>{min}</xmin><ymin>5</ymin><xmax>{max}</xmax><ymax>60</ymax></bndbox>";

    private static void Labels(TestFolder folder, string line)
    {
        WriteImages(folder, "images/");
        Directory.CreateDirectory(folder["labels"]);
        for (var at = 0; at < Images; at++) File.WriteAllText(folder[$"labels/{at}.txt"], $"{at % 2} 0.5 0.5 0.4 0.4\n");
        File.WriteAllText(folder["labels/other.txt"], line);
        File.WriteAllText(folder["data.yaml"], "names: [ant, bee]\n");
    }

    private static void Annotations(TestFolder folder, string xml)
    {
        WriteImages(folder, "JPEGImages/");
        Directory.CreateDirectory(folder["Annotations"]);
        for (var at = 0; at < Images; at++)
            File.WriteAllText(folder[$"Annotations/{at}.xml"],
                $"<annotation><filename>{at}.jpg</filename><object><name>{ClassOf(at)}</name>{Bounds("5", "50")}</object></annotation>");
        File.WriteAllText(folder["Annotations/zzz.xml"], xml);
    }

    private static string ClassOf(int at) => at % 2 == 0 ? "ant" : "bee";

    private static void WriteImages(TestFolder folder, string below)
    {
        for (var at = 0; at < Images; at++) WriteImage(folder[$"{below}{at}.jpg"], at);
        WriteImage(folder[$"{below}other.jpg"], 50);
    }

    private static void WriteImage(string path, int seed)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, ImageEncoder.EncodeJpeg(Pattern((ulong)seed + 1), 90));
    }

    private static RgbImage Pattern(ulong seed)
    {
        var random = new SeededRandom(seed);
        var coarse = new RgbImage(8, 8);
        for (var i = 0; i < coarse.Pixels.Length; i++) coarse.Pixels[i] = (byte)(40 + random.Next(150));
        return Resampler.Resize(coarse, Width, Height, Interpolation.Bicubic);
    }

    private static byte[] Mask(int width, int height, int values) =>
        IndexPng.Write(new ClassMap(width, height, [.. Enumerable.Range(0, width * height).Select(i => (byte)(i / width * values / height))]));
}

/// <summary>A data set with one broken item, and a word of what is said about it.</summary>
/// <param name="Reader">Which layout it is of.</param>
/// <param name="Name">What is broken.</param>
/// <param name="Task">What it is read for.</param>
/// <param name="Write">Writes it into an empty folder.</param>
/// <param name="Word">Part of the finding.</param>
internal sealed record BrokenItem(string Reader, string Name, TaskKind Task, Action<TestFolder> Write, string Word)
{
    /// <summary>What is read below the folder; the folder itself when empty.</summary>
    public string Path { get; init; } = "";

    /// <summary>True where the task does not need what is broken.</summary>
    public bool IsWarnedOnly { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Reader}, {Task.Name()}: {Name}";
}
