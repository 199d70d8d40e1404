using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Graft.Data;

/// <summary>
/// What VOC files say beyond boxes and their flags (pose, occluded, parts, source, owner): kept from reading to writing. Elements with elements
/// inside become JSON objects, repeated ones arrays, all others strings.
/// </summary>
internal static class VocExtras
{
    private static readonly string[] OfImage = ["folder", "filename", "size", "object"], OfObject = ["name", "bndbox", "difficult", "truncated"];

    public static IReadOnlyDictionary<string, JsonElement>? OfAnnotation(XElement annotation) => Read(annotation, OfImage, ("segmented", "0"));

    public static IReadOnlyDictionary<string, JsonElement>? OfItem(XElement item) => Read(item, OfObject, ("pose", "Unspecified"));

    /// <summary>The elements of an image's fields; those that no element can hold are left out.</summary>
    public static IEnumerable<XElement> ForAnnotation(IReadOnlyDictionary<string, JsonElement>? extra) => Write(extra, OfImage);

    /// <summary>The elements of an object's fields; those that no element can hold are left out.</summary>
    public static IEnumerable<XElement> ForItem(IReadOnlyDictionary<string, JsonElement>? extra) => Write(extra, OfObject);

    /// <summary>Whether an image's field is written.</summary>
    public static bool KeepsOfImage(string name, JsonElement value) => !OfImage.Contains(name) && Holds(name, value);

    /// <summary>Whether an object's field is written.</summary>
    public static bool KeepsOfObject(string name, JsonElement value) => !OfObject.Contains(name) && Holds(name, value);

    private static Dictionary<string, JsonElement>? Read(XElement parent, string[] known, (string Name, string Value) defaults)
    {
        var kept = parent.Elements().Where(element => !known.Contains(element.Name.LocalName) && !(element.Name.LocalName == defaults.Name && element.Value.Trim() == defaults.Value))
            .GroupBy(element => element.Name.LocalName)
            .ToDictionary(group => group.Key, group => JsonSerializer.SerializeToElement(Joined(group)), StringComparer.Ordinal);
        return kept.Count > 0 ? kept : null;
    }

    private static object Joined(IEnumerable<XElement> elements) => elements.Select(Value).ToList() is var all && all.Count > 1 ? all : all[0];

    private static object Value(XElement element) => element.HasElements
        ? element.Elements().GroupBy(inner => inner.Name.LocalName).ToDictionary(group => group.Key, Joined, StringComparer.Ordinal)
        : element.Value.Trim();

    private static IEnumerable<XElement> Write(IReadOnlyDictionary<string, JsonElement>? extra, string[] known) =>
        (extra ?? new Dictionary<string, JsonElement>()).Where(pair => !known.Contains(pair.Key) && Holds(pair.Key, pair.Value)).SelectMany(pair => Elements(pair.Key, pair.Value));

    private static IEnumerable<XElement> Elements(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Elements(name, item)),
        JsonValueKind.Object => [new XElement(name, value.EnumerateObject().SelectMany(field => Elements(field.Name, field.Value)))],
        _ => [new XElement(name, value.GetString())],
    };

    private static bool Holds(string name, JsonElement value) => XmlConvert.EncodeLocalName(name) == name && value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()! is var text && text == text.Trim() && text.All(XmlConvert.IsXmlChar),
        JsonValueKind.Object => value.EnumerateObject().Any() && value.EnumerateObject().All(field => Holds(field.Name, field.Value)),
        JsonValueKind.Array => value.GetArrayLength() > 1 && value.EnumerateArray().All(item => item.ValueKind != JsonValueKind.Array && Holds(name, item)),
        _ => false,
    };
}
