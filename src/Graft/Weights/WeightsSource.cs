using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft;

/// <summary>Where a network and its values come from, once a user's words for it are understood. Nothing is loaded yet.</summary>
/// <param name="Entry">The architecture.</param>
/// <param name="Path">The file of parameters.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Preprocess">How images are prepared; null for the architecture's usual way.</param>
internal sealed record WeightsSource(ModelEntry Entry, string Path, string Sha256, Preprocess? Preprocess)
{
    /// <summary>Names of the classes its head knows; null where they are not known.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Published weights know classes of their own; a user's file may hold a head for the user's.</summary>
    public bool IsPublished { get; init; }

    /// <summary>The name of published weights without a classifier; null for all others.</summary>
    public string? FeaturesOnly { get; init; }

    /// <summary>How the network is loaded.</summary>
    public LoadOptions Options { get; init; } = new() { AllowNewHead = true };

    /// <summary>What the ledger says, from the opened file.</summary>
    public required Func<ICheckpoint, WeightsOrigin> Origin { get; init; }

    /// <summary>Understands a model and a file.</summary>
    /// <param name="model">Name, name.tag, <c>hf-hub:owner/name</c>, or a folder in timm's layout.</param>
    /// <param name="weights">A file or such a folder to use in place of the published weights, or null.</param>
    /// <exception cref="GraftException">Unknown, not on this machine, or the two do not belong together.</exception>
    public static WeightsSource Find(string model, string? weights)
    {
        if (IsRepository(model))
        {
            if (weights is not null)
                throw new GraftException($"'{model}' has weights of its own.", cure: $"Leave {Flag.Of("--weights")} out, or name a network of `graft models`.");
            return Of(HubStore.Resolve(model));
        }
        if (weights is not null && (HubAddress.IsOne(weights) || HubRepository.IsOne(weights)))
            return Matching(HubStore.Resolve(weights), EntryOf(model), weights);
        var entry = EntryOf(model);
        var resolved = WeightsStore.Resolve(model, weights);
        return new(entry, resolved.Path, resolved.Sha256, resolved.Preprocess)
        {
            IsPublished = resolved.Published is not null,
            FeaturesOnly = resolved.HasFeaturesOnly ? resolved.Published!.Name : null,
            Options = resolved.Options,
            ClassNames = resolved.Published is { Classes: 1000 } ? ImageNetClasses.Names : null,
            Origin = checkpoint => WeightsLedger.Of(resolved, checkpoint, entry.Name),
        };
    }

    /// <summary>The architecture alone, without its weights.</summary>
    public static ModelEntry EntryOf(string model) =>
        ModelCatalogue.Find(IsRepository(model) ? HubStore.Resolve(model).Model : WeightsCatalogue.Split(model).Model);

    private static bool IsRepository(string model) => HubAddress.IsOne(model) || HubRepository.IsOne(model);

    private static WeightsSource Matching(HubRepository repository, ModelEntry entry, string weights) => repository.Model == entry.Name
        ? Of(repository)
        : throw new GraftException($"'{weights}' holds {repository.Architecture}, not {entry.Name}.", cure: $"Use {Flag.Of("--model", repository.Model)}.");

    private static WeightsSource Of(HubRepository repository)
    {
        var hash = FileHash.Sha256(repository.WeightsFile);
        return new(ModelCatalogue.Find(repository.Model), repository.WeightsFile, hash, repository.Preprocess)
        {
            IsPublished = repository.Origin is not null,
            ClassNames = repository.ClassNames,
            Origin = _ => new(
                repository.Origin?.Repository ?? $"{repository.Architecture}{(repository.Tag is null ? "" : $".{repository.Tag}")}",
                repository.Origin is { } origin
                    ? $"{origin.Address}{(origin.Commit is null ? "" : $" at commit {origin.Commit}")}"
                    : "a model folder of the user's in timm's layout",
                repository.Licence ?? "not known", hash)
            { Model = repository.Model, Tag = repository.Tag, Address = repository.Origin?.Address },
        };
    }
}
