using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

/// <summary>
/// What a COCO file numbers an image, a class or an object by: a whole number, also where it is written 1.0 or "1", or else a text such as "a0", which is
/// the same as itself alone. The default is none.
/// </summary>
[JsonConverter(typeof(CocoKeyConverter))]
internal readonly record struct CocoKey(long? Number, string? Text = null)
{
    /// <summary>True where the file gives none.</summary>
    public bool IsNone => Number is null && Text is null;

    public static implicit operator CocoKey(long number) => new(number);

    /// <inheritdoc/>
    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? (Text is null ? "without a number" : $"'{Text}'");

    /// <summary>The key that a text is: that of a number written as such, without a sign or zeros before it.</summary>
    public static CocoKey Of(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == text ? new(number) : new(null, text);

    /// <summary>The key that a number is: of 1.5 the text.</summary>
    public static CocoKey Of(double number) => number == Math.Floor(number) && Math.Abs(number) < 1L << 53
        ? new((long)number) : new(null, number.ToString("R", CultureInfo.InvariantCulture));
}

internal sealed class CocoKeyConverter : JsonConverter<CocoKey>
{
    public override CocoKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number: return reader.TryGetInt64(out var whole) ? whole : reader.TryGetDouble(out var number) ? CocoKey.Of(number) : default;
            case JsonTokenType.String: return CocoKey.Of(reader.GetString()!.Trim());
            default:
                reader.Skip();
                return default;
        }
    }

    public override void Write(Utf8JsonWriter writer, CocoKey value, JsonSerializerOptions options)
    {
        if (value.Number is { } number) writer.WriteNumberValue(number);
        else writer.WriteStringValue(value.Text);
    }
}
