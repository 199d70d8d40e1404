using System.Text.RegularExpressions;

namespace Graft.Networks;

/// <summary>
/// Names that published checkpoints were saved under before torch forbade dots in the names of modules: DenseNet's
/// <c>denselayer1.norm.1.weight</c> is <c>denselayer1.norm1.weight</c> today, and torchvision's own files still have the dot.
/// </summary>
internal static partial class EarlierNames
{
    /// <summary>The checkpoint under today's names; itself where nothing is in an earlier spelling.</summary>
    public static ICheckpoint Modern(Graph graph, ICheckpoint checkpoint)
    {
        if (!graph.Parameters.Any(spec => spec.Name.Contains("denselayer", StringComparison.Ordinal))) return checkpoint;
        var earlier = checkpoint.Entries.Keys.Select(name => (Earlier: name, Today: Dotted().Replace(name, "$1$2")))
            .Where(pair => pair.Earlier != pair.Today && !checkpoint.Entries.ContainsKey(pair.Today))
            .ToDictionary(pair => pair.Today, pair => pair.Earlier, StringComparer.Ordinal);
        return earlier.Count == 0 ? checkpoint : new RenamedCheckpoint(checkpoint, earlier);
    }

    [GeneratedRegex(@"(denselayer\d+\.(?:norm|relu|conv))\.([12]\.)")]
    private static partial Regex Dotted();
}
