using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft;

/// <summary>One way to write JSON: camelCase, enums as words, indented for files that people read.</summary>
internal static class Json
{
    /// <summary>For files and documents.</summary>
    public static JsonSerializerOptions Options { get; } = Make(indented: true);

    /// <summary>One line, for events and metadata.</summary>
    public static JsonSerializerOptions Compact { get; } = Make(indented: false);

    private static JsonSerializerOptions Make(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
