namespace Graft.Networks;

/// <summary>Writes a <see cref="Graph"/> operation by operation. Values are node indices; channels are known as it goes.</summary>
internal sealed partial class GraphBuilder
{
    private readonly List<Node> _nodes = [];
    private readonly List<Stage> _stages = [];
    private string _stage = "stem";

    /// <summary>Starts a graph with its input as value 0.</summary>
    public GraphBuilder(string name, int channels = 3)
    {
        Name = name;
        Append(new Operation.Input(channels), channels);
    }

    /// <summary>Name of the model.</summary>
    public string Name { get; }

    /// <summary>How fresh values of the graph are drawn.</summary>
    public Initialisation Initialisation { get; init; }

    /// <summary>The input's value.</summary>
    public int Input => 0;

    /// <summary>Channels of a value.</summary>
    public int ChannelsOf(int value) => _nodes[value].Channels;

    /// <summary>Operations from here on belong to this stage.</summary>
    public void Begin(string stage) => _stage = stage;

    /// <summary>Ends the current stage: <paramref name="output"/> is its feature tap, one pixel for every stride x stride of the image.</summary>
    public void End(int output, int stride) => _stages.Add(new Stage(_stage, output, ChannelsOf(output), stride));

    /// <summary>Convolution without bias unless asked for.</summary>
    public int Conv(string name, int x, int width, Window window, int groups = 1, bool bias = false) =>
        Append(new Operation.Convolution(name, ChannelsOf(x), width, window, groups, bias), width, x);

    /// <summary>Square transposed convolution with bias.</summary>
    public int TransposedConv(string name, int x, int width, int kernel, int stride) =>
        Append(new Operation.TransposedConvolution(name, ChannelsOf(x), width, kernel, stride), width, x);

    /// <summary>Batch normalisation.</summary>
    public int Norm(string name, int x, double epsilon = 1e-5, double momentum = 0.1) =>
        Append(new Operation.BatchNorm(name, ChannelsOf(x), epsilon, momentum), ChannelsOf(x), x);

    /// <summary>Group normalisation.</summary>
    public int GroupNorm(string name, int x, int groups, double epsilon = 1e-5) =>
        Append(new Operation.GroupNorm(name, ChannelsOf(x), groups, epsilon), ChannelsOf(x), x);

    /// <summary>Elementwise function.</summary>
    public int Activate(int x, Activation function) => Append(new Operation.Activate(function), ChannelsOf(x), x);

    /// <summary>max(x, 0).</summary>
    public int Relu(int x) => Activate(x, Activation.Relu);

    /// <summary>Largest value of each window.</summary>
    public int MaxPool(int x, Window window, bool ceilMode = false) => Append(new Operation.MaxPool(window, ceilMode), ChannelsOf(x), x);

    /// <summary>Mean of each window.</summary>
    public int AveragePool(int x, Window window, bool countIncludesPadding = true) =>
        Append(new Operation.AveragePool(window, countIncludesPadding), ChannelsOf(x), x);

    /// <summary>Mean over height x width equal shares.</summary>
    public int AdaptiveAveragePool(int x, int height = 1, int width = 1) =>
        Append(new Operation.AdaptiveAveragePool(height, width), ChannelsOf(x), x);

    /// <summary>To N x features; <paramref name="features"/> is channels times the pixels left.</summary>
    public int Flatten(int x, int features) => Append(new Operation.Flatten(), features, x);

    /// <summary>Matrix product with bias.</summary>
    public int Linear(string name, int x, int width, bool bias = true) =>
        Append(new Operation.Linear(name, ChannelsOf(x), width, bias), width, x);

    /// <summary>Each vector divided by its length.</summary>
    public int UnitLength(int x) => Append(new Operation.UnitLength(), ChannelsOf(x), x);

    /// <summary>Sum.</summary>
    public int Add(int x, int y) => Append(new Operation.Add(), ChannelsOf(x), x, y);

    /// <summary>Brings a value to the height and width of another.</summary>
    public int Resize(int x, int like, ResizeMode mode) => Append(new Operation.Resize(mode), ChannelsOf(x), x, like);

    /// <summary>Channels side by side.</summary>
    public int Concatenate(params int[] values) => Append(new Operation.Concatenate(), values.Sum(ChannelsOf), values);

    /// <summary>Dropout while training.</summary>
    public int Dropout(int x, double rate) => Append(new Operation.Dropout(rate), ChannelsOf(x), x);

    /// <summary>Leaves an image out while training: on the branch of a residual block.</summary>
    public int StochasticDepth(int x, double rate) => Append(new Operation.StochasticDepth(rate), ChannelsOf(x), x);

    /// <summary>Product; <paramref name="y"/> may be one number per channel.</summary>
    public int Multiply(int x, int y) => Append(new Operation.Multiply(), ChannelsOf(x), x, y);

    /// <summary>Some channels.</summary>
    public int ChannelSlice(int x, int start, int count) => Append(new Operation.ChannelSlice(start, count), count, x);

    /// <summary>Channels dealt out from groups in turn.</summary>
    public int ChannelShuffle(int x, int groups) => Append(new Operation.ChannelShuffle(groups), ChannelsOf(x), x);

    /// <summary>Zeros at the end of the channels, rows and columns.</summary>
    public int ZeroPad(int x, int channels, int rows, int columns) =>
        Append(new Operation.ZeroPad(channels, rows, columns), ChannelsOf(x) + channels, x);

    /// <summary>Constant scale and shift per channel.</summary>
    public int ChannelAffine(int x, float[] scale, float[] shift) => Append(new Operation.ChannelAffine(scale, shift), ChannelsOf(x), x);

    /// <summary>
    /// Takes over another graph, its input being a value of this one: every tensor's name gets the prefix, stages keep their names
    /// and follow those there are. Answers where each of its nodes is now.
    /// </summary>
    /// <param name="part">The other graph, for example a backbone without its head.</param>
    /// <param name="input">The value that is its input.</param>
    /// <param name="prefix">Put before every tensor's name, for example <c>backbone.body.</c>; with its dot.</param>
    public IReadOnlyList<int> Embed(Graph part, int input, string prefix)
    {
        var moved = new int[part.Nodes.Count];
        moved[0] = input;
        foreach (var node in part.Nodes.Skip(1))
        {
            _stage = node.Stage;
            moved[node.Index] = Append(node.Operation.Renamed(name => prefix + name), node.Channels, [.. node.Inputs.Select(value => moved[value])]);
        }
        _stages.AddRange(part.Stages.Select(stage => stage with { Output = moved[stage.Output] }));
        return moved;
    }

    /// <summary>A second value from outside, for a graph that only lists what several networks are made of.</summary>
    internal int Outside(int channels) => Append(new Operation.Input(channels), channels);

    /// <summary>The finished graph.</summary>
    public Graph Build(int output, int? auxiliary = null) => new(Name, [.. _nodes], [.. _stages], output, auxiliary) { Initialisation = Initialisation };

    /// <summary>The finished graph, which answers with several values; the first is its <see cref="Graph.Output"/>.</summary>
    public Graph Build(IReadOnlyList<GraphOutput> outputs) =>
        new(Name, [.. _nodes], [.. _stages], outputs[0].Node, null) { Initialisation = Initialisation, Outputs = [.. outputs] };

    private int Append(Operation operation, int channels, params int[] inputs)
    {
        _nodes.Add(new Node(_nodes.Count, operation, inputs, _stage, channels));
        return _nodes.Count - 1;
    }
}
