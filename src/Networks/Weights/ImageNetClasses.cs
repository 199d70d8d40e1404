using System.Text.Json;

namespace Graft.Networks;

/// <summary>Names of the 1000 classes of ImageNet-1K, in the order of the published classifiers' outputs.</summary>
internal static class ImageNetClasses
{
    private static readonly Lazy<IReadOnlyList<string>> _names =
        new(() => JsonSerializer.Deserialize(EmbeddedFile.Read("imagenet_classes.json"), NetworksJson.Indented.StringArray)!);

    /// <summary>"tench", "goldfish", ... "toilet tissue".</summary>
    public static IReadOnlyList<string> Names => _names.Value;
}

/// <summary>Files inside this assembly.</summary>
internal static class EmbeddedFile
{
    public static byte[] Read(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks '{name}'.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
