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
