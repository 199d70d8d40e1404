using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

/// <summary>0 or 1, which some tools write as false and true.</summary>
internal sealed class CocoFlagConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True: return 1;
            case JsonTokenType.Number: return reader.TryGetDouble(out var number) && number != 0 ? 1 : 0;
            case JsonTokenType.String: return reader.GetString() is "1" or "true" or "True" ? 1 : 0;
            default:
                reader.Skip();
                return 0;
        }
    }

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}

/// <summary>A number, also as text; NaN for what is none, so that one broken field does not end the reading of a file.</summary>
internal sealed class CocoNumberConverter : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : One(ref reader);

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (value is { } number) writer.WriteNumberValue(number);
        else writer.WriteNullValue();
    }

    public static double One(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number: return reader.TryGetDouble(out var number) ? number : double.NaN;
            case JsonTokenType.String:
                return double.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var written) ? written : double.NaN;
            default:
                reader.Skip();
                return double.NaN;
        }
    }
}

/// <summary>A list of numbers, with NaN for what is none.</summary>
internal sealed class CocoNumbersConverter : JsonConverter<double[]?>
{
    public override double[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.StartArray) return [CocoNumberConverter.One(ref reader)];
        List<double> numbers = new(4);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) numbers.Add(CocoNumberConverter.One(ref reader));
        return [.. numbers];
    }

    public override void Write(Utf8JsonWriter writer, double[]? value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var number in value ?? []) writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}

/// <summary>A text, also where it is written as a number; null for what is neither.</summary>
internal sealed class CocoTextConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out var whole) ? whole.ToString(CultureInfo.InvariantCulture)
                : reader.TryGetDouble(out var number) ? number.ToString("R", CultureInfo.InvariantCulture) : null;
        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
