using Graft.Networks.Families;

namespace Graft.Networks;

/// <summary>Every architecture by name.</summary>
public static class ModelCatalogue
{
    private static readonly IReadOnlyList<ModelEntry> Rows =
    [
        .. ResNet.Entries, .. Vgg.Entries, .. InceptionV3.Entries, .. EfficientNetLite.Entries, .. MobileNetV2.Entries,
        .. MobileNetV3.Entries, .. EfficientNet.Entries, .. RegNet.Entries, .. DenseNet.Entries, .. GoogLeNet.Entries, .. AlexNet.Entries,
        .. SqueezeNet.Entries, .. ShuffleNetV2.Entries, .. MnasNet.Entries,
    ];

    private static readonly Dictionary<string, ModelEntry> ByName = Rows.ToDictionary(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>The architectures users choose from.</summary>
    public static IReadOnlyList<ModelEntry> Entries { get; } = [.. Rows.Where(entry => entry is { IsTwin: false, EarlierFormOf: null })];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(entry => entry.Name)];

    /// <summary>Names of the tiny twins: a small network of every family, for tests that must run in seconds. <see cref="Find"/> knows them.</summary>
    public static IReadOnlyList<string> Twins { get; } = [.. Rows.Where(entry => entry.IsTwin).Select(entry => entry.Name)];

    /// <summary>Earlier forms of listed models (<see cref="ModelEntry.EarlierFormOf"/>). <see cref="Find"/> knows them.</summary>
    public static IReadOnlyList<ModelEntry> EarlierForms { get; } = [.. Rows.Where(entry => entry.EarlierFormOf is not null)];

    /// <summary>The architecture of that name.</summary>
    /// <exception cref="GraftException">There is none; the message proposes the nearest name.</exception>
    public static ModelEntry Find(string name) => ByName.GetValueOrDefault(name)
        ?? throw new GraftException($"No model is called '{name}'.", Nearest.Question(name, Names), $"`graft models` lists all {Names.Count}.");

    /// <summary>The network of that name with its own number of classes: N x 3 x H x W, normalised, to N x classes.</summary>
    /// <exception cref="GraftException">No such model, or fewer than one class.</exception>
    public static Graph Build(string name, int classes = 1000) => Find(name).Build(classes);
}
