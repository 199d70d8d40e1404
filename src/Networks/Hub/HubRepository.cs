using Graft.Imaging;

namespace Graft.Networks;

/// <summary>
/// A model repository in timm's layout on this machine: <c>model.safetensors</c> (or <c>pytorch_model.bin</c>) beside a
/// <c>config.json</c> that names the architecture and says how images are prepared.
/// </summary>
public sealed record HubRepository
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
