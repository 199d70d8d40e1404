using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Writes a graph as ONNX for inference: dropout gone, auxiliary head gone, batch norm folded.</summary>
internal static class OnnxWriter
{
    /// <summary>Name of the input in image mode: uint8, N x H x W x 3.</summary>
    public const string Images = "images";

    /// <summary>Name of the input in float mode.</summary>
    public const string Values = "values";

    /// <summary>Name of the output of <see cref="OnnxOutputs.Features"/>.</summary>
    public const string Features = "features";

    /// <summary>Softmax output of <see cref="OnnxOutputs.Classification"/>.</summary>
    public const string Scores = "scores";

    /// <summary>Output of <see cref="OnnxOutputs.Classification"/> before temperature and softmax.</summary>
    public const string Logits = "logits";

    /// <summary>Output of <see cref="OnnxOutputs.Descriptor"/>.</summary>
    public const string Descriptor = "descriptor";

    /// <summary>
    /// Output of every model file whose network has one: N x numbers, what the network keeps of an image before its head. Files of earlier versions lack it.
    /// </summary>
    public const string Embedding = "embedding";

    /// <summary>Output of files of 8 bits: what comes out of their last layers of 8 bits, see <see cref="QuantisedLayers.Tested"/>; for one image.</summary>
    public const string SelfTest = "self_test";

    /// <summary>What follows a model's name in that of the file which <see cref="WriteApart"/> writes beside it.</summary>
    public const string DataSuffix = ".data";

    /// <summary>Writes the model; large tensors go straight from <paramref name="parameters"/> to the stream.</summary>
    /// <exception cref="GraftException">A parameter is missing or of another shape, the image's size does not fit, or the model is above 2 GB.</exception>
    public static void Write(Stream stream, Graph graph, ParameterSet parameters, OnnxOptions options) =>
        Build(graph, parameters, options).Write(stream);

    /// <summary>Writes the model for this machine only: the parameters go to a second file, PATH.data, and may be larger than 2 GB.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static void WriteApart(string path, Graph graph, ParameterSet parameters, OnnxOptions options)
    {
        const int buffer = 1 << 16;
        var values = path + DataSuffix;
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, buffer);
        using var data = new FileStream(values, FileMode.CreateNew, FileAccess.Write, FileShare.None, buffer);
        Build(graph, parameters, options).Write(stream, data, Path.GetFileName(values));
    }

    /// <summary>The model in one array of its exact size.</summary>
    /// <inheritdoc cref="Write" path="/exception"/>
    public static byte[] ToBytes(Graph graph, ParameterSet parameters, OnnxOptions options)
    {
        var model = Build(graph, parameters, options);
        model.Finish();
        var bytes = new byte[model.Length];
        model.Write(new MemoryStream(bytes));
        return bytes;
    }

    private static OnnxModel Build(Graph graph, ParameterSet parameters, OnnxOptions options)
    {
        if (options.Preprocess is null == options.InputShape is null)
            throw new ArgumentException($"Set either {nameof(options.Preprocess)} or {nameof(options.InputShape)}.", nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Temperature);
        var size = options switch
        {
            { Preprocess: { } preprocess } => (preprocess.Height, preprocess.Width),
            { InputShape: [_, var h, var w] } => (h, w),
            _ => (1, 1),
        };
        var model = new OnnxModel(graph.Name) { Form = options.Form };
        var writer = OperationWriter.Of(model, graph, parameters, size);
        var input = options.Preprocess is { } contract
            ? NormalisationWriter.Write(model, contract)
            : model.Input(Values, OnnxModel.FloatType, options.InputShape!);
        if (options.Outputs != OnnxOutputs.Classification)
        {
            Name(model, writer.Write(input), writer.OutputShape, options);
            return model;
        }
        Name(model, writer.WriteAll(input, Embedding)[0], writer.OutputShape, options);
        DeclareEmbedding(model, writer);
        return model;
    }

    /// <summary>Declares <see cref="Embedding"/> where the writer has written it.</summary>
    public static void DeclareEmbedding(OnnxModel model, OperationWriter writer)
    {
        if (writer.EmbeddingWidth is { } width) model.Output(Embedding, width);
    }

    private static void Name(OnnxModel model, string answer, IReadOnlyList<int> shape, OnnxOptions options)
    {
        if (options.Outputs != OnnxOutputs.Classification)
        {
            var name = options.Outputs == OnnxOutputs.Descriptor ? Descriptor : Features;
            model.Node("Identity", name, [answer]);
            model.Output(name, shape);
            return;
        }
        if (shape is not [var classes])
            throw new GraftException($"A classifier answers with one number per class, not with [{string.Join(", ", shape)}].");
        model.Node("Identity", Logits, [answer]);
        var scaled = options.Temperature == 1
            ? Logits
            : model.Node("Div", "logits/scaled", [Logits, model.Scalar("temperature", (float)options.Temperature)]);
        model.Node("Softmax", Scores, [scaled], OnnxAttribute.Integer("axis", 1));
        model.Output(Scores, classes);
        model.Output(Logits, classes);
    }
}
