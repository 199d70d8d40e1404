namespace Graft.Shards;

/// <summary>What answers are answers of: parts that differ in it do not belong together.</summary>
internal sealed record PartJob
{
    /// <summary>classify, detect, ..., or features.</summary>
    public required string Task { get; init; }

    /// <summary>The network's name.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of the model file's content, or of the weights.</summary>
    public required string ModelHash { get; init; }

    /// <summary>SHA-256 of the preprocessing.</summary>
    public required string PreprocessHash { get; init; }

    /// <summary>What was asked for besides, such as thresholds, in words.</summary>
    public required string Settings { get; init; }

    /// <summary>SHA-256 of the list's names.</summary>
    public required string ListHash { get; init; }

    /// <summary>Entries of the list.</summary>
    public required long Items { get; init; }

    /// <summary>Stretches that the list is cut into.</summary>
    public required int Shards { get; init; }

    /// <summary>How another differs from it, in a few words.</summary>
    public string Against(PartJob other)
    {
        List<string> differences = [];
        if (Task != other.Task) differences.Add($"the task ({Task}, {other.Task})");
        if (Model != other.Model || ModelHash != other.ModelHash)
            differences.Add($"the model ({Model} {Short(ModelHash)}, {other.Model} {Short(other.ModelHash)})");
        if (PreprocessHash != other.PreprocessHash) differences.Add("the preprocessing");
        if (Settings != other.Settings) differences.Add($"the settings ({Settings}; {other.Settings})");
        if (ListHash != other.ListHash || Items != other.Items)
            differences.Add(FormattableString.Invariant($"the list ({Items} entries, {other.Items} entries)"));
        if (Shards != other.Shards) differences.Add(FormattableString.Invariant($"the number of shards ({Shards}, {other.Shards})"));
        return Words.And(differences);
    }

    private static string Short(string hash) => hash[..Math.Min(8, hash.Length)];
}

/// <summary>What a part's own file says of it.</summary>
/// <param name="Job">What it is a part of.</param>
/// <param name="Shard">Its number, from 0.</param>
/// <param name="First">The entry that it begins with, from 0.</param>
/// <param name="Entries">Entries of the list.</param>
/// <param name="Rows">Images: as many as entries, unless some are tars.</param>
/// <param name="Failed">Images that could not be read.</param>
internal sealed record PartFacts(PartJob Job, int Shard, long First, long Entries, long Rows, long Failed)
{
    /// <summary>Key of the file's metadata.</summary>
    public const string Key = "graft.part";

    /// <summary>Version of what is written.</summary>
    public int Format { get; init; } = 1;

    /// <summary>Where a stretch begins.</summary>
    public static long Start(long items, int shards, int shard) => (long)((Int128)items * shard / shards);
}
