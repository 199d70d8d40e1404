using System.Runtime.InteropServices;

namespace Graft.Artifacts;

/// <summary>
/// A constant of the graph (TensorProto). Float values stay where they are until they are written, so that a network of 500 MB
/// costs no second copy in memory.
/// </summary>
internal sealed class OnnxTensor
{
    private readonly byte[] _header;
    private readonly float[] _values;

    public OnnxTensor(string name, IReadOnlyList<int> shape, float[] values)
    {
        if (shape.Aggregate(1L, (product, dimension) => product * dimension) != values.Length)
            throw new GraftException($"'{name}' holds {values.Length} values, its shape is [{string.Join(", ", shape)}].");
        var header = new ProtoWriter();
        foreach (var dimension in shape) header.Integer(1, dimension);
        header.Integer(2, OnnxModel.FloatType).Text(8, name).Begin(9, values.Length * sizeof(float));
        _header = header.Written.ToArray();
        _values = values;
    }

    private OnnxTensor(byte[] message) => (_header, _values) = (message, []);

    /// <summary>A row of 64-bit whole numbers.</summary>
    public static OnnxTensor Integers(string name, IReadOnlyList<int> values)
    {
        var message = new ProtoWriter().Integer(1, values.Count).Integer(2, OnnxModel.LongType);
        foreach (var value in values) message.Integer(7, value);
        return new OnnxTensor(message.Text(8, name).Written.ToArray());
    }

    /// <summary>Bytes of the message.</summary>
    public long Length => _header.Length + (long)_values.Length * sizeof(float);

    public void Write(Stream stream)
    {
        stream.Write(_header);
        stream.Write(MemoryMarshal.AsBytes<float>(_values)); // raw_data is little-endian, as is every machine ONNX Runtime runs on
    }
}
