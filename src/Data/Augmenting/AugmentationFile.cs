using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

/// <summary>
/// Augmentation as a JSON file: an object with the options of one task in camelCase, such as <c>{ "horizontalFlip": 0, "cropScale": [0.5, 1] }</c>.
/// What a file leaves out has its default, which changes nothing; the presets are written the same way.
/// </summary>
internal static class AugmentationFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly JsonSerializerOptions Values = new()
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads the options of a task.</summary>
    /// <typeparam name="TOptions">
    /// <see cref="AugmentationOptions"/> to classify, <see cref="ObjectAugmentationOptions"/> for objects, <see cref="MaskAugmentationOptions"/> for masks.
    /// </typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="GraftException">The file cannot be read, or holds no JSON object.</exception>
    /// <exception cref="ProblemsException">Names that are no options, values of another type and values out of range, all at once.</exception>
    public static TOptions Read<TOptions>(string path) where TOptions : ImageAugmentation, new()
    {
        using var document = Parse(path);
        var (options, problems) = (new TOptions(), new List<Problem>());
        var settings = typeof(TOptions).GetProperties().Where(property => property.SetMethod is { IsPublic: true, IsStatic: false })
            .ToDictionary(property => NameOf(property.Name), StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var given in document.RootElement.EnumerateObject())
            if (!seen.Add(given.Name)) problems.Add(new Problem(given.Name, "It is given twice.", "Keep one."));
            else if (!settings.TryGetValue(given.Name, out var setting)) problems.Add(Unknown(given.Name, settings.Keys));
            else if (Set(options, setting, given.Value) is { } problem) problems.Add(problem);
        problems.AddRange(OptionsCheck.Find(options).Select(problem => problem with { Where = NameOf(problem.Where) }));
        return problems.Count == 0 ? options : throw new ProblemsException($"The augmentation '{path}'", problems);
    }

    /// <summary>Writes all options of a task; <see cref="Read"/> gives the same record back.</summary>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write<TOptions>(string path, TOptions options) where TOptions : ImageAugmentation =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(options, Json.Options) + "\n");

    private static JsonDocument Parse(string path)
    {
        const string expected = "Expected a JSON object of augmentation options, such as { \"horizontalFlip\": 0 }.";
        try
        {
            var document = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            throw new GraftException($"'{path}' holds no JSON object.", expected, "Put the options in braces.");
        }
        catch (JsonException fault)
        {
            throw new GraftException($"'{path}' is no JSON: {fault.Message}", expected, "Mend it at that place.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"'{path}' cannot be read: {FileContent.WhyNot(fault)}.", expected, "Check the path.", fault);
        }
    }

    private static string NameOf(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);

    private static Problem Unknown(string name, IReadOnlyCollection<string> known) => new(name, "There is no such option.",
        Spelling.Nearest(name, known) is { } near ? $"Did you mean '{near}'?" : $"The options are {string.Join(", ", known.Order(StringComparer.Ordinal))}.");

    private static Problem? Set(object options, PropertyInfo setting, JsonElement value)
    {
        try
        {
            setting.SetValue(options, value.Deserialize(setting.PropertyType, Values));
            return null;
        }
        catch (JsonException)
        {
            var type = Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;
            var near = type.IsEnum && value.ValueKind == JsonValueKind.String ? Spelling.Nearest(value.GetString()!, WordsOf(type)) : null;
            return new Problem(NameOf(setting.Name), $"It is {value.GetRawText()}.",
                $"Expected {Expected(type)}.{(near is null ? "" : $" Did you mean '{near}'?")}");
        }
    }

    private static string Expected(Type type) => type switch
    {
        { IsEnum: true } => string.Join(", ", WordsOf(type)),
        _ when type == typeof(Interval) => "an interval of two numbers, such as [0.5, 1]",
        _ when type == typeof(int) => "a whole number",
        _ => "a number",
    };

    private static IEnumerable<string> WordsOf(Type type) => Enum.GetNames(type).Select(NameOf);
}
