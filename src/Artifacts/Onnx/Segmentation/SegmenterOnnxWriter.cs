using Graft.Imaging;
using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>
/// Writes a segmentation network as one ONNX file with everything inside: normalisation, filling up to what the network
/// needs (<see cref="SegmentationCatalogue.SizeMultipleOf"/>), network, resizing to the image, softmax and choice. Batch and size of the
/// images are free.
/// </summary>
internal static class SegmenterOnnxWriter
{
    /// <summary>Output: uint8 N x H x W, the likeliest class of every pixel.</summary>
    public const string ClassMap = "class_map";

    /// <summary>Output: float32 N x classes x H x W, adding up to one at every pixel.</summary>
    public const string Probabilities = "probabilities";

    // Any multiple of 32 gives the same padding; large enough that no map is a single pixel.
    private const int Side = 320;

    /// <summary>Writes the model.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="graph">The network: logits N x classes x H x W at the size of its input.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="preprocess">Normalisation; <see cref="Preprocess.ResizeLonger"/> is above 0.</param>
    /// <param name="form">How its numbers are stored.</param>
    /// <exception cref="GraftException">A parameter is missing or of another shape, or the contract is for images of one size.</exception>
    public static void Write(Stream stream, Graph graph, ParameterSet parameters, Preprocess preprocess, OnnxForm form)
    {
        if (preprocess.ResizeLonger < 1) throw new GraftException("The preprocessing is for images of one size.", "A segmentation network takes any.");
        var model = new OnnxModel(graph.Name) { Form = form };
        var s = new OnnxScript(model, "segment");
        var images = NormalisationWriter.Write(model, preprocess);
        var multiple = SegmentationCatalogue.SizeMultipleOf(graph.Name);
        var network = OperationWriter.Of(model, graph, parameters, (Side, Side), isFree: true);
        var cut = multiple == 1 ? network.WriteAll(images, OnnxWriter.Embedding)[0] : Filled();
        model.Node("Softmax", Probabilities, [cut], OnnxAttribute.Integer("axis", 1));
        var likeliest = s.Op("ArgMax", [cut], OnnxAttribute.Integer("axis", 1), OnnxAttribute.Integer("keepdims", 0));
        model.Node("Cast", ClassMap, [likeliest], OnnxAttribute.Integer("to", OnnxModel.ByteType));
        model.Output(ClassMap, OnnxModel.ByteType, "N", OnnxModel.FreeHeight, OnnxModel.FreeWidth);
        model.Output(Probabilities, graph.OutputChannels, OnnxModel.FreeHeight, OnnxModel.FreeWidth);
        OnnxWriter.DeclareEmbedding(model, network);
        model.Write(stream);

        // Mean colour is 0 after normalisation, so the fill is the padding that convolutions have at an image's edge anyway.
        string Filled()
        {
            var (height, width) = (s.Side(images, 2), s.Side(images, 3));
            var pads = s.Concat(0, s.Ints(0, 0, 0, 0, 0, 0), Missing(height), Missing(width));
            var answer = network.WriteAll(s.Op("Pad", images, pads), OnnxWriter.Embedding)[0];
            return s.Op("Slice", [answer, s.Ints(0, 0), s.Concat(0, s.Unsqueeze(height, 0), s.Unsqueeze(width, 0)), s.Ints(2, 3)]);
        }

        string Missing(string side) => s.Unsqueeze(s.Op("Mod", s.Op("Sub", s.Int(0), side), s.Int(multiple)), 0);
    }
}
