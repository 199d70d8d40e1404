using System.Text.Json;

namespace Graft.Networks;

/// <summary>Names of the 1000 classes of ImageNet-1K, in the order of the published classifiers' outputs.</summary>
public static class ImageNetClasses
{
    private static readonly Lazy<IReadOnlyList<string>> _names =
        new(() => JsonSerializer.Deserialize(EmbeddedFile.Read("imagenet_classes.json"), NetworksJson.Indented.StringArray)!);

    /// <summary>"tench", "goldfish", ... "toilet tissue".</summary>
    public static IReadOnlyList<string> Names => _names.Value;
}
