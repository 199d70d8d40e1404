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
        new($"'{path}' cannot be used: {why}.", "Expected timm's config.json: architecture, num_classes and pretrained_cfg.",
            "Download the repository again.", inner);
}

/// <summary>timm's evaluation transform as a <see cref="Preprocess"/>: shorter side to size / crop_pct, then the centre.</summary>
internal static class HubPreprocess
{
    // timm's own default where a file leaves it out.
    private const double DefaultCrop = 0.875;

    public static Preprocess Read(JsonElement settings, string path)
    {
        int[] size = HubConfig.Find(settings, "input_size") is { } given ? [.. given.EnumerateArray().Select(item => item.GetInt32())] : [3, 224, 224];
        if (size is not [3, > 0, > 0]) throw HubConfig.Broken(path, $"its input_size is [{string.Join(", ", size)}], not 3 x height x width", null);
        if (size[1] > 4096 || size[2] > 4096) throw HubConfig.Broken(path, $"its input_size is [{string.Join(", ", size)}]", null);
        var mode = HubConfig.Find(settings, "crop_mode")?.GetString() ?? "center";
        var crop = HubConfig.Find(settings, "crop_pct")?.GetDouble() ?? DefaultCrop;
        if (!(crop is > 0 and <= 1)) throw HubConfig.Broken(path, $"its crop_pct is {crop}", null);
        if (mode != "center")
            throw new GraftException($"'{path}' asks for the crop_mode '{mode}', which there is not.", "Expected \"center\".",
                "Use weights that were published with a centre crop.");
        return new()
        {
            Height = size[1],
            Width = size[2],
            ResizeShorter = (int)Math.Floor(Math.Min(size[1], size[2]) / crop),
            Interpolation = InterpolationOf(HubConfig.Find(settings, "interpolation")?.GetString() ?? "bicubic", path),
            Mean = Three(settings, "mean", path) ?? [0.485f, 0.456f, 0.406f],
            Std = Three(settings, "std", path) ?? [0.229f, 0.224f, 0.225f],
        };
    }

    private static Interpolation InterpolationOf(string name, string path) =>
        Enum.TryParse<Interpolation>(name, ignoreCase: true, out var known) && Enum.IsDefined(known)
        ? known
        : throw HubConfig.Broken(path,
            $"its interpolation is '{name}', which is none of {string.Join(", ", Enum.GetNames<Interpolation>()).ToLowerInvariant()}", null);

    private static float[]? Three(JsonElement settings, string name, string path)
    {
        if (HubConfig.Find(settings, name) is not { } list) return null;
        float[] values = [.. list.EnumerateArray().Select(item => item.GetSingle())];
        return values.Length == 3 && values.All(float.IsFinite) && (name != "std" || values.All(value => value > 0))
            ? values
            : throw HubConfig.Broken(path, $"its {name} is [{string.Join(", ", values)}]", null);
    }
}
