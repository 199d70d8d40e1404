using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Imaging;

/// <summary>A refusal in an answer: reason and message, without what belongs to an exception alone.</summary>
internal sealed class ImageExceptionJson : JsonConverter<ImageException>
{
    public override ImageException Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var reason = Enum.Parse<ImageFault>(document.RootElement.GetProperty("reason").GetString()!, ignoreCase: true);
        return new ImageException(reason, document.RootElement.GetProperty("message").GetString()!, "", "");
    }

    public override void Write(Utf8JsonWriter writer, ImageException value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("reason", JsonNamingPolicy.CamelCase.ConvertName(value.Reason.ToString()));
        writer.WriteString("message", value.Message);
        writer.WriteEndObject();
    }
}
