namespace Graft.Artifacts;

/// <summary>
/// Which nodes of a model can work on 8 bits: convolutions and matrix products but the last, and what lies between them. Whatever leads
/// to an answer without another of them (logits, boxes, proposals) stays in 32 bits.
/// </summary>
internal sealed class QuantisedNodes
{
    private static readonly HashSet<string> Between = ["Add", "Mul", "Concat", "GlobalAveragePool", "AveragePool", "Sigmoid"];
    private static readonly HashSet<string> Same = ["MaxPool", "Resize"]; // their answers are among their inputs
    private static readonly HashSet<string> Bounds = ["Relu", "Clip"]; // what 8 bits without a sign do by themselves
    private static readonly HashSet<string> Activations = ["HardSwish", "HardSigmoid", "LeakyRelu", "Tanh", "Sigmoid"];

    // What hands a map's numbers on, each changed a little or moved. What chooses among them (TopK, Gather, NonMaxSuppression) does not.
    private static readonly HashSet<string> Steps =
    [
        .. Between, .. Same, .. Bounds, .. Activations, "Conv", "ConvTranspose", "Gemm", "MatMul", "Flatten", "RoiAlign", "Identity", "BatchNormalization",
        "LayerNormalization", "LpNormalization", "Transpose", "Reshape", "Softmax", "Sub", "Div", "Pow", "Sqrt", "ReduceMean", "Erf", "Pad", "Slice", "Split",
        "Squeeze", "Unsqueeze",
    ];

    private readonly OnnxModel _model;
    private readonly Dictionary<string, OnnxNode> _producers = [];
    private readonly Dictionary<string, List<OnnxNode>> _consumers = [];
    private readonly HashSet<OnnxNode> _chosen = new(ReferenceEqualityComparer.Instance);

    private QuantisedNodes(OnnxModel model) => _model = model;

    /// <summary>Finds them.</summary>
    /// <param name="model">A model that is put together.</param>
    /// <param name="keep">Of a layer's name and its stage, whether it stays in 32 bits; null keeps none.</param>
    public static QuantisedNodes Of(OnnxModel model, Func<string, string, bool>? keep = null)
    {
        var found = new QuantisedNodes(model);
        foreach (var node in model.Graph)
        {
            foreach (var output in node.Outputs) found._producers[output] = node;
            foreach (var input in node.Inputs.Distinct()) found.ConsumersOf(input).Add(node);
        }
        found.Choose(keep ?? ((_, _) => false));
        return found;
    }

    /// <summary>Whether it works on 8 bits.</summary>
    public bool Contains(OnnxNode node) => _chosen.Contains(node);

    /// <summary>Whether it has weights of its own: a convolution or a matrix product.</summary>
    public bool IsLayer(OnnxNode node) => node.Operation is "Conv" or "Gemm" && _model.Find(node.Inputs[1])?.Floats is not null
        && node.Inputs.Skip(2).All(bias => bias.Length == 0 || _model.Find(bias)?.Floats is not null);

    /// <summary>Whether its answer needs the same range as its first input.</summary>
    public static bool KeepsRange(OnnxNode node) => Same.Contains(node.Operation);

    /// <summary>
    /// The only reader of a layer or a sum that bounds it below by 0 and perhaps above, which the codes do by themselves; null where there is none.
    /// </summary>
    public OnnxNode? BoundAfter(OnnxNode node) => (IsLayer(node) || node.Operation == "Add") && !_model.OutputNames.Contains(node.Output)
        && ConsumersOf(node.Output) is [var only] && Bounds.Contains(only.Operation) ? only : null;

    /// <summary>What made it; null for inputs and constants.</summary>
    public OnnxNode? ProducerOf(string name) => _producers.GetValueOrDefault(name);

    /// <summary>Inputs that are computed, not constants.</summary>
    public IEnumerable<string> ActivationsOf(OnnxNode node) => IsLayer(node) || KeepsRange(node) ? node.Inputs.Take(1) : node.Inputs;

    /// <summary>
    /// The last layers of 8 bits: from what they answer no way leads to another layer of 8 bits, unless through a choice. Every layer of 8 bits goes into one
    /// of them: those before the head of a classifier; of a detector the convolution before the proposals, that of each tower, the last of its boxes and masks.
    /// </summary>
    public IEnumerable<OnnxNode> LastLayers()
    {
        HashSet<OnnxNode> leads = new(ReferenceEqualityComparer.Instance); // to a layer of 8 bits
        foreach (var node in _model.Graph.Reverse())
            if (Contains(node) || (Steps.Contains(node.Operation) && GoesOn(node))) leads.Add(node);
        return [.. _model.Graph.Where(node => Contains(node) && IsLayer(node) && !GoesOn(node))];

        bool GoesOn(OnnxNode node) => node.Outputs.Any(output =>
            ConsumersOf(output).Any(reader => leads.Contains(reader) && (reader.Operation != "RoiAlign" || reader.Inputs[0] == output)));
    }

    /// <summary>Makes everything whose range is needed an output.</summary>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> Observe()
    {
        List<string> names = [.. _chosen.SelectMany(Ranged).Distinct()];
        names.ForEach(_model.OpenOutput);
        return names;
    }

    /// <summary>Names of the activations around a node whose ranges are needed.</summary>
    private IEnumerable<string> Ranged(OnnxNode node)
    {
        IEnumerable<string> names = [.. ActivationsOf(node), node.Output];
        return BoundAfter(node) is { } bound ? names.Append(bound.Output) : names;
    }

    private List<OnnxNode> ConsumersOf(string name)
    {
        if (!_consumers.TryGetValue(name, out var nodes)) _consumers[name] = nodes = [];
        return nodes;
    }

    private void Choose(Func<string, string, bool> keep)
    {
        var before = BeforeALayer();
        foreach (var node in _model.Graph)
            if (IsLayer(node) ? (before.Contains(node) || _model.Form.HasLastLayer) && !keep(NameOf(node), node.Output) : IsBetween(node))
                _chosen.Add(node);
        // Whoever is left alone by what is taken out goes too.
        while (_chosen.RemoveWhere(node => !IsWorthwhile(node)) > 0)
        {
        }
    }

    /// <summary>The published name of a layer.</summary>
    public static string NameOf(OnnxNode layer) => layer.Inputs[1].LastIndexOf('.') is >= 0 and var end ? layer.Inputs[1][..end] : layer.Inputs[1];

    private bool IsBetween(OnnxNode node) => (Between.Contains(node.Operation) || KeepsRange(node))
        && ActivationsOf(node).All(input => input.Length > 0 && ProducerOf(input) is { Operation: not "Shape" and not "Slice" and not "Cast" });

    private bool IsWorthwhile(OnnxNode node)
    {
        if (_model.OutputNames.Contains(node.Output)) return false;
        var readers = ConsumersOf((BoundAfter(node) ?? node).Output);
        // What reads a layer may work on 32 bits, as long as it is part of the network; what lies between two layers must lead to 8 bits, and come from there.
        return IsLayer(node) ? readers.Any(IsOfNetwork) : readers.Any(Contains) && ActivationsOf(node).Any(ComesFromCodes);
    }

    // Not what turns numbers into boxes, which rearranges them first.
    private bool IsOfNetwork(OnnxNode reader) => IsLayer(reader) || (Activations.Contains(reader.Operation) || Bounds.Contains(reader.Operation)
        ? ConsumersOf(reader.Output).Any(IsOfNetwork)
        : Between.Contains(reader.Operation) || KeepsRange(reader) || reader.Operation is "Flatten" or "RoiAlign");

    private bool ComesFromCodes(string input) => ProducerOf(input) is { } producer
        && (Contains(producer) || (Bounds.Contains(producer.Operation) && ProducerOf(producer.Inputs[0]) is { } bounded && Contains(bounded)));

    // Nodes that a layer comes after.
    private HashSet<OnnxNode> BeforeALayer()
    {
        HashSet<OnnxNode> before = new(ReferenceEqualityComparer.Instance);
        foreach (var node in _model.Graph.Reverse())
            if (node.Outputs.SelectMany(ConsumersOf).Any(reader => IsLayer(reader) || before.Contains(reader))) before.Add(node);
        return before;
    }
}
