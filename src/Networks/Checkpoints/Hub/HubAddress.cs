using System.Text.RegularExpressions;

namespace Graft.Networks;

/// <summary>A model repository of a hub in timm's spelling: <c>hf-hub:owner/name</c>, or <c>hf-hub:owner/name@revision</c>.</summary>
/// <param name="Owner">Who published it.</param>
/// <param name="Repository">Name of the repository.</param>
/// <param name="Revision">Branch, tag or commit.</param>
internal sealed partial record HubAddress(string Owner, string Repository, string Revision)
{
    /// <summary>How an address starts.</summary>
    public const string Prefix = "hf-hub:";

    /// <summary>Environment variable with the base address of another hub or of a mirror.</summary>
    public const string BaseVariable = "GRAFT_HUB";

    /// <summary>The hub that timm publishes on.</summary>
    public const string PublishedBase = "https://huggingface.co";

    /// <summary>Whether a model's name is an address of a hub.</summary>
    public static bool IsOne(string model) => model.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Reads an address.</summary>
    /// <exception cref="GraftException">It is not of the form.</exception>
    public static HubAddress Parse(string text)
    {
        var match = Form().Match(text);
        return match.Success
            ? new(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Success ? match.Groups[3].Value : "main")
            : throw new GraftException($"'{text}' is not the address of a model repository.",
                $"Expected {Prefix}OWNER/NAME or {Prefix}OWNER/NAME@REVISION.", $"For example {Prefix}timm/resnet18.a1_in1k");
    }

    /// <summary>Address of a file of the repository.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="hub">Base address; null for what <see cref="BaseVariable"/> says, or <see cref="PublishedBase"/>.</param>
    /// <exception cref="GraftException">The base is not an address.</exception>
    public Uri Of(string file, string? hub = null)
    {
        hub ??= Environment.GetEnvironmentVariable(BaseVariable) is { Length: > 0 } set ? set : PublishedBase;
        return WebClient.Address($"{hub.TrimEnd('/')}/{Owner}/{Repository}/resolve/{Revision}/{file}")
            ?? throw new GraftException($"The hub '{hub}' is not an address.", $"{BaseVariable} takes something like https://host.");
    }

    /// <summary>Where the repository's files are kept on this machine.</summary>
    public string Folder => Path.Combine(GraftHome.Folder, "hub", $"{Owner}--{Repository}{(Revision == "main" ? "" : $"@{Revision}")}");

    /// <summary>The address as it was given.</summary>
    public override string ToString() => $"{Prefix}{Owner}/{Repository}{(Revision == "main" ? "" : $"@{Revision}")}";

    [GeneratedRegex(@"^hf-hub:([A-Za-z0-9][\w-]*(?:\.[\w-]+)*)/([A-Za-z0-9][\w-]*(?:\.[\w-]+)*)(?:@([A-Za-z0-9][\w.-]*))?$")]
    private static partial Regex Form();
}
