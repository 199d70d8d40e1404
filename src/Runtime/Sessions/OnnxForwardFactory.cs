using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Runtime;

/// <summary>Makes graphs ready to run on ONNX Runtime.</summary>
/// <param name="options">Cores to use, and images that run together.</param>
public sealed class OnnxForwardFactory(RuntimeOptions? options = null) : IForwardFactory
{
    // A small network is quicker by way of memory; a large one would be there twice.
    private const long LargestInMemory = 64 << 20;
    private readonly RuntimeOptions _options = options ?? new();

    /// <inheritdoc/>
    public IForward Create(Graph graph, ParameterSet parameters, Preprocess preprocess) =>
        Create(graph, parameters, new OnnxOptions { Preprocess = preprocess });

    /// <summary>As <see cref="Create(Graph, ParameterSet, Preprocess)"/>, with its numbers stored in a form.</summary>
    internal OnnxForward Create(Graph graph, ParameterSet parameters, Preprocess preprocess, OnnxForm form) =>
        Create(graph, parameters, new OnnxOptions { Preprocess = preprocess, Form = form });

    /// <summary>A runnable form of the part of a graph behind a cut.</summary>
    /// <param name="graph">The graph; its first node is the boundary.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="inputShape">The boundary for one image: [C, H, W] or [F].</param>
    public OnnxForward Create(Graph graph, ParameterSet parameters, IReadOnlyList<int> inputShape) =>
        Create(graph, parameters, new OnnxOptions { InputShape = inputShape });

    private OnnxForward Create(Graph graph, ParameterSet parameters, OnnxOptions onnx)
    {
        if (!IsApart(graph) && OnnxSize.Bytes(graph) <= LargestInMemory)
            return new(new OnnxSession(OnnxWriter.ToBytes(graph, parameters, onnx), graph.Name, OnnxWriter.Features, _options));
        using var folder = TemporaryFolder.Create();
        var file = Path.Combine(folder.Path, "network.onnx");
        try
        {
            // Nobody else reads it and nothing need survive a crash: no flush, and gone once the session has it.
            if (IsApart(graph)) OnnxWriter.WriteApart(file, graph, parameters, onnx);
            else
                using (var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
                    OnnxWriter.Write(stream, graph, parameters, onnx);
            return new(new OnnxSession(file, graph.Name, OnnxWriter.Features, _options));
        }
        catch (IOException failure) when (IsApart(graph))
        {
            throw new GraftException(
                $"{graph.Name} needs a temporary file of its size: {failure.Message}", cure: $"Free some of {Path.GetTempPath()}.", inner: failure);
        }
        catch (IOException) // no room for it there
        {
            return new(new OnnxSession(OnnxWriter.ToBytes(graph, parameters, onnx), graph.Name, OnnxWriter.Features, _options));
        }
    }

    // Above 2 GB the values must lie beside the model.
    private bool IsApart(Graph graph) => AlwaysApart || !OnnxSize.Fits(graph);

    /// <summary>For tests, which have no network of that size.</summary>
    internal bool AlwaysApart { get; init; }
}
