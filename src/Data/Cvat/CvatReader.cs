using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads CVAT's own XML, "CVAT for images 1.1": boxes, polygons, ellipses and masks of each image.</summary>
internal static class CvatReader
{
    private const int MaxMaskPixels = 1 << 26;
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreWhitespace = true };

    public static ObjectDataset Read(string path, ReaderOptions options) =>
        NamedObjects.ReadFiles(path, DatasetFormat.Cvat, [AnnotationKind.CvatXml], options, (file, objects) =>
        {
            try
            {
                using var stream = new CancellableStream(FileContent.Open(file), options.Cancellation);
                ReadFile(stream, file, objects);
            }
            catch (Exception fault) when (fault is XmlException || FileContent.IsOfFiles(fault))
            {
                objects.Error(ImageFiles.NameOf(objects.Root, file),
                    fault is XmlException ? $"The file is not XML: {fault.Message}" : $"The file cannot be read: {FileContent.WhyNot(fault)}.",
                    "Export the task again.");
            }
        });

    // One image at a time: an export of a large task is one file.
    private static void ReadFile(Stream stream, string file, NamedObjects objects)
    {
        using var reader = XmlReader.Create(stream, Settings);
        reader.MoveToContent();
        reader.Read();
        while (!reader.EOF)
            if (reader is { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "image" })
            {
                ReadImage(Element(reader), file, objects);
                reader.Read();
            }
            else if (reader is { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "track" })
            {
                objects.PassOver("A track of a video is left out", ImageFiles.NameOf(objects.Root, file), "Export the task as CVAT for images 1.1.");
                reader.Skip();
            }
            else if (reader is { NodeType: XmlNodeType.Element, Depth: 1, LocalName: "meta" }) objects.Names(Labels(reader));
            else if (reader is { NodeType: XmlNodeType.Element, Depth: 1 }) reader.Skip();
            else reader.Read();
    }

    // The labels of the task, whether they are used or not.
    private static List<string> Labels(XmlReader reader)
    {
        var (names, depth, ofLabel, isName) = (new List<string>(), reader.Depth, -1, false);
        var isEmpty = reader.IsEmptyElement;
        while (!isEmpty && reader.Read() && reader.Depth > depth)
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (reader.LocalName == "label") ofLabel = reader.Depth;
                isName = reader.LocalName == "name" && reader.Depth == ofLabel + 1;
            }
            else if (reader.NodeType == XmlNodeType.Text && isName) names.Add(reader.Value);
            else isName = false;
        reader.Read();
        return names;
    }

    // Up to its end. Two levels, and the attributes of shapes: what nests deeper is passed over, so that no depth can run out of stack.
    private static XElement Element(XmlReader reader)
    {
        var image = Own(reader);
        if (reader.IsEmptyElement) return image;
        reader.Read();
        while (reader.NodeType != XmlNodeType.EndElement && !reader.EOF)
            if (reader.NodeType == XmlNodeType.Element)
            {
                image.Add(Shape(reader));
                reader.Read();
            }
            else reader.Read();
        return image;
    }

    // Up to its end, with the attributes that are annotated of it and their texts.
    private static XElement Shape(XmlReader reader)
    {
        var (shape, depth, attribute) = (Own(reader), reader.Depth, (XElement?)null);
        if (reader.IsEmptyElement) return shape;
        while (reader.Read() && reader.Depth > depth)
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1)
            {
                attribute = reader.LocalName == "attribute" ? Own(reader) : null;
                if (attribute is not null) shape.Add(attribute);
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && reader.Depth == depth + 2) attribute?.Add(reader.Value);
        return shape;
    }

    private static Dictionary<string, JsonElement>? Extra(XElement shape)
    {
        // Flags that are not set, and the plane that all are in, are written too.
        var flags = shape.Attributes().Where(one => one.Value != "0");
        var attributes = shape.Elements("attribute").Select(one => ((string?)one.Attribute("name") ?? "", ToolFields.Text(one.Value.Trim())));
        return ToolFields.OfObject(DatasetFormat.Cvat, Fields(flags, ToolFields.IsOfObject).Concat(ToolFields.Together(ToolFields.Attributes, attributes)));
    }

    // Points and masks, which are read, are long: they are not taken as text once more.
    private static IEnumerable<(string Name, JsonElement Value)> Fields(IEnumerable<XAttribute> attributes, Func<DatasetFormat, string, bool> isRead) =>
        attributes.Where(one => !isRead(DatasetFormat.Cvat, one.Name.LocalName)).Select(one => (one.Name.LocalName, ToolFields.Text(one.Value)));

    private static XElement Own(XmlReader reader)
    {
        var element = new XElement(reader.LocalName);
        while (reader.MoveToNextAttribute()) element.SetAttributeValue(reader.LocalName, reader.Value);
        reader.MoveToElement();
        return element;
    }

    private static void ReadImage(XElement image, string file, NamedObjects objects)
    {
        var named = ((string?)image.Attribute("name"))?.Trim() ?? "";
        var where = $"{ImageFiles.NameOf(objects.Root, file)}, {(named.Length > 0 ? named : $"image {(string?)image.Attribute("id")}")}";
        if (named.Length == 0)
        {
            objects.Error(where, "An image has no name.", "Export the task again.");
            return;
        }
        var size = (Coordinates.Side(Number(image, "width")) ?? 0, Coordinates.Side(Number(image, "height")) ?? 0);
        var (items, lost) = (new List<(string, ObjectAnnotation)>(), 0);
        foreach (var (at, shape) in image.Elements().Index())
        {
            if (shape.Name.LocalName == "tag")
            {
                objects.PassOver("Tags of whole images are left out", where, "For classes of whole images put the images of each class in a folder.");
                continue;
            }
            var name = ((string?)shape.Attribute("label"))?.Trim();
            if (string.IsNullOrEmpty(name)) objects.Error(where, $"Shape {at + 1} has no label.", "Export the task again.");
            else if (Object(shape, size, $"{where}, {name} {at + 1}", objects) is { } item)
            {
                items.Add((name, item with { Number = at + 1, Extra = Extra(shape) }));
                continue;
            }
            lost++;
        }
        // Projects put the images of each subset in a folder of its name.
        var subset = ((string?)image.Attribute("subset"))?.Trim() ?? "";
        var path = (subset.Length > 0 ? objects.ImageOf($"{subset}/{named}", file) : null) ?? objects.ImageOf(named, file);
        objects.Add(path ?? ImageFiles.PathOf(Path.GetDirectoryName(file)!, named), size, items, lost, where,
            ToolFields.OfImage(DatasetFormat.Cvat, Fields(image.Attributes(), ToolFields.IsOfImage)), SplitNames.Canonical(subset));
    }

    private static ObjectAnnotation? Object(XElement shape, (int Width, int Height) size, string where, NamedObjects objects)
    {
        var degrees = Number(shape, "rotation") ?? 0;
        switch (shape.Name.LocalName)
        {
            case "box" when (Number(shape, "xtl"), Number(shape, "ytl"), Number(shape, "xbr"), Number(shape, "ybr")) is ({ } x1, { } y1, { } x2, { } y2):
                return degrees == 0 ? NamedObjects.OfCorners(x1, y1, x2, y2) : objects.OfPolygon(NamedObjects.Turned(x1, y1, x2, y2, degrees), where);
            case "polygon":
                return objects.OfPolygon(Points((string?)shape.Attribute("points") ?? ""), where);
            case "ellipse" when (Number(shape, "cx"), Number(shape, "cy"), Number(shape, "rx"), Number(shape, "ry")) is ({ } x, { } y, { } rx, { } ry):
                return objects.OfPolygon(NamedObjects.Ellipse(x, y, rx, ry, degrees), where);
            case "mask" when OfMask(shape, size) is { Area: > 0 } mask:
                return new ObjectAnnotation(mask.Bounds, 0) { Mask = mask };
            case ("points" or "polyline" or "cuboid" or "skeleton") and var type:
                objects.PassOver($"Shapes of the type '{type}' are left out", where, "Draw a polygon or a box where an object is meant.");
                return null;
            case var type:
                objects.Error(where, $"A shape of the type '{type}' cannot be read.", "Draw it again, or remove it.");
                return null;
        }
    }

    // "1.5,2;3,4"; null where something is no pair of numbers.
    private static double[]? Points(string text)
    {
        string[][] pairs = [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split(','))];
        double?[] numbers = [.. pairs.SelectMany(pair => pair.Length == 2 ? [Number(pair[0]), Number(pair[1])] : new double?[] { null, null })];
        return numbers.All(number => number is not null) ? [.. numbers.Select(number => number!.Value)] : null;
    }

    // Lengths of runs along the rows of the mask's own box, outside first.
    private static Mask? OfMask(XElement shape, (int Width, int Height) size)
    {
        if ((Coordinates.Side(Number(shape, "width")), Coordinates.Side(Number(shape, "height"))) is not ({ } width and > 0, { } height and > 0)
            || (long)width * height > MaxMaskPixels || (Number(shape, "left"), Number(shape, "top")) is not ({ } left, { } top)
            || !PastedMask.IsPlausible((left, top), size)) return null;
        int[] runs = [.. ((string?)shape.Attribute("rle") ?? "").Split(',').Select(Run)];
        // What does not fill its box says wrong sizes, and takes no memory for them.
        if (runs.Contains(-1) || runs.Sum(run => (long)run) != width * (long)height) return null;
        var (rows, at) = (new byte[width * height], 0);
        foreach (var (place, run) in runs.Index())
        {
            if (place % 2 == 1) rows.AsSpan(at, run).Fill(1);
            at += run;
        }
        return PastedMask.Pasted(Mask.FromBitmap(width, height, rows), (left, top), size);

        static int Run(string text) =>
            int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var run) ? run : -1;
    }

    private static double? Number(XElement element, string name) => (string?)element.Attribute(name) is { } text ? Number(text) : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
