namespace Graft.Artifacts;

/// <summary>An ONNX model being put together: nodes, constants, inputs and outputs, written in one pass.</summary>
/// <remarks>Field numbers are those of onnx.proto3, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3.</remarks>
internal sealed class OnnxModel(string name)
{
    public const int IrVersion = 8;
    public const int Opset = 17;
    public const int FloatType = 1;
    public const int ByteType = 2;
    public const int IntegerType = 7;

    private readonly ProtoWriter _nodes = new();
    private readonly ProtoWriter _ends = new ProtoWriter().Text(2, name);
    private readonly List<OnnxTensor> _tensors = [];
    private readonly HashSet<string> _tensorNames = [];
    private int _nodeCount;

    /// <summary>Adds a constant and answers its name; a name that is there already is not added again.</summary>
    public string Constant(string constant, IReadOnlyList<int> shape, float[] values)
    {
        if (_tensorNames.Add(constant)) _tensors.Add(new OnnxTensor(constant, shape, values));
        return constant;
    }

    /// <summary>A one-dimensional constant of 64-bit integers: sizes, axes, indices.</summary>
    public string Integers(string constant, params long[] values)
    {
        if (_tensorNames.Add(constant)) _tensors.Add(new OnnxTensor(constant, values));
        return constant;
    }

    /// <summary>A constant without dimensions.</summary>
    public string Scalar(string constant, float value) => Constant(constant, [], [value]);

    /// <summary>Adds a node and answers its output's name.</summary>
    public string Node(string operation, string output, IEnumerable<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtoWriter();
        foreach (var input in inputs) node.Text(1, input);
        node.Text(2, output).Text(3, $"{_nodeCount++}/{output}").Text(4, operation);
        foreach (var attribute in attributes) node.Message(5, attribute.Message);
        _nodes.Message(1, node);
        return output;
    }

    /// <summary>Declares an input: the batch is free, the rest is <paramref name="shape"/>.</summary>
    public string Input(string input, int type, params IEnumerable<int> shape)
    {
        _ends.Message(11, Value(input, type, shape));
        return input;
    }

    /// <summary>Declares an output.</summary>
    public void Output(string output, params IEnumerable<int> shape) => _ends.Message(12, Value(output, FloatType, shape));

    /// <summary>The model as a protobuf message, without metadata: entries may follow, see <see cref="Metadata"/>.</summary>
    public void Write(Stream stream)
    {
        var head = Head();
        stream.Write(head.Written);
        stream.Write(_nodes.Written);
        foreach (var tensor in _tensors)
        {
            stream.Write(new ProtoWriter().Begin(5, tensor.Length).Written);
            tensor.Write(stream);
        }
        stream.Write(_ends.Written);
    }

    /// <summary>Bytes that <see cref="Write"/> writes.</summary>
    public long Length => Head().Written.Length + GraphLength();

    /// <summary>One metadata entry, ready to be appended to a model.</summary>
    public static ReadOnlySpan<byte> Metadata(string key, string value) =>
        new ProtoWriter().Message(14, new ProtoWriter().Text(1, key).Text(2, value)).Written;

    private ProtoWriter Head()
    {
        var length = GraphLength();
        if (length > int.MaxValue)
            throw new GraftException($"{name} is larger than 2 GB.", "An ONNX file can hold 2 GB at most.", "Choose a smaller model.");
        return new ProtoWriter().Integer(1, IrVersion).Text(2, "graft").Text(3, ProducerVersion)
            .Message(8, new ProtoWriter().Text(1, "").Integer(2, Opset))
            .Begin(7, length);
    }

    private long GraphLength() => _nodes.Written.Length + _ends.Written.Length
        + _tensors.Sum(tensor => new ProtoWriter().Begin(5, tensor.Length).Written.Length + tensor.Length);

    private static string ProducerVersion => typeof(OnnxModel).Assembly.GetName().Version!.ToString(3);

    private static ProtoWriter Value(string value, int type, IEnumerable<int> shape)
    {
        var dimensions = new ProtoWriter().Message(1, new ProtoWriter().Text(2, "N"));
        foreach (var dimension in shape) dimensions.Message(1, new ProtoWriter().Integer(1, dimension));
        var tensor = new ProtoWriter().Integer(1, type).Message(2, dimensions);
        return new ProtoWriter().Text(1, value).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
