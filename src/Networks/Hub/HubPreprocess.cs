using System.Text.Json;
using Graft.Imaging;

namespace Graft.Networks;

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
            throw new GraftException($"'{path}' asks for the crop_mode '{mode}', which there is not.", "Expected \"center\".", "Use weights that were published with a centre crop.");
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

    private static Interpolation InterpolationOf(string name, string path) => Enum.TryParse<Interpolation>(name, ignoreCase: true, out var known) && Enum.IsDefined(known)
        ? known
        : throw HubConfig.Broken(path, $"its interpolation is '{name}', which is none of {string.Join(", ", Enum.GetNames<Interpolation>()).ToLowerInvariant()}", null);

    private static float[]? Three(JsonElement settings, string name, string path)
    {
        if (HubConfig.Find(settings, name) is not { } list) return null;
        float[] values = [.. list.EnumerateArray().Select(item => item.GetSingle())];
        return values.Length == 3 && values.All(float.IsFinite) && (name != "std" || values.All(value => value > 0))
            ? values
            : throw HubConfig.Broken(path, $"its {name} is [{string.Join(", ", values)}]", null);
    }
}
