using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>A polygon of a COCO file: polygons, or runs, or the reason why it is neither.</summary>
internal sealed record CocoSegmentation(IReadOnlyList<Polygon>? Polygons, Mask? Mask, string? Fault = null)
{
    /// <summary>Writes runs as numbers, as COCO does for crowds, and not as text.</summary>
    public bool AsNumbers { get; init; }
}

/// <summary>Polygons as lists of numbers; runs as an object of size and counts. A fault is kept for the examination and does not end the reading.</summary>
internal sealed class CocoSegmentationConverter : JsonConverter<CocoSegmentation?>
{
    private const string Neither = "The segmentation is neither polygons nor runs with size and counts.";

    public override CocoSegmentation? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Array => OfPolygons(document.RootElement),
                JsonValueKind.Object => OfRuns(document.RootElement),
                JsonValueKind.Null => null,
                _ => new CocoSegmentation(null, null, Neither),
            };
        }
        catch (GraftException refusal)
        {
            return new CocoSegmentation(null, null, $"{refusal.What} {refusal.Expected}".TrimEnd());
        }
    }

    public override void Write(Utf8JsonWriter writer, CocoSegmentation? value, JsonSerializerOptions options)
    {
        if (value?.Mask is { } mask)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("size");
            JsonSerializer.Serialize(writer, new[] { mask.Height, mask.Width }, options);
            writer.WritePropertyName("counts");
            if (value.AsNumbers) JsonSerializer.Serialize(writer, mask.Runs, options);
            else writer.WriteStringValue(mask.ToCocoText());
            writer.WriteEndObject();
        }
        else JsonSerializer.Serialize(writer, (value?.Polygons ?? []).Select(polygon => polygon.Points), options);
    }

    private static CocoSegmentation OfPolygons(JsonElement element)
    {
        if (element.GetArrayLength() == 0) return new CocoSegmentation([], null); // a box alone, as many programs write it
        if (element[0].ValueKind is JsonValueKind.Number or JsonValueKind.String) return OfNumbers([Numbers(element)]);
        return OfNumbers([.. element.EnumerateArray().Select(Numbers)]);
    }

    // Good parts of a polygon are kept where others are bad.
    private static CocoSegmentation OfNumbers(double[]?[] polygons)
    {
        List<Polygon> good = new(polygons.Length);
        string? fault = null;
        foreach (var points in polygons)
            if (FaultOf(points) is { } found) fault ??= found;
            else good.Add(new Polygon(points!));
        return new CocoSegmentation(good.Count > 0 || fault is null ? good : null, null, fault);
    }

    private static string? FaultOf(double[]? points)
    {
        if (points is null) return Neither;
        if (points.Length % 2 != 0 || points.Length < 6) return $"A polygon has {points.Length} numbers; expected x and y of three points and more.";
        foreach (var value in points)
            if (!Coordinates.IsPlausible(value)) return $"A polygon has the coordinate {Coordinates.Show(value)}, which no image reaches.";
        return null;
    }

    private static CocoSegmentation OfRuns(JsonElement element)
    {
        if (!element.TryGetProperty("size", out var size) || size.ValueKind != JsonValueKind.Array || size.GetArrayLength() != 2
            || !element.TryGetProperty("counts", out var counts) || Whole(size[0]) is not { } height || Whole(size[1]) is not { } width)
            return new CocoSegmentation(null, null, Neither);
        if (counts.ValueKind == JsonValueKind.String) return new CocoSegmentation(null, Mask.FromCocoText(width, height, counts.GetString()!));
        if (counts.ValueKind != JsonValueKind.Array) return new CocoSegmentation(null, null, Neither);
        var runs = new int[counts.GetArrayLength()];
        var at = 0;
        foreach (var run in counts.EnumerateArray())
            if (Whole(run) is { } length) runs[at++] = length;
            else return new CocoSegmentation(null, null, Neither);
        return new CocoSegmentation(null, Mask.FromRuns(width, height, runs)) { AsNumbers = true };
    }

    private static int? Whole(JsonElement element) =>
        Number(element) is var number && number == Math.Floor(number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;

    private static double[]? Numbers(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array) return null;
        var numbers = new double[element.GetArrayLength()];
        var at = 0;
        foreach (var item in element.EnumerateArray()) numbers[at++] = Number(item);
        return numbers;
    }

    // NaN for what is none.
    private static double Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.TryGetDouble(out var number) ? number : double.NaN,
        JsonValueKind.String => double.TryParse(element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var written) ? written : double.NaN,
        _ => double.NaN,
    };
}
