using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Whether a network fits into one ONNX file, which protobuf limits to 2 GB.</summary>
internal static class OnnxSize
{
    private const long Largest = int.MaxValue - (16L << 20); // room for everything that is no parameter

    /// <summary>Whether it does.</summary>
    public static bool Fits(Graph graph) => Bytes(graph) <= Largest;

    /// <summary>To be asked before a training that ends in such a file.</summary>
    /// <exception cref="GraftException">It does not fit.</exception>
    public static void Require(Graph graph)
    {
        if (!Fits(graph)) throw TooLarge(graph.Name, Bytes(graph));
    }

    internal static GraftException TooLarge(string model, long bytes) =>
        new($"{model} has {bytes / 1e9:0.0} GB of parameters: it cannot become a model file.", "One ONNX file can hold 2 GB at most.",
            "Choose a smaller model; `graft features` works with this one, too.");

    /// <summary>Bytes of the parameters.</summary>
    public static long Bytes(Graph graph) => graph.Parameters.Sum(spec => (long)spec.Count) * sizeof(float);
}
