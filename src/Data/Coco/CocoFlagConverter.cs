using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

/// <summary>0 or 1, which some tools write as false and true.</summary>
internal sealed class CocoFlagConverter : JsonConverter<int>
{
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => 1,
        JsonTokenType.Number => reader.GetDouble() != 0 ? 1 : 0,
        JsonTokenType.String => reader.GetString() is "1" or "true" or "True" ? 1 : 0,
        _ => 0,
    };

    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
