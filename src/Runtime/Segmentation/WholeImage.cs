using Graft.Networks;

namespace Graft.Runtime;

/// <summary>Which segmentation networks answer for a pixel from the whole of the image, so that tiles change their answers everywhere.</summary>
internal static class WholeImage
{
    /// <summary>What in the network sees the whole image, in words; null where nothing does, or the network is not of the catalogue.</summary>
    /// <param name="model">Name of the network.</param>
    public static string? ReasonIn(string model)
    {
        if (SegmentationCatalogue.TryFind(model) is not { } entry) return null;
        var nodes = entry.Build(1).WithoutAuxiliary().Nodes;
        if (nodes.Any(node => node.Operation is Operation.AdaptiveAveragePool)) return "averages over the whole image";
        var hasWindows = nodes.Any(node => node.Operation is Operation.SelfAttention or Operation.WindowAttention);
        return hasWindows ? "uses windowed attention, whose windows differ in tiles" : null;
    }
}
