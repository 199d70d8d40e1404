using System.Text.Json;
using Graft.Imaging;

namespace Graft.Networks;

/// <summary>A timm <c>config.json</c>: what follows <c>pretrained_cfg</c>, or stands at the top in older files.</summary>
internal sealed record HubConfig(string Architecture, string? Tag, int Classes, IReadOnlyList<string>? ClassNames, Preprocess Preprocess)
{
    private const long LargestFile = 16 << 20;

    public static HubConfig Read(string path)
    {
        if (!File.Exists(path)) throw new GraftException($"There is no '{path}'.", "A model folder has it beside the weights.");
        if (new FileInfo(path).Length > LargestFile) throw Broken(path, "it is larger than 16 MB", null);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement, path);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Broken(path, failure.Message.TrimEnd('.'), failure);
        }
    }

    private static HubConfig Read(JsonElement root, string path)
    {
        if (!root.TryGetProperty("architecture", out var architecture))
            throw Broken(path, "it names no \"architecture\", so it is not timm's", null);
        var settings = root.TryGetProperty("pretrained_cfg", out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : root;
        var classes = (Find(root, "num_classes") ?? Find(settings, "num_classes"))?.GetInt32() ?? 1000;
        if (classes < 1) throw Broken(path, "it has no classifier: num_classes is 0", null);
        var names = Names(root, settings);
        if (names is not null && names.Count != classes) throw Broken(path, $"it has {names.Count} label_names for {classes} classes", null);
        return new(architecture.GetString()!, Find(settings, "tag")?.GetString(), classes, names, HubPreprocess.Read(settings, path));
    }

    private static List<string>? Names(JsonElement root, JsonElement settings) =>
        (Find(root, "label_names") ?? Find(settings, "label_names")) is { ValueKind: JsonValueKind.Array } names
            ? [.. names.EnumerateArray().Select(name => name.GetString() ?? "")]
            : null;

    internal static JsonElement? Find(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    internal static GraftException Broken(string path, string why, Exception? inner) =>
        new($"'{path}' cannot be used: {why}.", "Expected timm's config.json: architecture, num_classes and pretrained_cfg.", "Download the repository again.", inner);
}
