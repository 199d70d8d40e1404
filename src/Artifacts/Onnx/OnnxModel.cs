using Graft.Networks;

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
    public const int BooleanType = 9;
    public const int HalfType = 10;
    public const int DoubleType = 11;
    public const int SignedByteType = 3;
    public const int ShortIntegerType = 6;

    /// <summary>In a shape: any number of rows.</summary>
    public const int FreeHeight = -1;

    /// <summary>In a shape: any number of columns.</summary>
    public const int FreeWidth = -2;

    /// <summary>In a shape: rows of pasted masks, which need not be those of the images.</summary>
    public const int FreeMaskHeight = -3;

    /// <summary>In a shape: columns of pasted masks.</summary>
    public const int FreeMaskWidth = -4;

    private readonly ProtoWriter _nodes = new();
    private readonly ProtoWriter _ends = new ProtoWriter().Text(2, name);
    private readonly OrderedDictionary<string, OnnxTensor> _tensors = [];
    private readonly HashSet<string> _halves = []; // constants that are stored in 16 bits, under another name
    private readonly HashSet<string> _outputs = [];
    private List<OnnxNode> _graph = [];
    private bool _isFinished;

    /// <summary>Adds a constant and answers its name; a name that is there already is not added again.</summary>
    public string Constant(string constant, IReadOnlyList<int> shape, float[] values)
    {
        if (_tensors.ContainsKey(constant) || _halves.Contains(constant)) return constant;
        if (!Form.HasHalfWeights || shape.Count < 2 || !HalfPrecision.IsExact(values))
        {
            return Constant(new OnnxTensor(constant, shape, values));
        }
        // ONNX Runtime widens it once, when it loads: the file is half as large, the answers are those of 32 bits.
        _halves.Add(constant);
        var half = Constant(new OnnxTensor($"{constant}/half", shape, Array.ConvertAll(values, value => (Half)value)));
        return Node("Cast", constant, [half], OnnxAttribute.Integer("to", FloatType));
    }

    /// <summary>How numbers are stored.</summary>
    public OnnxForm Form { get; init; } = OnnxForm.Single;

    /// <summary>The nodes, each after those that it reads.</summary>
    public IReadOnlyList<OnnxNode> Graph => _graph;

    /// <summary>Names of the outputs.</summary>
    public IReadOnlySet<string> OutputNames => _outputs;

    /// <summary>A constant; null where there is none of that name.</summary>
    public OnnxTensor? Find(string constant) => _tensors.GetValueOrDefault(constant);

    /// <summary>Adds a constant; one that is there already is not added again.</summary>
    public string Constant(OnnxTensor tensor)
    {
        _tensors.TryAdd(tensor.Name, tensor);
        return tensor.Name;
    }

    /// <summary>Puts other nodes in place of all, and drops the constants that none of them reads.</summary>
    public void Replace(IEnumerable<OnnxNode> nodes)
    {
        _graph = [.. nodes];
        HashSet<string> read = [.. _graph.SelectMany(node => node.Inputs), .. _outputs];
        foreach (var unread in _tensors.Keys.Where(name => !read.Contains(name)).ToList()) _tensors.Remove(unread);
    }

    /// <summary>A one-dimensional constant of 64-bit integers: sizes, axes, indices.</summary>
    public string Integers(string constant, params long[] values) => Constant(new OnnxTensor(constant, values));

    /// <summary>A 64-bit integer without dimensions.</summary>
    public string Integer(string constant, long value) => Constant(new OnnxTensor(constant, [value], isScalar: true));

    /// <summary>A constant without dimensions.</summary>
    public string Scalar(string constant, float value) => Constant(constant, [], [value]);

    /// <summary>Adds a node and answers its output's name.</summary>
    public string Node(string operation, string output, IEnumerable<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        Nodes(operation, [output], inputs, attributes);
        return output;
    }

    /// <summary>Adds a node with several outputs.</summary>
    public void Nodes(string operation, IReadOnlyList<string> outputs, IEnumerable<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes)
    {
        _graph.Add(new OnnxNode(operation, outputs, [.. inputs], attributes.ToArray()));
    }

    /// <summary>
    /// Declares an input: the batch is free, the rest is <paramref name="shape"/>, with <see cref="FreeHeight"/> and <see cref="FreeWidth"/> for free
    /// sides.
    /// </summary>
    public string Input(string input, int type, params IEnumerable<int> shape)
    {
        _ends.Message(11, Value(input, type, shape));
        return input;
    }

    /// <summary>Declares an input that need not be given: there is a constant of the same name.</summary>
    public void OptionalInput(string input, params IEnumerable<int> shape) => _ends.Message(11, Value(input, FloatType, shape, batch: null));

    /// <summary>Declares an input of two values an image that need not be given: there is a constant of the same name with one row for all.</summary>
    public void OptionalSizes(string input) => _ends.Message(11, Value(input, FloatType, [2], batch: "P"));

    /// <summary>Declares an output.</summary>
    public void Output(string output, params IEnumerable<int> shape)
    {
        _outputs.Add(output);
        _ends.Message(12, Value(output, FloatType, shape));
    }

    /// <summary>Declares an output of numbers of 32 bits whose shape is left open.</summary>
    public void OpenOutput(string output)
    {
        if (_outputs.Add(output))
            _ends.Message(12, new ProtoWriter().Text(1, output).Message(2, new ProtoWriter().Message(1, new ProtoWriter().Integer(1, FloatType))));
    }

    /// <summary>Declares an output of which the first side is free and called otherwise than the batch.</summary>
    public void Output(string output, int type, string first, params IEnumerable<int> shape)
    {
        _outputs.Add(output);
        _ends.Message(12, Value(output, type, shape, first));
    }

    /// <summary>The model as a protobuf message, without metadata: entries may follow, see <see cref="Metadata"/>.</summary>
    public void Write(Stream stream)
    {
        Finish();
        stream.Write(Head(GraphLength()).Written);
        stream.Write(_nodes.Written);
        foreach (var tensor in _tensors.Values)
        {
            stream.Write(new ProtoWriter().Begin(5, tensor.Length).Written);
            tensor.Write(stream);
        }
        stream.Write(_ends.Written);
    }

    /// <summary>The model with the values of large tensors in a second file beside it, which may be larger than 2 GB.</summary>
    /// <param name="stream">The model.</param>
    /// <param name="values">The second file.</param>
    /// <param name="file">Its name.</param>
    public void Write(Stream stream, Stream values, string file)
    {
        Finish();
        const int page = 4096; // offsets that the runtime can map into memory
        var graph = new ProtoWriter();
        foreach (var tensor in _tensors.Values.Where(tensor => !tensor.IsLarge))
        {
            var message = new MemoryStream();
            tensor.Write(message);
            graph.Bytes(5, message.ToArray());
        }
        foreach (var tensor in _tensors.Values.Where(tensor => tensor.IsLarge))
        {
            values.Position = (values.Position + page - 1) / page * page;
            graph.Message(5, tensor.Elsewhere(file, values.Position));
            tensor.WriteValues(values);
        }
        stream.Write(Head(_nodes.Written.Length + graph.Written.Length + _ends.Written.Length).Written);
        stream.Write(_nodes.Written);
        stream.Write(graph.Written);
        stream.Write(_ends.Written);
    }

    /// <summary>Bytes that <see cref="Write(Stream)"/> writes, after <see cref="Finish"/>.</summary>
    public long Length => _isFinished ? Head(GraphLength()).Written.Length + GraphLength()
        : throw new InvalidOperationException("It is not finished.");

    /// <summary>Puts the nodes into the form of numbers that was asked for; nothing is added afterwards. Writing does it where it is not done.</summary>
    public void Finish()
    {
        if (_isFinished) return;
        _isFinished = true;
        if (Form.Observer is { } observer) observer.Names = QuantisedNodes.Of(this).Observe();
        if (Form.Quantisation is { } quantisation) new Quantiser(this, quantisation).Rewrite();
        for (var at = 0; at < _graph.Count; at++) _nodes.Message(1, _graph[at].Message(at));
    }

    /// <summary>One metadata entry, ready to be appended to a model.</summary>
    public static ReadOnlySpan<byte> Metadata(string key, string value) =>
        new ProtoWriter().Message(14, new ProtoWriter().Text(1, key).Text(2, value)).Written;

    private ProtoWriter Head(long length)
    {
        if (length > int.MaxValue) throw OnnxSize.TooLarge(name, length);
        return new ProtoWriter().Integer(1, IrVersion).Text(2, "graft").Text(3, ProducerVersion)
            .Message(8, new ProtoWriter().Text(1, "").Integer(2, Opset))
            .Begin(7, length);
    }

    private long GraphLength() => _nodes.Written.Length + _ends.Written.Length
        + _tensors.Values.Sum(tensor => new ProtoWriter().Begin(5, tensor.Length).Written.Length + tensor.Length);

    private static string ProducerVersion => typeof(OnnxModel).Assembly.GetName().Version!.ToString(3);

    private static ProtoWriter Value(string value, int type, IEnumerable<int> shape, string? batch = "N")
    {
        var dimensions = new ProtoWriter();
        if (batch is not null) dimensions.Message(1, new ProtoWriter().Text(2, batch));
        foreach (var dimension in shape)
            dimensions.Message(1, dimension switch
            {
                FreeHeight => new ProtoWriter().Text(2, "H"),
                FreeWidth => new ProtoWriter().Text(2, "W"),
                FreeMaskHeight => new ProtoWriter().Text(2, "MH"),
                FreeMaskWidth => new ProtoWriter().Text(2, "MW"),
                _ => new ProtoWriter().Integer(1, dimension),
            });
        var tensor = new ProtoWriter().Integer(1, type).Message(2, dimensions);
        return new ProtoWriter().Text(1, value).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
