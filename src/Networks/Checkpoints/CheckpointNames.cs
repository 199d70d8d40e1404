using System.Text.RegularExpressions;

namespace Graft.Networks;

/// <summary>Checkpoint names beside a graph's: wrappers such as DataParallel put a prefix before all of them.</summary>
internal static class CheckpointNames
{
    // torch.nn.DataParallel, torch.compile, Lightning, self-supervised training and the common field names of a wrapping module. Where two hold
    // the network, the earlier one here is taken.
    private static readonly string[] Wrappers =
    [
        "module.", "_orig_mod.", "model.", "net.", "network.", "backbone.", "encoder.", "teacher.", "student.", "encoder_q.", "base_encoder.",
        "feature_extractor.", "trunk.", "visual.", "image_encoder.", "ema_model.", "ema.",
    ];

    /// <summary>
    /// The prefix (possibly several wrappers') under which most of the names are found; empty without one. A prefix of no known wrapper must hold at
    /// least half of the network.
    /// </summary>
    /// <param name="names">The names that the network's tensors may have.</param>
    /// <param name="parameters">Number of the network's tensors.</param>
    /// <param name="checkpoint">The file.</param>
    public static string Prefix(IReadOnlySet<string> names, int parameters, ICheckpoint checkpoint)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        foreach (var key in checkpoint.Entries.Keys)
            for (var start = 0; start >= 0 && start < key.Length; start = key.IndexOf('.', start) is >= 0 and var dot ? dot + 1 : -1)
                if (names.Contains(key[start..])) found[key[..start]] = found.GetValueOrDefault(key[..start]) + 1;
        var best = found.Where(pair => pair.Key.Length == 0 || IsWrapper(pair.Key) || pair.Value >= parameters / 2)
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Length > 0).ThenBy(pair => Rank(pair.Key)).First();
        return best.Value > 0 ? best.Key : "";
    }

    /// <summary>How many of a network's tensors a checkpoint has, under whatever prefix.</summary>
    public static int Count(Graph graph, ICheckpoint checkpoint)
    {
        var view = NetworkCheckpoint.Of(graph, checkpoint);
        return graph.Parameters.Count(spec => view.Entries.ContainsKey(spec.Name));
    }

    private static bool IsWrapper(string prefix)
    {
        while (Wrappers.FirstOrDefault(wrapper => prefix.StartsWith(wrapper, StringComparison.Ordinal)) is { } outer) prefix = prefix[outer.Length..];
        return prefix.Length == 0;
    }

    private static int Rank(string prefix) =>
        Array.FindIndex(Wrappers, wrapper => prefix.EndsWith(wrapper, StringComparison.Ordinal)) is >= 0 and var at ? at : Wrappers.Length;
}

/// <summary>
/// Names that published checkpoints were saved under. Before torch forbade dots in the names of modules DenseNet's
/// <c>denselayer1.norm1.weight</c> was <c>denselayer1.norm.1.weight</c>; before torchvision shared one class for them (its pull request
/// 6053) ViT's <c>mlp.0.weight</c> and <c>mlp.3.weight</c> were <c>mlp.linear_1.weight</c> and <c>mlp.linear_2.weight</c>.
/// torchvision's own files still have the earlier names.
/// </summary>
internal static partial class EarlierNames
{
    /// <summary>The checkpoint under today's names; itself where nothing is in an earlier spelling.</summary>
    public static ICheckpoint Modern(Graph graph, ICheckpoint checkpoint)
    {
        if (!HasEarlier(graph)) return checkpoint;
        var earlier = checkpoint.Entries.Keys.Select(name => (Earlier: name, Today: Today(name)))
            .Where(pair => pair.Earlier != pair.Today && !checkpoint.Entries.ContainsKey(pair.Today))
            .DistinctBy(pair => pair.Today, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Today, pair => pair.Earlier, StringComparer.Ordinal);
        return earlier.Count == 0 ? checkpoint : new RenamedCheckpoint(checkpoint, earlier);
    }

    /// <summary>The earlier names of a network's tensors; none for a network whose names have not changed.</summary>
    public static IEnumerable<string> Of(Graph graph) => HasEarlier(graph) ? graph.Parameters.Select(spec => Earlier(spec.Name)) : [];

    private static bool HasEarlier(Graph graph) => graph.Parameters.Any(spec =>
        spec.Name.Contains("denselayer", StringComparison.Ordinal) || spec.Name.Contains(".mlp.", StringComparison.Ordinal));

    private static string Earlier(string name) => Undotted().Replace(name, "$1.$2")
        .Replace(".mlp.0.", ".mlp.linear_1.", StringComparison.Ordinal).Replace(".mlp.3.", ".mlp.linear_2.", StringComparison.Ordinal);

    private static string Today(string name) =>
        Between().Replace(Dotted().Replace(name, "$1$2"), match => match.Groups[1].ValueSpan is "1" ? ".mlp.0." : ".mlp.3.");

    [GeneratedRegex(@"(denselayer\d+\.(?:norm|relu|conv))\.([12]\.)")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"(denselayer\d+\.(?:norm|relu|conv))([12]\.)")]
    private static partial Regex Undotted();

    [GeneratedRegex(@"\.mlp\.linear_([12])\.")]
    private static partial Regex Between();
}
