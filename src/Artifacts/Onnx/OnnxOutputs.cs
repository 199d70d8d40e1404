namespace Graft.Artifacts;

/// <summary>How the answer of a graph is called in an ONNX file.</summary>
public enum OnnxOutputs
{
    /// <summary>One output, <c>features</c>, of the graph's own shape.</summary>
    Features,

    /// <summary>Two outputs, <c>scores</c> (softmax of logits / temperature) and <c>logits</c>, both N x classes.</summary>
    Classification,
}
