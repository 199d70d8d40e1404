using Graft.Artifacts;
using Graft.Data;
using Graft.Reports;

namespace Graft;

/// <summary>Which of the measured images the network knows, by their contents, whatever they are called and wherever they lie.</summary>
/// <param name="Measured">All of them.</param>
/// <param name="Trained">Those that were trained on.</param>
/// <param name="Chose">Those that were not trained on, but chose its weights.</param>
/// <param name="Others">Places of those that it does not know.</param>
internal sealed record KnownImages(int Measured, int Trained, int Chose, IReadOnlyList<int> Others)
{
    /// <summary>What a split without them is called after the split's own name.</summary>
    public const string Without = "without the images that the network knows";

    /// <summary>Places of those that it was not trained on, whatever they chose.</summary>
    public IReadOnlyList<int> Untrained { get; private init; } = [];

    /// <summary>Looks the images up in a model file.</summary>
    /// <param name="manifest">What the file says of itself.</param>
    /// <param name="examination">The hashes of the images.</param>
    /// <param name="names">Names of the measured images.</param>
    /// <returns>Null where the file does not say which images it was trained on.</returns>
    public static KnownImages? Of(Manifest manifest, Examination examination, IEnumerable<string> names)
    {
        var hashes = examination.Hashes();
        return Of(manifest, names.Select(name => hashes[name]));
    }

    /// <summary>As above, from the hashes of the images' files.</summary>
    public static KnownImages? Of(Manifest manifest, IEnumerable<string> hashes) => Of(manifest.Seen, hashes);

    /// <summary>As above, of what weights have seen.</summary>
    public static KnownImages? Of(SeenImages? seen, IEnumerable<string> hashes)
    {
        if (seen is null) return null;
        List<(bool Trained, bool Chose)> found = [.. hashes.Select(seen.Lookup())];
        return new(found.Count, found.Count(image => image.Trained), found.Count(image => !image.Trained && image.Chose),
            [.. Enumerable.Range(0, found.Count).Where(at => found[at] is (false, false))])
        { Untrained = [.. Enumerable.Range(0, found.Count).Where(at => !found[at].Trained)] };
    }

    /// <summary>Whether it knows any.</summary>
    public bool HasAny => Trained + Chose > 0;

    /// <summary>What must be said beside the metrics of all; null where it knows none.</summary>
    public string? Warning => !HasAny ? null : $"{Facts}{(Others.Count == 0 ? ": this is no test" : ", so the metrics are optimistic")}";

    /// <summary>As a fact: "of 107 images 36 were trained on and 12 chose the weights".</summary>
    public string Facts
    {
        get
        {
            List<string> parts = [];
            if (Trained > 0) parts.Add($"{Part(Trained)} {(Trained == 1 ? "was" : "were")} trained on");
            if (Chose > 0) parts.Add($"{Part(Chose)} chose the weights");
            return parts.Count == 0 ? "none" : $"of {Numbers.Images(Measured)} {Words.And(parts)}";
        }
    }

    private string Part(int count) => count == Measured ? "all" : Numbers.Count(count);
}
