using System.Text.Json;
using System.Text.Json.Serialization;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Polygons as lists of numbers; runs as an object of size and counts. A fault is kept for the examination and does not end the reading.</summary>
internal sealed class CocoSegmentationConverter : JsonConverter<CocoSegmentation?>
{
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
                _ => new CocoSegmentation(null, null, "The segmentation is neither polygons nor runs."),
            };
        }
        catch (GraftException refusal)
        {
            return new CocoSegmentation(null, null, $"{refusal.What} {refusal.Expected}".TrimEnd());
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new CocoSegmentation(null, null, "The segmentation is neither polygons nor runs with size and counts.");
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

    private static CocoSegmentation? OfPolygons(JsonElement element)
    {
        if (element.GetArrayLength() == 0) return new CocoSegmentation([], null); // a box alone, as many programs write it
        if (element[0].ValueKind == JsonValueKind.Number) return OfNumbers([Numbers(element)]);
        return OfNumbers([.. element.EnumerateArray().Select(Numbers)]);
    }

    private static CocoSegmentation OfNumbers(double[][] polygons)
    {
        var bad = polygons.FirstOrDefault(points => points.Length % 2 != 0 || points.Length < 6 || points.Any(value => !double.IsFinite(value)));
        return bad is null
            ? new CocoSegmentation([.. polygons.Select(points => new Polygon(points))], null)
            : new CocoSegmentation(null, null, $"A polygon has {bad.Length} numbers; expected x and y of three points and more.");
    }

    private static CocoSegmentation OfRuns(JsonElement element)
    {
        var size = element.GetProperty("size");
        var (height, width) = (size[0].GetInt32(), size[1].GetInt32());
        var counts = element.GetProperty("counts");
        return counts.ValueKind == JsonValueKind.String
            ? new CocoSegmentation(null, Mask.FromCocoText(width, height, counts.GetString()!))
            : new CocoSegmentation(null, Mask.FromRuns(width, height, [.. counts.EnumerateArray().Select(run => run.GetInt32())])) { AsNumbers = true };
    }

    private static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetDouble())];
}
