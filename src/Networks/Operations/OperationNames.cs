namespace Graft.Networks;

/// <summary>Names of an operation's tensors.</summary>
internal static class OperationNames
{
    /// <summary>The same operation with its tensors under another name; itself where it has none.</summary>
    public static Operation Renamed(this Operation operation, Func<string, string> name) => operation switch
    {
        Operation.Convolution convolution => convolution with { Name = name(convolution.Name) },
        Operation.TransposedConvolution convolution => convolution with { Name = name(convolution.Name) },
        Operation.BatchNorm norm => norm with { Name = name(norm.Name) },
        Operation.GroupNorm norm => norm with { Name = name(norm.Name) },
        Operation.Linear linear => linear with { Name = name(linear.Name) },
        Operation.LayerNorm norm => norm with { Name = name(norm.Name) },
        Operation.PixelLinear linear => linear with { Name = name(linear.Name) },
        Operation.LayerScale scale => scale with { Name = name(scale.Name) },
        Operation.TokenEmbedding embedding => embedding with { ClassToken = name(embedding.ClassToken), Positions = name(embedding.Positions) },
        Operation.SelfAttention attention => attention with { Name = name(attention.Name) },
        Operation.WindowAttention attention => attention with { Name = name(attention.Name) },
        _ => operation,
    };

    /// <summary>The graph with this prefix dropped from the names of its tensors, where they have it.</summary>
    public static Graph WithoutPrefix(this Graph graph, string prefix)
    {
        if (prefix.Length == 0) return graph;
        var nodes = graph.Nodes.Select(node => node with { Operation = node.Operation.Renamed(Dropped) });
        return graph.With([.. nodes]);

        string Dropped(string name) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
    }

    /// <summary>The name of an operation's tensors; null where it has none.</summary>
    public static string? TensorName(this Operation operation)
    {
        string? found = null;
        operation.Renamed(name => found = name);
        return found;
    }
}
