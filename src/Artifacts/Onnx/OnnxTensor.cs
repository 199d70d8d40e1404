using System.Runtime.InteropServices;

namespace Graft.Artifacts;

/// <summary>
/// A constant of the graph (TensorProto). Values stay where they are until they are written, so that a network of 500 MB
/// costs no second copy in memory.
/// </summary>
internal sealed class OnnxTensor
{
    private readonly byte[] _header;
    private readonly Array _values;
    private readonly int _bytes;

    public OnnxTensor(string name, IReadOnlyList<int> shape, float[] values)
    {
        if (shape.Aggregate(1L, (product, dimension) => product * dimension) != values.Length)
            throw new GraftException($"'{name}' holds {values.Length} values, its shape is [{string.Join(", ", shape)}].");
        (_values, _bytes) = (values, values.Length * sizeof(float));
        _header = Header(name, OnnxModel.FloatType, shape);
    }

    public OnnxTensor(string name, long[] values, bool isScalar = false)
    {
        (_values, _bytes) = (values, values.Length * sizeof(long));
        _header = Header(name, OnnxModel.IntegerType, isScalar ? [] : [values.Length]);
    }

    /// <summary>Bytes of the message.</summary>
    public long Length => _header.Length + _bytes;

    public void Write(Stream stream)
    {
        stream.Write(_header);
        stream.Write(_values is float[] floats ? MemoryMarshal.AsBytes<float>(floats) : MemoryMarshal.AsBytes<long>((long[])_values)); // raw_data is little-endian, as is every machine ONNX Runtime runs on
    }

    private byte[] Header(string name, int type, IReadOnlyList<int> shape)
    {
        var header = new ProtoWriter();
        foreach (var dimension in shape) header.Integer(1, dimension);
        return header.Integer(2, type).Text(8, name).Begin(9, _bytes).Written.ToArray();
    }
}
