using System.Text.RegularExpressions;

namespace Graft.Networks;

/// <summary>Checkpoint names beside a graph's: wrappers such as DataParallel put a prefix before all of them.</summary>
internal static class CheckpointNames
{
    // torch.nn.DataParallel, torch.compile, Lightning and the usual field names of a wrapping module.
    private static readonly string[] Wrappers = ["module.", "_orig_mod.", "model.", "net.", "network.", "backbone."];

    /// <summary>The prefix (possibly several wrappers') under which most of the graph's names are found; empty without one.</summary>
    public static string Prefix(Graph graph, ICheckpoint checkpoint)
    {
        var best = "";
        var max = Found(graph, checkpoint, best);
        for (var depth = 0; depth < 3 && max < graph.Parameters.Count; depth++)
        {
            var outer = best;
            foreach (var wrapper in Wrappers)
            {
                if (!checkpoint.Entries.Keys.Any(name => name.StartsWith(outer + wrapper, StringComparison.Ordinal))) continue;
                var found = Found(graph, checkpoint, outer + wrapper);
                // Nothing found yet and everything is inside this wrapper: look for the next one inside.
                var wrapsAll = max == 0 && checkpoint.Entries.Keys.All(name => name.StartsWith(outer + wrapper, StringComparison.Ordinal));
                if (found > max || wrapsAll) (best, max) = (outer + wrapper, found);
            }
            if (best == outer) break;
        }
        return max == 0 ? "" : best;
    }

    private static int Found(Graph graph, ICheckpoint checkpoint, string prefix) =>
        graph.Parameters.Count(spec => checkpoint.Entries.ContainsKey(prefix + spec.Name));
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
        if (!graph.Parameters.Any(spec => spec.Name.Contains("denselayer", StringComparison.Ordinal) || spec.Name.Contains(".mlp.", StringComparison.Ordinal)))
            return checkpoint;
        var earlier = checkpoint.Entries.Keys.Select(name => (Earlier: name, Today: Today(name)))
            .Where(pair => pair.Earlier != pair.Today && !checkpoint.Entries.ContainsKey(pair.Today))
            .ToDictionary(pair => pair.Today, pair => pair.Earlier, StringComparer.Ordinal);
        return earlier.Count == 0 ? checkpoint : new RenamedCheckpoint(checkpoint, earlier);
    }

    private static string Today(string name) =>
        Between().Replace(Dotted().Replace(name, "$1$2"), match => match.Groups[1].ValueSpan is "1" ? ".mlp.0." : ".mlp.3.");

    [GeneratedRegex(@"(denselayer\d+\.(?:norm|relu|conv))\.([12]\.)")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"\.mlp\.linear_([12])\.")]
    private static partial Regex Between();
}
