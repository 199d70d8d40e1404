using System.Text.RegularExpressions;

namespace Graft.Networks;

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
        if (!graph.Parameters.Any(spec => spec.Name.Contains("denselayer", StringComparison.Ordinal) || spec.Name.Contains(".mlp.", StringComparison.Ordinal))) return checkpoint;
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
