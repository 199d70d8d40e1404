namespace Graft.Networks;

/// <summary>A file that is to be downloaded.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Path">Where it goes.</param>
/// <param name="Sha256">The hash it must have, or the first digits of it; null where none is published.</param>
/// <param name="Advice">What to do when it cannot be had.</param>
internal sealed record PullTarget(string Name, Uri Address, string Path, string? Sha256, string Advice)
{
    /// <summary>Published weights, from their own address or a mirror's.</summary>
    /// <exception cref="GraftException">The mirror is not an address.</exception>
    public static PullTarget Of(PublishedWeights weights, PullOptions options) => new(
        weights.Name, AddressOf(weights, options.Mirror), System.IO.Path.Combine(options.Folder, weights.FileName), weights.Sha256,
        $"Put the file there, or set {PullOptions.MirrorVariable} to a mirror's address. {WeightsAdvice.Bundled}");

    private static Uri AddressOf(PublishedWeights weights, string? mirror)
    {
        if (mirror is null) return weights.Address!;
        return WebClient.Address($"{mirror.TrimEnd('/')}/{weights.FileName}")
            ?? throw new GraftException($"The mirror '{mirror}' is not an address.", $"{PullOptions.MirrorVariable} takes something like https://host/folder.");
    }
}
