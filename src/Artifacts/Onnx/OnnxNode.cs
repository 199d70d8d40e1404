namespace Graft.Artifacts;

/// <summary>A node of a model that is being put together (NodeProto).</summary>
/// <param name="Operation">Its operator.</param>
/// <param name="Outputs">Names of what it answers.</param>
/// <param name="Inputs">Names of what it reads; empty for an input that is not given.</param>
/// <param name="Attributes">Its constant settings.</param>
internal sealed record OnnxNode(string Operation, IReadOnlyList<string> Outputs, IReadOnlyList<string> Inputs, IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>Its first output.</summary>
    public string Output => Outputs[0];

    /// <summary>The message.</summary>
    /// <param name="number">Its place in the model.</param>
    public ProtoWriter Message(int number)
    {
        var node = new ProtoWriter();
        foreach (var input in Inputs) node.Text(1, input);
        foreach (var output in Outputs) node.Text(2, output);
        node.Text(3, $"{number}/{Output}").Text(4, Operation);
        foreach (var attribute in Attributes) node.Message(5, attribute.Message);
        return node;
    }
}
