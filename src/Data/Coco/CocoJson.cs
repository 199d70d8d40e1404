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
    public static CocoDocument Read(string path, CancellationToken cancellation = default)
    {
        try
        {
            using var stream = new CancellableStream(FileContent.Open(path), cancellation);
            return WithoutGaps(JsonSerializer.Deserialize<CocoDocument>(stream, Options) ?? new CocoDocument());
        }
        catch (JsonException fault)
        {
            throw new GraftException($"'{path}' is not a COCO file: {fault.Message}", "Expected an object with images, annotations and categories.",
                "Export the annotations again as COCO instances.", fault);
        }
        catch (Exception fault) when (FileContent.IsOfFiles(fault))
        {
            throw FileContent.Unreadable(path, fault);
        }
    }

    // Programs that remove an entry of a list may leave null in its place.
    private static CocoDocument WithoutGaps(CocoDocument document) => document with
    {
        Images = Without(document.Images),
        Annotations = Without(document.Annotations),
        Categories = Without(document.Categories),
    };

    private static IReadOnlyList<T>? Without<T>(IReadOnlyList<T?>? items) where T : class =>
        items is null || !items.Contains(null) ? (IReadOnlyList<T>?)items : [.. items.OfType<T>()];

    public static void Write(string path, CocoDocument document) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, document, Options));
}
