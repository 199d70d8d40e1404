using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Graft;

/// <summary>One way to write JSON: camelCase, enums as words, indented for files that people read.</summary>
internal static class Json
{
    private const string ByReflection = "It reads types by reflection. What is trimmed or compiled ahead of time uses a generated context.";

    /// <summary>For files and documents.</summary>
    public static JsonSerializerOptions Options
    {
        [RequiresUnreferencedCode(ByReflection)]
        [RequiresDynamicCode(ByReflection)]
        get => Reflected.Indented;
    }

    /// <summary>One line, for events and metadata.</summary>
    public static JsonSerializerOptions Compact
    {
        [RequiresUnreferencedCode(ByReflection)]
        [RequiresDynamicCode(ByReflection)]
        get => Reflected.Compact;
    }

    /// <summary>How <see cref="Options"/> write a type.</summary>
    [RequiresUnreferencedCode(ByReflection)]
    [RequiresDynamicCode(ByReflection)]
    public static JsonTypeInfo<T> TypeOf<T>()
    {
        Reflected.Indented.MakeReadOnly(populateMissingResolver: true);
        return (JsonTypeInfo<T>)Reflected.Indented.GetTypeInfo(typeof(T));
    }

    /// <summary>The same text from a generated context (<see cref="JsonSerializerContext"/>), which works trimmed and compiled ahead of time.</summary>
    /// <param name="indented">As <see cref="Options"/>, otherwise as <see cref="Compact"/>.</param>
    /// <param name="enums">A converter made by <see cref="Words"/> for each enum.</param>
    internal static JsonSerializerOptions Generated(bool indented, params IEnumerable<JsonConverter> enums)
    {
        var options = Make(indented);
        foreach (var converter in enums) options.Converters.Add(converter);
        return options;
    }

    /// <summary>Writes an enum as a word.</summary>
    internal static JsonConverter Words<TEnum>() where TEnum : struct, Enum => new JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase);

    private static JsonSerializerOptions Make(bool indented) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [RequiresUnreferencedCode(ByReflection)]
    [RequiresDynamicCode(ByReflection)]
    private static class Reflected
    {
        public static readonly JsonSerializerOptions Indented = WithWords(indented: true);
        public static readonly JsonSerializerOptions Compact = WithWords(indented: false);

        private static JsonSerializerOptions WithWords(bool indented) => Generated(indented, new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }
}
