using Graft.Imaging;

namespace Graft.Artifacts;

/// <summary>
/// Where the cells of a map lie in the input: the middle of what each sees. Windows with as much padding on both edges have the first cell in the middle of
/// the first pixel, not of the first 32, so that the map does not lie evenly over the image.
/// </summary>
/// <param name="producers">What made each value of the graph.</param>
internal sealed class MapPlacement(IReadOnlyDictionary<string, ReadNode> producers)
{
    private static readonly HashSet<string> Windows = ["Conv", "MaxPool", "AveragePool"];

    // What comes out of them lies where it lay. Not what gathers the whole image (a gate on the channels) or moves pixels.
    private static readonly HashSet<string> InPlace =
    [
        "Add", "Mul", "Concat", "Relu", "Clip", "Sigmoid", "HardSwish", "HardSigmoid", "LeakyRelu", "Tanh", "Identity", "BatchNormalization", "Cast", "Div",
        "Erf", "QuantizeLinear", "DequantizeLinear", "Slice",
    ];

    private readonly Dictionary<string, Placement?> _known = new() { [OnnxWriter.Images] = new(1, 1, 0, 0) };

    /// <summary>Of a map: columns and rows, of which the first goes from 0 to 1, as pixels of the input; null where it is not known.</summary>
    public Placement? Of(string map) => Middles(map) is not { } middles ? null
        : middles with { ShiftX = middles.ShiftX + (1 - middles.ScaleX) / 2, ShiftY = middles.ShiftY + (1 - middles.ScaleY) / 2 };

    // Where the middle of a cell lies: both are counted by their number.
    private Placement? Middles(string name)
    {
        if (_known.TryGetValue(name, out var known)) return known;
        Placement? found = null;
        if (producers.GetValueOrDefault(name) is { } node)
        {
            if (Windows.Contains(node.Operation)) found = Before(node, Middles(node.Inputs[0]));
            else if (node.Operation == "Transpose" && node.Inputs[0] == OnnxWriter.Images) found = Middles(node.Inputs[0]);
            else if (InPlace.Contains(node.Operation)) found = node.Inputs.Select(Middles).FirstOrDefault(one => one is not null);
        }
        return _known[name] = found;
    }

    private static Placement? Before(ReadNode node, Placement? input)
    {
        if (input is not { } own) return null;
        var kernel = node.Integers["kernel_shape"];
        var (strides, dilations) = (Of("strides", 1), Of("dilations", 1));
        var pads = node.Integers.GetValueOrDefault("pads") is { Count: 4 } given ? given : [0, 0, 0, 0];
        double First(int axis) => dilations[axis] * (kernel[axis] - 1) / 2.0 - pads[axis];
        return new(own.ScaleX * strides[1], own.ScaleY * strides[0], own.ShiftX + own.ScaleX * First(1), own.ShiftY + own.ScaleY * First(0));

        IReadOnlyList<long> Of(string name, long otherwise) => node.Integers.GetValueOrDefault(name) is { Count: 2 } two ? two : [otherwise, otherwise];
    }
}
