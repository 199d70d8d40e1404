namespace Graft.Artifacts;

/// <summary>Provenance of pretrained weights.</summary>
/// <param name="Name">Model and tag, or the file's name.</param>
/// <param name="Source">Address or description of the source.</param>
/// <param name="Licence">SPDX identifier or a sentence.</param>
/// <param name="Sha256">Hash of the file.</param>
public sealed record WeightsOrigin(string Name, string Source, string Licence, string Sha256)
{
    /// <summary>Name of the network in the catalogue.</summary>
    public string? Model { get; init; }

    /// <summary>Which weights of that network: "IMAGENET1K_V2"; null for a file that does not say.</summary>
    public string? Tag { get; init; }

    /// <summary>Address the file is published at; null for bundled files and files of the user's.</summary>
    public string? Address { get; init; }

    /// <summary>What these weights were fine-tuned from themselves; null for published ones, or where the file does not say.</summary>
    public WeightsOrigin? Parent { get; init; }

    /// <summary>The images that these weights have seen, where one of our runs wrote them. A run merges them with its own: they are not stored here.</summary>
    internal SeenImages? Seen { get; init; }

    /// <summary>This entry of the ledger and those it descends from, newest first.</summary>
    public IReadOnlyList<WeightsOrigin> Lineage() => Parent is null ? [this] : [this, .. Parent.Lineage()];
}
