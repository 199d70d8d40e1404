using Graft.Imaging;

namespace Graft.Networks;

/// <summary>Weight files on this machine: bundled, downloaded, or the user's own.</summary>
public static class WeightsStore
{
    /// <summary>The file for "resnet50" or "resnet50.IMAGENET1K_V2"; never downloads.</summary>
    /// <param name="name">Model, with or without a tag.</param>
    /// <param name="file">A file of the user's own to take instead; recognised as published weights by its hash.</param>
    /// <exception cref="GraftException">
    /// Unknown name, no such file, or not on this machine: the message names the address, where to put the file, and what is bundled.
    /// </exception>
    internal static ResolvedWeights Resolve(string name, string? file = null)
    {
        if (file is not null) return OwnFile(WeightsCatalogue.Split(name).Model, file);
        var weights = WeightsCatalogue.Find(name);
        var path = PathOf(weights) ?? throw Absent(weights);
        var hash = FileHash.Sha256(path);
        if (!hash.StartsWith(weights.Sha256, StringComparison.Ordinal))
            throw new GraftException($"'{path}' is not {weights.Name}: its SHA-256 starts with {hash[..weights.Sha256.Length]}.",
                $"{weights.Sha256} was expected.",
                weights.IsBundled ? "Restore the file." : $"Delete it, then `graft models pull {weights.Name}`.");
        return new(path, hash, weights, weights.Preprocess);
    }

    /// <summary>Downloads weights unless they are on this machine already, and answers with the file's path.</summary>
    /// <param name="name">Model, with or without a tag.</param>
    /// <param name="options">Folder, mirror, progress.</param>
    /// <param name="cancellation">Stops; what was received stays and is gone on with the next time.</param>
    /// <exception cref="GraftException">
    /// Unreachable, refused, another hash than the published one, or no room on the disk. Where there is no network the message
    /// names the address, the file, the folder to put it in, and what is bundled.
    /// </exception>
    public static Task<string> PullAsync(string name, PullOptions? options = null, CancellationToken cancellation = default) =>
        PullAsync(WeightsCatalogue.Find(name), options, cancellation);

    /// <inheritdoc cref="PullAsync(string, PullOptions?, CancellationToken)"/>
    public static Task<string> PullAsync(PublishedWeights weights, PullOptions? options = null, CancellationToken cancellation = default) =>
        weights.IsBundled
            ? Task.FromResult(PathOf(weights) ?? throw Absent(weights))
            : Pull(weights, options ?? new(), cancellation);

    /// <summary>Where the file is, or null when it is not on this machine. Its content is not checked.</summary>
    public static string? PathOf(PublishedWeights weights)
    {
        if (weights.IsBundled) return BundledWeights.Find(weights.FileName);
        var path = Path.Combine(GraftHome.Weights, weights.FileName);
        return File.Exists(path) ? path : null;
    }

    private static Task<string> Pull(PublishedWeights weights, PullOptions options, CancellationToken cancellation) =>
        new WeightsPull(PullTarget.Of(weights, options), options).RunAsync(cancellation);

    private static ResolvedWeights OwnFile(string model, string file)
    {
        if (!File.Exists(file)) throw new GraftException($"There is no weight file '{file}'.", cure: $"Check the path given as {Flag.Of("--weights")}.");
        var hash = FileHash.Sha256(file);
        var rows = WeightsCatalogue.For(model);
        var published = rows.FirstOrDefault(row => hash.StartsWith(row.Sha256, StringComparison.Ordinal));
        return new(file, hash, published, (published ?? rows.FirstOrDefault())?.Preprocess);
    }

    private static GraftException Absent(PublishedWeights weights) => weights.IsBundled
        ? new($"The bundled file weights/{weights.FileName} is missing.",
            $"It was expected in a folder 'weights' beside the program or above {AppContext.BaseDirectory}.",
            "Restore it from the repository, or install the program again.")
        : new($"{weights.Name} is not on this machine.", WeightsAdvice.Expected(weights),
            $"`graft models pull {weights.Name}` downloads it. {WeightsAdvice.Bundled}");
}

/// <summary>A weight file on this machine.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sha256">Its full SHA-256, hexadecimal.</param>
/// <param name="Published">Its row of the catalogue; null for a file of the user's own.</param>
/// <param name="Preprocess">How an image becomes the input: the row's, or for an own file the model's default; null when neither is known.</param>
internal sealed record ResolvedWeights(string Path, string Sha256, PublishedWeights? Published, Preprocess? Preprocess)
{
    /// <summary>Published for its features: what a classifier has behind them is in the file, but filled with NaN.</summary>
    public bool HasFeaturesOnly => Published is { Classes: 0 };

    /// <summary>How a classifier is loaded from it: with a new head where the file's does not fit, and without what the file has no values for.</summary>
    public LoadOptions Options => new() { AllowNewHead = true, WithoutValues = HasFeaturesOnly ? ["classifier."] : [] };
}

/// <summary>Finds the weight files that come with the program.</summary>
internal static class BundledWeights
{
    /// <summary>The file in <c>weights/</c> beside the program, or in the nearest folder above that has it (the repository's); null if nowhere.</summary>
    public static string? Find(string fileName, string? start = null)
    {
        for (var folder = new DirectoryInfo(start ?? AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "weights", fileName);
            if (File.Exists(file)) return file;
        }
        return null;
    }
}

/// <summary>Sentences for when weights are not at hand.</summary>
internal static class WeightsAdvice
{
    /// <summary>Address, file name and folder.</summary>
    public static string Expected(PublishedWeights weights, string? folder = null) =>
        $"Expected the file '{weights.FileName}' from {weights.Address} in the folder '{folder ?? GraftHome.Weights}'.";

    /// <summary>What works without any download.</summary>
    public static string Bundled =>
        $"Bundled, without a download: {Flag.Of("--model", string.Join(" or ", WeightsCatalogue.All.Where(row => row.IsBundled).Select(row => row.Model)))}.";
}
