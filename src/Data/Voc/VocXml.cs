using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Graft.Data;

/// <summary>Reads one XML file.</summary>
internal static class VocXml
{
    // What annotates an image nests a few levels deep; reading what does not would run out of stack.
    private const int MaxDepth = 64;

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    /// <returns>Null when the file is no annotation; the reason is among the findings.</returns>
    public static VocFile? Read(string path, string source, FindingList findings)
    {
        XElement root;
        try
        {
            root = Load(FileContent.Bytes(path));
        }
        catch (Exception fault) when (fault is XmlException || FileContent.IsOfFiles(fault))
        {
            findings.ErrorOfOne(source,
                fault is XmlException ? $"The file is not XML: {fault.Message}" : $"The file cannot be read: {FileContent.WhyNot(fault)}.",
                "Write the annotation again.");
            return null;
        }
        var size = root.Element("size");
        var image = ((string?)root.Element("filename"))?.Trim() ?? "";
        var (width, height) = (Coordinates.Side(Number(size, "width")), Coordinates.Side(Number(size, "height")));
        if (width is null || height is null)
            findings.ErrorOfOne(source, $"The size is {size!.Element("width")?.Value} x {size.Element("height")?.Value}; expected whole numbers of pixels.",
                "Correct the size, or remove it.");
        VocObject[] objects = [.. Objects(root, source, findings)];
        return new VocFile(source, image, width ?? 0, height ?? 0, objects, VocExtras.OfAnnotation(root))
        { LostObjects = root.Elements("object").Count() - objects.Length };
    }

    private static XElement Load(byte[] bytes)
    {
        using (var depths = XmlReader.Create(new MemoryStream(bytes), Settings))
            while (depths.Read())
                if (depths.Depth > MaxDepth) throw new XmlException($"Elements lie {MaxDepth} levels deep and more.");
        using var reader = XmlReader.Create(new MemoryStream(bytes), Settings);
        return XDocument.Load(reader).Root!;
    }

    private static IEnumerable<VocObject> Objects(XElement root, string source, FindingList findings)
    {
        foreach (var (at, element) in root.Elements("object").Index())
        {
            var box = element.Element("bndbox");
            var name = ((string?)element.Element("name"))?.Trim();
            if (string.IsNullOrEmpty(name)) findings.ErrorOfOne(source, $"Object {at + 1} has no name.", "Name it, or remove it.");
            else if ((Number(box, "xmin"), Number(box, "ymin"), Number(box, "xmax"), Number(box, "ymax")) is not ({ } x1, { } y1, { } x2, { } y2))
                findings.ErrorOfOne(source, $"The object {name} {at + 1} has no bndbox of four numbers.", "Draw its box again, or remove it.");
            else if (Coordinates.FaultOf(x1, y1, x2, y2) is { } fault)
                findings.ErrorOfOne(source, $"The object {name} {at + 1}: {fault}", "Draw its box again, or remove it.");
            else
                yield return new VocObject(
                    at + 1, name, x1, y1, x2, y2, Number(element, "difficult") > 0, Number(element, "truncated") > 0, VocExtras.OfItem(element));
        }
    }

    private static double? Number(XElement? parent, string name) =>
        double.TryParse((string?)parent?.Element(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;
}

/// <summary>
/// An XML file before the classes are known: its own name, the image as named in it (empty where it is not), what is on it, and what else it says.
/// </summary>
internal sealed record VocFile(string Source, string Image, int Width, int Height, IReadOnlyList<VocObject> Objects,
    IReadOnlyDictionary<string, JsonElement>? Extra)
{
    /// <summary>See <see cref="ObjectSample.LostObjects"/>.</summary>
    public int LostObjects { get; init; }
}

/// <summary>An object of an XML file, its place among the others from 1 on, its corners as they are written.</summary>
internal sealed record VocObject(int Number, string Name, double XMin, double YMin, double XMax, double YMax, bool IsDifficult, bool IsTruncated,
    IReadOnlyDictionary<string, JsonElement>? Extra);
