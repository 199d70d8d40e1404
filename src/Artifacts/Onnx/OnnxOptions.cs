using Graft.Imaging;

namespace Graft.Artifacts;

/// <summary>What goes in and what comes out of an ONNX file. Exactly one of <see cref="Preprocess"/> and <see cref="InputShape"/> is set.</summary>
internal sealed record OnnxOptions
{
    /// <summary>Input is <c>images</c>, uint8 N x Height x Width x 3, RGB; transposing and normalising happen inside.</summary>
    public Preprocess? Preprocess { get; init; }

    /// <summary>Input is <c>values</c>, float32 N x this: [C, H, W] already normalised, or [F]; for the part of a graph behind a cut.</summary>
    public IReadOnlyList<int>? InputShape { get; init; }

    /// <summary>The graph's answer as <c>features</c> (the default), or as <c>logits</c> with their softmax as <c>scores</c>.</summary>
    public OnnxOutputs Outputs { get; init; } = OnnxOutputs.Features;

    /// <summary>How its numbers are stored.</summary>
    public OnnxForm Form { get; init; } = OnnxForm.Single;

    /// <summary>Logits are divided by this before the softmax; above 0.</summary>
    public double Temperature { get; init; } = 1;
}

/// <summary>How the answer of a graph is called in an ONNX file.</summary>
internal enum OnnxOutputs
{
    /// <summary>One output, <c>features</c>, of the graph's own shape.</summary>
    Features,

    /// <summary>
    /// <c>scores</c> (softmax of logits / temperature) and <c>logits</c>, both N x classes, and <c>embedding</c> where something comes before the head.
    /// </summary>
    Classification,

    /// <summary>One output, <c>descriptor</c>, N x numbers of length 1; no embedding beside it, as it is one.</summary>
    Descriptor,
}
