using System.Globalization;
using System.Text.Json;

namespace Graft.Data;

/// <summary>Reads fields that may be absent or of another kind.</summary>
internal static class JsonFields
{
    /// <summary>A field of an object; null where there is none, or the element is no object.</summary>
    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null ? field : null;

    public static string? Text(this JsonElement element, string name) => element.Field(name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>A finite number, also where it is written as text.</summary>
    public static double? Number(this JsonElement element, string name) => element.Field(name) is { } field ? field.AsNumber() : null;

    public static double? AsNumber(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out var value) && double.IsFinite(value) => value,
        JsonValueKind.String when double.TryParse(element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) => value,
        _ => null,
    };

    /// <summary>A size in pixels; 0 where it is none.</summary>
    public static int Size(this JsonElement element, string name) => element.Number(name) is >= 1 and <= 1_000_000 and var value ? (int)value : 0;

    /// <summary>The elements of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A list of points, each a list of x and y, as x, y, x, y; null where one of them is none.</summary>
    public static double[]? Points(this JsonElement? element)
    {
        var points = new List<double>();
        foreach (var point in element.Items())
        {
            if (point.ValueKind != JsonValueKind.Array || point.GetArrayLength() < 2 || point[0].AsNumber() is not { } x || point[1].AsNumber() is not { } y)
                return null;
            points.Add(x);
            points.Add(y);
        }
        return [.. points];
    }
}
