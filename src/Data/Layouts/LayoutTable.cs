using System.Text.RegularExpressions;

namespace Graft.Data;

/// <summary>Every layout that is known: those that are read, in the order in which they are looked for, and those that are only named.</summary>
internal static partial class LayoutTable
{
    private const string AsCoco = "export it as COCO from the program that wrote it";

    public static IReadOnlyList<LayoutRow> Rows { get; } =
    [
        new("COCO", "a json with images, annotations and categories")
        {
            Format = DatasetFormat.Coco,
            Tasks = [TaskKind.Detect, TaskKind.Instances, TaskKind.Segment],
            Needs = "the images that the json names, anywhere below the folder",
            Explains = [AnnotationKind.Coco, AnnotationKind.CocoLabels, AnnotationKind.RunTable],
            WholeFile = AnnotationKind.Coco,
            Find = scan => CocoFiles.Find(scan) is [var first, ..] ? Coco(scan, first) : null,
            File = scan => CocoFiles.Find(scan) is [var only] ? only : null,
            Objects = CocoReader.Read,
        },
        new("VOC", "an XML file for each image")
        {
            Format = DatasetFormat.Voc,
            Tasks = [TaskKind.Detect],
            Needs = "the images that the XML files name, beside them or in JPEGImages",
            Explains = [AnnotationKind.Voc],
            Find = scan => scan.Of(AnnotationKind.Voc) is [var xml, ..]
                ? new($"There are VOC annotations such as {xml}.", [TaskKind.Detect]) { Annotated = OfImages(scan, ".xml") } : null,
            Objects = VocReader.Read,
        },
        new("YOLO", "a text file for each image, beside it or in labels/, and names in data.yaml, obj.names or classes.txt")
        {
            Format = DatasetFormat.Yolo,
            Tasks = [TaskKind.Detect, TaskKind.Instances, TaskKind.Segment],
            Needs = "the images of the text files",
            Explains = [AnnotationKind.Yolo],
            Find = scan => YoloFolders.Find(scan) is { } yolo
                ? new($"There are YOLO labels: {yolo.Evidence}.", OfPolygons(yolo.HasPolygons())) { Annotated = OfImages(scan, ".txt") } : null,
            File = scan => scan.Others.FirstOrDefault(name => name is "data.yaml" or "obj.data") is { } name ? scan.PathOf(name) : null,
            Objects = YoloReader.Read,
        },
        new("labelme", "a json with shapes for each image")
        {
            Format = DatasetFormat.Labelme,
            Tasks = [TaskKind.Detect, TaskKind.Instances, TaskKind.Segment],
            Needs = "the images that the json files name",
            Explains = [AnnotationKind.Labelme],
            Polygon = "\"shape_type\"\\s*:\\s*\"(polygon|circle|mask)\"",
            Find = scan => Files(scan, DatasetFormat.Labelme, AnnotationKind.Labelme) is { } evidence
                ? evidence with { Annotated = OfImages(scan, ".json") } : null,
            Objects = LabelmeReader.Read,
        },
        OfFiles("Label Studio", "a json of tasks with results", DatasetFormat.LabelStudio, AnnotationKind.LabelStudio, LabelStudioReader.Read,
            needs: "the images of the tasks, anywhere below the folder", polygon: "\"(polygonlabels|ellipselabels)\"\\s*:\\s*\\["),
        new("VoTT", "a json with assets and regions")
        {
            Format = DatasetFormat.Vott,
            Tasks = [TaskKind.Detect, TaskKind.Instances, TaskKind.Segment],
            Needs = "the images of the assets, beside the json",
            Explains = [AnnotationKind.Vott, AnnotationKind.VottAsset],
            WholeFile = AnnotationKind.Vott,
            Polygon = "\"type\"\\s*:\\s*\"POLYGON\"",
            Find = scan => Files(scan, DatasetFormat.Vott, AnnotationKind.Vott) ?? Files(scan, DatasetFormat.Vott, AnnotationKind.VottAsset),
            File = scan => OnlyFile(scan, AnnotationKind.Vott),
            Objects = VottReader.Read,
        },
        new("Supervisely", "meta.json, with img/ and ann/ in the folder of each data set")
        {
            Format = DatasetFormat.Supervisely,
            Tasks = [TaskKind.Detect, TaskKind.Instances, TaskKind.Segment],
            Needs = "img/ beside ann/",
            Explains = [AnnotationKind.Supervisely, AnnotationKind.SuperviselyMeta],
            Polygon = "\"geometryType\"\\s*:\\s*\"(polygon|bitmap)\"",
            Find = scan => Files(scan, DatasetFormat.Supervisely, AnnotationKind.Supervisely),
            Objects = SuperviselyReader.Read,
        },
        OfFiles("CVAT", "an XML with the images of a task", DatasetFormat.Cvat, AnnotationKind.CvatXml, CvatReader.Read,
            needs: "the images of the task, anywhere below the folder", polygon: "<(polygon|ellipse|mask)\\s"),
        OfFiles("VGG Image Annotator", "a json with regions of each image", DatasetFormat.Via, AnnotationKind.Via, ViaReader.Read,
            needs: "the images that the json names, anywhere below the folder", polygon: "\"name\"\\s*:\\s*\"(polygon|circle|ellipse)\"")
            with { Explains = [AnnotationKind.Via, AnnotationKind.ViaTable] },
        OfFiles("Create ML", "a json with coordinates of each image's objects", DatasetFormat.CreateMl, AnnotationKind.CreateMl, CreateMlReader.Read,
            needs: "the images that the json names, anywhere below the folder", polygon: ""),
        new("masks", "images/ and masks/ with a file of the same name for each image")
        {
            Format = DatasetFormat.Masks,
            Tasks = [TaskKind.Segment],
            Needs = "classes as numbers, or colours with a labelmap.txt or a CSV of name,r,g,b",
            Explains = [AnnotationKind.RunTable],
            Find = scan => MaskFolders.Find(scan.Root) is [var first, ..]
                ? new($"There are images in '{first.Images}' and masks in '{first.Masks}'.", [TaskKind.Segment]) : null,
        },
        Unread("LabelMe's XML", AsCoco, AnnotationKind.LabelMeXml),
        Unread("dlib's XML", AsCoco, AnnotationKind.DlibXml),
        Unread("Datumaro's json", "convert it with `datum convert -f coco`", AnnotationKind.Datumaro),
        Unread("Cityscapes polygons", "put the images in 'images', and the files of class numbers (labelIds) in 'masks'", AnnotationKind.Cityscapes),
        Unread("json lines of objects", AsCoco, AnnotationKind.ObjectLines),
        Unread("Label Studio choices", "export them as CSV, and give a CSV of file,label", AnnotationKind.LabelStudioChoices),
        Unread("COCO json without objects", "put the images of each class in a folder, or give a CSV of file,label", AnnotationKind.CocoLabels),
        Unread("VGG Image Annotator's CSV", "export the annotations as JSON from VGG Image Annotator, or save its project", AnnotationKind.ViaTable),
        Unread("tables of boxes", "write them as COCO", AnnotationKind.BoxTable),
        Unread("tables of run lengths", "write them as masks in PNG, or as COCO", AnnotationKind.RunTable),
        Unread("KITTI labels", "write them as COCO, YOLO or VOC", AnnotationKind.Kitti),
        Unread("DOTA labels", "write them as COCO or YOLO", AnnotationKind.Dota),
        Unread("text files of numbers beside images", "write them as COCO, YOLO or VOC", AnnotationKind.Numbers),
        Unread("boxes or polygons in a form that is not known", "write them as COCO, YOLO or VOC", AnnotationKind.Unknown),
        Unread("TensorFlow records", "write the images and their annotations as files", AnnotationKind.TensorRecords),
        Unread("arrays of MATLAB or NumPy beside images", "write them as masks in PNG, or as COCO", AnnotationKind.Arrays),
        new("classes", "a folder of images for each class, also below train/, val/ and test/")
        {
            Format = DatasetFormat.Classes,
            Tasks = [TaskKind.Classify, TaskKind.Identities],
            Needs = "two classes",
            Find = ClassFolders.Find,
        },
    ];

    /// <summary>The row of a format that is read.</summary>
    public static LayoutRow Of(DatasetFormat format) => Rows.First(row => row.Format == format);

    /// <summary>What data of objects look like, for messages.</summary>
    public static string ObjectNames { get; } = string.Join(", ", Rows.Where(row => row.Objects is not null).Select(row => row.Name));

    private static IReadOnlyList<TaskKind> OfPolygons(bool has) => has ? [TaskKind.Detect, TaskKind.Instances, TaskKind.Segment] : [TaskKind.Detect];

    /// <summary>Whether a file of this kind holds a whole data set, and stands for itself alone.</summary>
    public static bool IsWholeFile(AnnotationKind kind) => Rows.Any(row => row.WholeFile == kind);

    /// <summary>What a COCO file serves.</summary>
    public static LayoutEvidence Coco(LayoutScan? scan, string json)
    {
        var beginning = Beginning(json);
        var polygons = CocoPolygon().IsMatch(beginning);
        var named = CocoName().Matches(beginning).Take(50).Select(match => match.Groups[1].Value.Replace("\\\\", "/").Replace('\\', '/')).ToList();
        return new($"{Path.GetFileName(json)} is a COCO file {(polygons ? "with polygons of the objects" : "with boxes")}.", OfPolygons(polygons))
        {
            Annotated = scan is not null && named.Count > 0 && !named.Any(name => scan.HasImageNamed(Path.GetFileNameWithoutExtension(name))) ? 0 : null,
        };
    }

    /// <summary>What speaks for a single file of another format than COCO.</summary>
    public static LayoutEvidence FileEvidence(LayoutRow row, string path) => new($"{Path.GetFileName(path)} is a file of {row.Name}.",
        OfPolygons(row.Polygon.Length > 0 && Regex.IsMatch(Beginning(path), row.Polygon)));

    private static LayoutEvidence? Files(LayoutScan scan, DatasetFormat format, AnnotationKind kind)
    {
        var (files, row) = (scan.Of(kind), Of(format));
        if (files.Count == 0) return null;
        var polygons = files.Take(50).Any(file => row.Polygon.Length > 0 && Regex.IsMatch(Beginning(scan.PathOf(file)), row.Polygon));
        return new($"{Words.Count(files.Count, "file is", "files are")} {row.Name}'s, such as {files[0]}{(polygons ? ", with polygons" : "")}.",
            OfPolygons(polygons));
    }

    // A format with a file, or several, for all images together.
    private static LayoutRow OfFiles(string name, string looks, DatasetFormat format, AnnotationKind kind, Func<string, ReaderOptions, ObjectDataset> read,
        string needs, string polygon) => new(name, looks)
        {
            Format = format,
            Tasks = OfPolygons(polygon.Length > 0),
            Needs = needs,
            Explains = [kind],
            WholeFile = kind,
            Polygon = polygon,
            Find = scan => Files(scan, format, kind),
            File = scan => OnlyFile(scan, kind),
            Objects = read,
        };

    private static string? OnlyFile(LayoutScan scan, AnnotationKind kind) => scan.Of(kind) is [var only] ? scan.PathOf(only) : null;

    private static LayoutRow Unread(string name, string cure, AnnotationKind kind) => new(name, "")
    {
        Needs = cure,
        Explains = [kind],
        Find = scan => scan.Of(kind) is { Count: > 0 } files ? new($"{name} ({Words.List(files, 2)})", []) : null,
    };

    private static int OfImages(LayoutScan scan, string extension) => scan.Others
        .Count(name => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && scan.HasImageNamed(Path.GetFileNameWithoutExtension(name)));

    // Images and categories may come first; some megabytes hold the first annotations of any usual file.
    private static string Beginning(string path)
    {
        using var reader = new StreamReader(FileContent.Open(path));
        var buffer = new char[(int)Math.Min(1 << 22, FileContent.LengthOf(path))];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }

    [GeneratedRegex("\"segmentation\"\\s*:\\s*(\\[\\s*[\\[\\-0-9]|\\{)")]
    private static partial Regex CocoPolygon();

    [GeneratedRegex("\"file_name\"\\s*:\\s*\"([^\"]+)\"")]
    private static partial Regex CocoName();
}
