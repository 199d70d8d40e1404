using System.Text.Json;
using Graft.Imaging;

namespace Graft.Networks;

/// <summary>
/// A model repository in timm's layout on this machine: <c>model.safetensors</c> (or <c>pytorch_model.bin</c>) beside a
/// <c>config.json</c> that names the architecture and says how images are prepared.
/// </summary>
internal sealed record HubRepository
{
    /// <summary>Name of the description.</summary>
    public const string ConfigFile = "config.json";

    internal static readonly IReadOnlyList<string> WeightFiles = ["model.safetensors", "pytorch_model.bin"];

    private HubRepository() { }

    /// <summary>The folder.</summary>
    public required string Folder { get; init; }

    /// <summary>timm's name of the architecture: "tf_efficientnet_lite0".</summary>
    public required string Architecture { get; init; }

    /// <summary>Name of the same network in <see cref="ModelCatalogue"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Which weights of the architecture: "a1_in1k"; null where the repository does not say.</summary>
    public string? Tag { get; init; }

    /// <summary>Classes of the classifier.</summary>
    public required int Classes { get; init; }

    /// <summary>Their names in the order of the scores; null where the repository has none.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>How an image becomes the input.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>The file with the parameters.</summary>
    public required string WeightsFile { get; init; }

    /// <summary>The licence in the head of README.md, or null.</summary>
    public string? Licence { get; init; }

    /// <summary>Where the files were downloaded from; null for a folder of the user's.</summary>
    public HubOrigin? Origin { get; init; }

    /// <summary>Whether a path is such a folder.</summary>
    public static bool IsOne(string path) => File.Exists(Path.Combine(path, ConfigFile));

    /// <summary>Reads the description; parameters are not touched.</summary>
    /// <exception cref="GraftException">
    /// A file is missing or damaged, or the architecture is none of the catalogue's, or one whose parameters timm calls by other names.
    /// </exception>
    public static HubRepository Open(string folder)
    {
        var weights = WeightFiles.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new GraftException($"The model folder '{folder}' has no weights.", $"Expected {string.Join(" or ", WeightFiles)} beside {ConfigFile}.");
        var config = HubConfig.Read(Path.Combine(folder, ConfigFile));
        return new()
        {
            Folder = folder,
            Architecture = config.Architecture,
            Model = TimmNames.ModelOf(config.Architecture),
            Tag = config.Tag,
            Classes = config.Classes,
            ClassNames = config.ClassNames,
            Preprocess = config.Preprocess,
            WeightsFile = weights,
            Licence = ModelCardHead.Licence(Path.Combine(folder, ModelCardHead.FileName)),
            Origin = HubOrigin.Read(folder),
        };
    }
}

/// <summary>Where a downloaded repository came from, kept beside its files.</summary>
/// <param name="Repository">As it was asked for: <c>hf-hub:owner/name</c>.</param>
/// <param name="Address">Address of the weights.</param>
/// <param name="Commit">Commit of the repository, where the hub says it.</param>
internal sealed record HubOrigin(string Repository, string Address, string? Commit)
{
    private const string FileName = "origin.json";

    internal void Write(string folder) =>
        AtomicFile.WriteText(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, NetworksJson.Indented.HubOrigin) + "\n");

    internal static HubOrigin? Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), NetworksJson.Indented.HubOrigin);
        }
        catch (Exception failure) when (failure is IOException or JsonException or UnauthorizedAccessException)
        {
            return null; // a folder of the user's
        }
    }
}

/// <summary>The head of a repository's README.md: lines of YAML between two lines of dashes.</summary>
internal static class ModelCardHead
{
    public const string FileName = "README.md";

    private const int MaxLines = 200;

    /// <summary>The licence it names, or null.</summary>
    public static string? Licence(string path)
    {
        if (!File.Exists(path)) return null;
        var head = File.ReadLines(path).Take(MaxLines).ToList();
        if (head.FirstOrDefault()?.Trim() != "---") return null;
        return head.Skip(1).TakeWhile(line => line.Trim() != "---")
            .Where(line => line.StartsWith("license:", StringComparison.Ordinal))
            .Select(line => line["license:".Length..].Trim(' ', '"', '\'')).FirstOrDefault(licence => licence.Length > 0);
    }
}
