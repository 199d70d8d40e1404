using System.Runtime.InteropServices;

namespace Graft.Artifacts;

/// <summary>
/// A constant of the graph (TensorProto). Values stay where they are until they are written, so that a network of 500 MB
/// costs no second copy in memory.
/// </summary>
internal sealed class OnnxTensor
{
    private const int RawData = 9, ExternalData = 13, DataLocation = 14; // fields of TensorProto
    private const int Small = 1 << 10; // below this a tensor stays in the model: shapes and axes are looked at before it runs

    private readonly int _type;
    private readonly IReadOnlyList<int> _shape;
    private readonly Array _values;
    private readonly int _bytes;

    public OnnxTensor(string name, IReadOnlyList<int> shape, float[] values)
    {
        if (shape.Aggregate(1L, (product, dimension) => product * dimension) != values.Length)
            throw new GraftException($"'{name}' holds {values.Length} values, its shape is [{string.Join(", ", shape)}].");
        (Name, _type, _shape, _values, _bytes) = (name, OnnxModel.FloatType, shape, values, values.Length * sizeof(float));
    }

    public OnnxTensor(string name, long[] values, bool isScalar = false)
    {
        (Name, _type, _shape, _values, _bytes) = (name, OnnxModel.IntegerType, isScalar ? [] : [values.Length], values, values.Length * sizeof(long));
    }

    /// <summary>Values that 16 bits hold exactly.</summary>
    public OnnxTensor(string name, IReadOnlyList<int> shape, Half[] values) =>
        (Name, _type, _shape, _values, _bytes) = (name, OnnxModel.HalfType, shape, values, values.Length * sizeof(short));

    /// <summary>Codes of 8 bits with a sign.</summary>
    public OnnxTensor(string name, IReadOnlyList<int> shape, sbyte[] values) =>
        (Name, _type, _shape, _values, _bytes) = (name, OnnxModel.SignedByteType, shape, values, values.Length);

    /// <summary>Codes of 8 bits without a sign.</summary>
    public OnnxTensor(string name, IReadOnlyList<int> shape, byte[] values) =>
        (Name, _type, _shape, _values, _bytes) = (name, OnnxModel.ByteType, shape, values, values.Length);

    /// <summary>Integers of 32 bits.</summary>
    public OnnxTensor(string name, IReadOnlyList<int> shape, int[] values) =>
        (Name, _type, _shape, _values, _bytes) = (name, OnnxModel.ShortIntegerType, shape, values, values.Length * sizeof(int));

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its sides.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>Its values, where they are numbers of 32 bits.</summary>
    public float[]? Floats => _values as float[];

    /// <summary>Whether its values belong in a file beside the model, where there is one.</summary>
    public bool IsLarge => _bytes >= Small;

    /// <summary>Bytes of the message.</summary>
    public long Length => Header().Length + _bytes;

    public void Write(Stream stream)
    {
        stream.Write(Header());
        WriteValues(stream);
    }

    /// <summary>Writes the values alone: little-endian, as is every machine ONNX Runtime runs on.</summary>
    public void WriteValues(Stream stream) => stream.Write(_values switch
    {
        float[] floats => MemoryMarshal.AsBytes<float>(floats),
        Half[] halves => MemoryMarshal.AsBytes<Half>(halves),
        byte[] codes => codes, // of both kinds: arrays of signed bytes pass for it
        int[] integers => MemoryMarshal.AsBytes<int>(integers),
        var longs => MemoryMarshal.AsBytes<long>((long[])longs),
    });

    /// <summary>The message of a tensor whose values lie in another file in the same folder.</summary>
    public ProtoWriter Elsewhere(string file, long offset) => Start()
        .Message(ExternalData, Entry("location", file)).Message(ExternalData, Entry("offset", $"{offset}")).Message(ExternalData, Entry("length", $"{_bytes}"))
        .Integer(DataLocation, 1);

    private static ProtoWriter Entry(string key, string value) => new ProtoWriter().Text(1, key).Text(2, value);

    private ReadOnlySpan<byte> Header() => Start().Begin(RawData, _bytes).Written;

    private ProtoWriter Start()
    {
        var header = new ProtoWriter();
        foreach (var dimension in _shape) header.Integer(1, dimension);
        return header.Integer(2, _type).Text(8, Name);
    }
}

/// <summary>A constant setting of a node (AttributeProto).</summary>
internal readonly record struct OnnxAttribute(ProtoWriter Message)
{
    public static OnnxAttribute Integer(string name, long value) =>
        new(new ProtoWriter().Text(1, name).Integer(3, value).Integer(20, 2));

    public static OnnxAttribute Float(string name, double value) =>
        new(new ProtoWriter().Text(1, name).Float(2, (float)value).Integer(20, 1));

    public static OnnxAttribute Text(string name, string value) =>
        new(new ProtoWriter().Text(1, name).Text(4, value).Integer(20, 3));

    public static OnnxAttribute Integers(string name, params ReadOnlySpan<int> values)
    {
        var message = new ProtoWriter().Text(1, name);
        foreach (var value in values) message.Integer(8, value);
        return new(message.Integer(20, 7));
    }
}
