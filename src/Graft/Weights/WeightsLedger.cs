using System.Buffers.Text;
using System.Text.Json;
using Graft.Artifacts;
using Graft.Networks;

namespace Graft;

/// <summary>
/// Keeps the ledger of weights unbroken: what a run's checkpoint was fine-tuned from stands in its header, so that a run that
/// starts from it, and the model file of that run, still name the published weights at the root and their licence.
/// </summary>
internal static class WeightsLedger
{
    private const string Key = "origin", TrainedOn = "trained_on", ChosenOn = "chosen_on";

    /// <summary>Header of a checkpoint whose training started from these weights; null for fresh ones.</summary>
    /// <param name="model">Name of the network.</param>
    /// <param name="parent">The weights.</param>
    /// <param name="further">What building the network again needs beside its name.</param>
    /// <param name="seen">The images that were learned from; null where that is not known.</param>
    public static Dictionary<string, string> Header(
        string model, WeightsOrigin? parent, IReadOnlyDictionary<string, string>? further = null, SeenImages? seen = null)
    {
        var header = new Dictionary<string, string>(further ?? new Dictionary<string, string>()) { ["model"] = model };
        if (seen is not null) (header[TrainedOn], header[ChosenOn]) = (seen.TrainedOn, seen.ChosenOn);
        if (parent is not null) header[Key] = JsonSerializer.Serialize(parent, Json.Compact);
        return header;
    }

    /// <summary>The entry of what the store found: published weights, or a file of the user's.</summary>
    /// <param name="weights">What was found.</param>
    /// <param name="checkpoint">The same, opened.</param>
    /// <param name="model">Name of the network whose weights they are.</param>
    public static WeightsOrigin Of(ResolvedWeights weights, ICheckpoint checkpoint, string model) => weights.Published is { } published
        ? new(published.Name, published.Source, published.Licence, weights.Sha256)
        {
            Model = published.Model,
            Tag = published.Tag,
            Address = published.Address?.AbsoluteUri,
        }
        : OfFile(checkpoint, weights.Sha256, model);

    /// <summary>The entry of a file of the user's: with its line where one of our runs wrote it.</summary>
    public static WeightsOrigin OfFile(ICheckpoint checkpoint, string sha256, string model)
    {
        var name = Path.GetFileName(checkpoint.Path);
        var origin = Parent(checkpoint) is { } parent
            ? new WeightsOrigin(name, $"fine-tuned with Graft from {parent.Name}", parent.Licence, sha256) { Parent = parent }
            : new WeightsOrigin(name, "a file of the user's", "not known", sha256);
        return origin with { Model = model, Seen = Seen(checkpoint) };
    }

    private static SeenImages? Seen(ICheckpoint checkpoint)
    {
        if (!checkpoint.Metadata.TryGetValue(TrainedOn, out var trained) || !checkpoint.Metadata.TryGetValue(ChosenOn, out var chosen)) return null;
        var isWhole = new[] { trained, chosen }.All(text => Base64.IsValid(text));
        return isWhole ? new SeenImages(trained, chosen) : null; // another program's header otherwise
    }

    private static WeightsOrigin? Parent(ICheckpoint checkpoint)
    {
        if (!checkpoint.Metadata.TryGetValue(Key, out var text)) return null;
        try
        {
            return JsonSerializer.Deserialize<WeightsOrigin>(text, Json.Compact)
                is { Name: not null, Source: not null, Licence: not null, Sha256: not null } parent
                ? parent
                : null;
        }
        catch (JsonException)
        {
            return null; // another program's header
        }
    }
}
