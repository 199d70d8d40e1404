using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Graft.Data;

/// <summary>Reads one XML file.</summary>
internal static class VocXml
{
    /// <returns>Null when the file is no annotation; the reason is among the errors.</returns>
    public static VocFile? Read(string path, string source, List<Problem> errors)
    {
        XElement root;
        try
        {
            root = XDocument.Load(path).Root!;
        }
        catch (XmlException fault)
        {
            errors.Add(new Problem(source, $"The file is not XML: {fault.Message}", "Write the annotation again."));
            return null;
        }
        var size = root.Element("size");
        var image = (string?)root.Element("filename") is { Length: > 0 } name ? name.Trim() : Path.GetFileNameWithoutExtension(path) + ".jpg";
        return new VocFile(source, image, (int)(Number(size, "width") ?? 0), (int)(Number(size, "height") ?? 0), [.. Objects(root, source, errors)], VocExtras.OfAnnotation(root));
    }

    private static IEnumerable<VocObject> Objects(XElement root, string source, List<Problem> errors)
    {
        foreach (var element in root.Elements("object"))
        {
            var box = element.Element("bndbox");
            var name = ((string?)element.Element("name"))?.Trim();
            if (string.IsNullOrEmpty(name)) errors.Add(new Problem(source, "An object has no name.", "Name it, or remove it."));
            else if ((Number(box, "xmin"), Number(box, "ymin"), Number(box, "xmax"), Number(box, "ymax")) is ({ } x1, { } y1, { } x2, { } y2))
                yield return new VocObject(name, x1, y1, x2, y2, Number(element, "difficult") > 0, Number(element, "truncated") > 0, VocExtras.OfItem(element));
            else errors.Add(new Problem(source, $"The object '{name}' has no bndbox of four numbers.", "Draw its box again, or remove it."));
        }
    }

    private static double? Number(XElement? parent, string name) =>
        double.TryParse((string?)parent?.Element(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
