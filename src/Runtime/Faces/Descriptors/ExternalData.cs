using Graft.Artifacts;

namespace Graft.Runtime;

/// <summary>Weights that an ONNX file keeps in other files: its hash would say nothing of them.</summary>
/// <remarks>Field numbers are those of onnx.proto3.</remarks>
internal static class ExternalData
{
    private const int Graph = 7, Node = 1, Initializer = 5, SparseInitializer = 15, Attribute = 5, ExternalEntry = 13;

    // Of an attribute a tensor or several, a graph or several; of a sparse tensor its values and their places.
    private const int Tensor = 5, Tensors = 10, Subgraph = 6, Subgraphs = 11, Values = 1, Places = 2;

    // As deep as protobuf itself goes.
    private const int MaxDepth = 100;

    /// <exception cref="GraftException">It is no ONNX file, or has some.</exception>
    public static void Refuse(byte[] model, string path)
    {
        using var stream = new MemoryStream(model, writable: false);
        bool isThere, isOnnx;
        try
        {
            var graphs = ProtoReader.Fields(stream, 0, stream.Length).Where(field => field is { Number: Graph, Wire: ProtoWire.Delimited }).ToList();
            isOnnx = graphs.Count > 0;
            isThere = graphs.Exists(graph => InGraph(stream, graph, 0));
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw new GraftException($"'{path}' is not an ONNX file: {failure.Message}", inner: failure);
        }
        if (!isOnnx) throw new GraftException($"'{path}' is not an ONNX file: it has no network.");
        if (isThere) throw new GraftException($"'{path}' keeps weights in another file.",
            "One file with everything is expected, whose hash is that of the network.", "Save it as one file: onnx.save(onnx.load(FILE), OTHER).");
    }

    private static bool InGraph(Stream stream, ProtoField graph, int depth)
    {
        if (depth > MaxDepth) throw new InvalidDataException("Networks lie within networks without end.");
        return Parts(stream, graph).Exists(part => part.Number switch
        {
            Initializer => InTensor(stream, part),
            SparseInitializer => Parts(stream, part).Exists(own => own.Number is Values or Places && InTensor(stream, own)),
            Node => Parts(stream, part).Exists(attribute => attribute.Number == Attribute && InAttribute(stream, attribute, depth)),
            _ => false,
        });
    }

    private static bool InAttribute(Stream stream, ProtoField attribute, int depth) => Parts(stream, attribute).Exists(part => part.Number switch
    {
        Tensor or Tensors => InTensor(stream, part),
        Subgraph or Subgraphs => InGraph(stream, part, depth + 1),
        _ => false,
    });

    private static bool InTensor(Stream stream, ProtoField tensor) => Parts(stream, tensor).Exists(part => part.Number == ExternalEntry);

    private static List<ProtoField> Parts(Stream stream, ProtoField message) =>
        [.. ProtoReader.Fields(stream, message.Content, message.End).Where(field => field.Wire == ProtoWire.Delimited)];
}
