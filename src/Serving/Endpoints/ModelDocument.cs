using Graft.Runtime;

namespace Graft.Serving;

/// <summary>A model as <c>GET /v1/models</c> tells of it.</summary>
internal sealed record ModelDocument(string Name, string? Task, string? Model, string? Version, string? Hash)
{
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Images that run together at most.</summary>
    public int? MaxBatch { get; init; }

    /// <summary>What the network takes.</summary>
    public InputDocument? Input { get; init; }

    /// <summary>Since when this version answers.</summary>
    public DateTimeOffset? Since { get; init; }

    public required IReadOnlyList<VersionDocument> Versions { get; init; }

    /// <summary>The version that is tried beside it; null for none.</summary>
    public TrialDocument? Trial { get; init; }

    public static ModelDocument Of(ServedName name)
    {
        var current = name.Current;
        var manifest = current?.Model.Manifest;
        return new(name.Name, manifest?.Task, manifest?.Model, current?.Version, current?.Hash)
        {
            Classes = manifest?.Classes,
            MaxBatch = current?.MaxBatch,
            Since = current?.Since,
            Input = manifest is null ? null : new(manifest.Preprocess.Width, manifest.Preprocess.Height, manifest.PreprocessHash),
            Trial = TrialDocument.Of(name.Trial),
            Versions = [.. name.Versions().Select(version => new VersionDocument(version.Version, version.State, version.Reason))],
        };
    }
}

/// <summary>The input of a network: its size in pixels, and the hash of how images become it.</summary>
internal sealed record InputDocument(int Width, int Height, string Preprocess);

/// <summary>A version, and where it is in its life.</summary>
internal sealed record VersionDocument(string Version, VersionState State, string? Reason);
