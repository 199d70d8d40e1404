using System.Globalization;

namespace Graft.Networks;

/// <summary>
/// Parameters of the face networks. Three of their files have TensorFlow's names and orders (height x width x in x out); the graph's name for a tensor says
/// which it is.
/// </summary>
internal static class FaceCheckpoint
{
    // What a graph calls the parts of a layer, and what the files call them: the first that is there is taken.
    private static readonly Dictionary<string, string[]> Parts = new()
    {
        ["weight"] = [".weight", "/filters", "/weights", "/depthwise_weights", "/gamma"],
        ["bias"] = [".bias", "/bias", "/biases", "/convolution_bn_offset", "/beta"],
        ["running_mean"] = ["/moving_mean"],
        ["running_var"] = ["/moving_variance"],
    };

    /// <summary>Every parameter of the graph.</summary>
    /// <exception cref="ProblemsException">A tensor is missing or of another shape; all of them are listed.</exception>
    public static ParameterSet Load(Graph graph, ICheckpoint checkpoint)
    {
        List<Problem> problems = [];
        var parameters = new ParameterSet();
        foreach (var spec in graph.Parameters)
            if (Read(spec, checkpoint, problems) is { } tensor) parameters.Set(spec.Name, tensor);
        return problems.Count == 0 ? parameters : throw new ProblemsException($"The weights '{checkpoint.Path}' for {graph.Name}", problems);
    }

    private static HostTensor? Read(ParameterSpec spec, ICheckpoint checkpoint, List<Problem> problems)
    {
        var dot = spec.Name.LastIndexOf('.');
        var (layer, part) = (spec.Name[..dot], spec.Name[(dot + 1)..]);
        // A separable convolution of TensorFlow has its two filters under the name of one layer: here the second is called after it.
        var names = layer switch
        {
            _ when layer.EndsWith(FaceLayers.Depthwise, StringComparison.Ordinal) => [$"{layer[..^FaceLayers.Depthwise.Length]}/depthwise_filter"],
            _ when layer.EndsWith(FaceLayers.Pointwise, StringComparison.Ordinal) => part == "bias"
                ? [$"{layer[..^FaceLayers.Pointwise.Length]}/bias"]
                : [$"{layer[..^FaceLayers.Pointwise.Length]}/pointwise_filter"],
            _ => Parts.GetValueOrDefault(part, []).Select(ending => layer + ending).ToArray(),
        };
        if (names.FirstOrDefault(checkpoint.Entries.ContainsKey) is { } name) return Ordered(spec, name, Values(name, checkpoint), problems);
        switch (spec.Role) // of a scale and shift that stands where others have a batch norm
        {
            case ParameterRole.BatchCount or ParameterRole.RunningMean:
                return new(spec.Shape, new float[spec.Count]);
            case ParameterRole.RunningVariance:
                return new(spec.Shape, [.. Enumerable.Repeat(1f, (int)spec.Count)]);
            default:
                problems.Add(new(spec.Name, "It is not in the file.", "Restore the file."));
                return null;
        }
    }

    // Where the metadata has a factor and an addend for a tensor, they make values of its bytes.
    private static HostTensor Values(string name, ICheckpoint checkpoint)
    {
        var tensor = checkpoint.Read(name);
        if (!checkpoint.Metadata.TryGetValue(name, out var text) || text.Split(' ') is not [var factor, var addend]) return tensor;
        var (scale, shift) = (double.Parse(factor, CultureInfo.InvariantCulture), double.Parse(addend, CultureInfo.InvariantCulture));
        return tensor with { Data = Array.ConvertAll(tensor.Data, value => (float)(value * scale + shift)) };
    }

    private static HostTensor? Ordered(ParameterSpec spec, string name, HostTensor tensor, List<Problem> problems)
    {
        var isTensorFlow = name.Contains('/') && tensor.Shape.Count is 2 or 4 && !name.EndsWith(".weight", StringComparison.Ordinal);
        var ordered = !isTensorFlow ? tensor
            : tensor.Shape.Count == 2 ? Transposed(tensor, [1, 0])
            // One filter for each channel: height x width x channels x 1.
            : name.Contains("depthwise") && tensor.Shape[3] == 1 ? Transposed(tensor, [2, 3, 0, 1])
            : Transposed(tensor, [3, 2, 0, 1]);
        if (ordered.Shape.SequenceEqual(spec.Shape)) return ordered;
        problems.Add(new(spec.Name, $"It is {TensorShape.Text(ordered.Shape)} where {TensorShape.Text(spec.Shape)} is needed.", "Restore the file."));
        return null;
    }

    private static HostTensor Transposed(HostTensor tensor, int[] order)
    {
        var shape = tensor.Shape;
        var strides = new int[shape.Count];
        for (int i = shape.Count - 1, stride = 1; i >= 0; stride *= shape[i], i--) strides[i] = stride;
        int[] target = [.. order.Select(axis => shape[axis])];
        var data = new float[tensor.Data.Length];
        var at = new int[target.Length];
        for (var i = 0; i < data.Length; i++)
        {
            var from = 0;
            for (var axis = 0; axis < at.Length; axis++) from += at[axis] * strides[order[axis]];
            data[i] = tensor.Data[from];
            for (var axis = at.Length - 1; axis >= 0 && ++at[axis] == target[axis]; axis--) at[axis] = 0;
        }
        return new(target, data);
    }
}

/// <summary>Endings that tell the two filters of a separable convolution apart.</summary>
internal static class FaceLayers
{
    public const string Depthwise = "#depthwise";
    public const string Pointwise = "#pointwise";

    /// <summary>A filter for each channel, then one pixel wide across the channels, with a bias.</summary>
    public static int Separable(this GraphBuilder g, string name, int x, int width, Window window)
    {
        x = g.Conv(name + Depthwise, x, g.ChannelsOf(x), window, groups: g.ChannelsOf(x));
        return g.Conv(name + Pointwise, x, width, Window.Square(1), bias: true);
    }
}
