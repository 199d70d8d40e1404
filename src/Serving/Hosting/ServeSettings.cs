using Graft.Runtime;

namespace Graft.Serving;

/// <summary>What <c>graft serve</c> and the server program were asked for.</summary>
internal sealed record ServeSettings
{
    /// <summary>Settings that say how something is done, and the one that asks for it.</summary>
    public static IReadOnlyDictionary<string, string> Needs { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["watch-false-alarms"] = "watch",
        ["watch-window"] = "watch",
        ["new-version-share"] = "models",
        ["key-file"] = "gallery",
        ["descriptor"] = "gallery",
        ["review-share"] = "review",
        ["review-mb"] = "review",
        ["review-days"] = "review",
    };

    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Model files, each as FILE or NAME=FILE.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>A folder with a folder for each model.</summary>
    public string? Folder { get; init; }

    /// <summary>Galleries of people, each as FILE or NAME=FILE; a connection string of PostgreSQL stands where a file does.</summary>
    public IReadOnlyList<string> Galleries { get; init; } = [];

    /// <summary>The file of the keys of the one gallery; null for the gallery's name with <c>.key</c> behind it.</summary>
    public string? GalleryKeys { get; init; }

    /// <summary>The network that describes faces; null for the bundled one.</summary>
    public string? Descriptor { get; init; }

    /// <summary>Share of the requests that a new version in the folder answers at first.</summary>
    public double NewVersionShare { get; init; } = 1;

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [DefaultUrl];

    /// <summary>The file of keys.</summary>
    public string? Keys { get; init; }

    public ServingLimits Limits { get; init; } = new();

    /// <summary>How images are watched; null for not at all.</summary>
    public WatchOptions? Watch { get; init; }

    /// <summary>Which images are kept; null for none.</summary>
    public ReviewOptions? Review { get; init; }

    /// <summary>Settings of the host beside those of its environment.</summary>
    public IReadOnlyDictionary<string, string?> Configuration { get; init; } = new Dictionary<string, string?>();

    /// <summary>How often files are looked at.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="GraftException">There is no model, or it would be open to a network without keys.</exception>
    public void Validate(IEnumerable<string> furtherUrls)
    {
        if (Models.Count == 0 && Folder is null && Galleries.Count == 0)
            throw new GraftException(
                "There is nothing to serve.", "A model file, --models with a folder of models, or --gallery is expected.", "graft serve model.onnx");
        if (GalleryKeys is not null && Galleries.Count > 1)
            throw new GraftException("--key-file is given for several galleries.", "Each has keys of its own, beside it as FILE.key.");
        foreach (var url in Urls.Concat(furtherUrls))
        {
            if (!Uri.TryCreate(url.Replace("//*", "//0.0.0.0").Replace("//+", "//0.0.0.0"), UriKind.Absolute, out var address)
                || address.Scheme is not ("http" or "https") || address.PathAndQuery != "/")
                throw new GraftException($"'{url}' is no address to listen on.", $"Such as {DefaultUrl} is expected.");
            if (Keys is null && !LocalCaller.IsLoopback(address.Host))
                throw new GraftException($"'{url}' can be reached from other machines, and nobody would be asked for a key.",
                    "Without keys only this machine is served (127.0.0.1, localhost).",
                    "Write keys with `graft serve keys add NAME` and give their file by --keys.");
        }
        Limits.Validate();
        Watch?.Validate();
        Review?.Validate();
        CheckNewVersionShare(NewVersionShare);
    }

    /// <exception cref="GraftException">A new version cannot have this share.</exception>
    public static void CheckNewVersionShare(double share)
    {
        if (share is not (1 or (>= 0 and <= TrialWish.LargestShare)))
            throw new GraftException($"{Flag.Of("--new-version-share")} is {share}.", $"0, a number up to {TrialWish.LargestShare}, or 1 is expected.");
    }

    /// <summary>Name and file of a model; the name is that of the run's folder for its model.onnx, otherwise the file's.</summary>
    public static (string Name, string Path) Named(string given)
    {
        if (given.StartsWith('=') && !File.Exists(given))
            throw new GraftException($"'{given}' has no name before '='.", "A model file is FILE or NAME=FILE.");
        if (given.IndexOf('=') is > 0 and var at && !File.Exists(given)) return (given[..at], given[(at + 1)..]);
        var full = Path.GetFullPath(given);
        var stem = Path.GetFileNameWithoutExtension(full);
        var name = stem == "model" && Path.GetFileName(Path.GetDirectoryName(full)) is { Length: > 0 } folder ? folder : stem;
        return (new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')]).TrimStart('.', '-'), given);
    }
}
