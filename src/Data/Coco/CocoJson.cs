using System.Text.Json;
using System.Text.Json.Serialization;

namespace Graft.Data;

/// <summary>COCO files to and from disk.</summary>
internal static class CocoJson
{
    private static readonly JsonSerializerOptions Options = new(Json.Compact)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        AllowTrailingCommas = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <exception cref="GraftException">The file is no json, or json of another shape.</exception>
    public static CocoDocument Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<CocoDocument>(stream, Options) ?? new CocoDocument();
        }
        catch (JsonException fault)
        {
            throw new GraftException($"'{path}' is not a COCO file: {fault.Message}", "Expected an object with images, annotations and categories.",
                "Export the annotations again as COCO instances.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new GraftException($"'{path}' cannot be read: {fault.Message}", "", "Check its permissions.", fault);
        }
    }

    public static void Write(string path, CocoDocument document) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, document, Options));
}
