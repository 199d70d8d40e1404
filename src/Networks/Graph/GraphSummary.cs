using System.Globalization;
using System.Text;

namespace Graft.Networks;

/// <summary>A network stage by stage: output shape, parameters, multiply-adds.</summary>
/// <param name="Model">Name of the network.</param>
/// <param name="Height">Height of the image in pixels.</param>
/// <param name="Width">Width of the image in pixels.</param>
/// <param name="Stages">A row for each stage, in order.</param>
/// <param name="Total">Cost of the whole.</param>
internal sealed record GraphSummary(string Model, int Height, int Width, IReadOnlyList<StageSummary> Stages, GraphCost Total)
{
    private const string Auxiliary = "auxiliary";

    /// <summary>The summary for images of this size.</summary>
    /// <exception cref="GraftException">The image is too small for the network.</exception>
    public static GraphSummary Of(Graph graph, int height, int width)
    {
        var shapes = graph.Infer(height, width);
        var auxiliaryOnly = graph.AuxiliaryOnly();
        var rows = graph.Stages.Select(stage =>
            Row(stage.Name, stage.Output, graph.Nodes.Where(node => node.Stage == stage.Name && !auxiliaryOnly[node.Index]))).ToList();
        if (graph.Auxiliary is { } auxiliary) rows.Add(Row(Auxiliary, auxiliary, graph.Nodes.Where(node => auxiliaryOnly[node.Index])));
        return new GraphSummary(graph.Name, height, width, rows, GraphCost.Of(graph, height, width));

        StageSummary Row(string name, int output, IEnumerable<Node> nodes) => new(name, shapes[output],
            nodes.SelectMany(ParameterSpecs.Of).DistinctBy(parameter => parameter.Name).Where(parameter => parameter.IsTrainable)
                .Sum(parameter => parameter.Count),
            nodes.Sum(node => GraphCost.MultiplyAddsOf(node, shapes[node.Index])));
    }

    /// <summary>A table in plain text; the auxiliary classifier's multiply-adds are not in the total, since no prediction pays them.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Model}, {Width} x {Height} pixels\n");
        Line("stage", "output", "parameters", "multiply-adds");
        foreach (var row in Stages)
            Line(row.Stage, row.Output.Count == 0 ? "too small" : string.Join(" x ", row.Output), Number(row.Parameters), Large(row.MultiplyAdds));
        Line("total", "", Number(Total.Parameters), Large(Total.MultiplyAdds));
        return text.ToString();

        void Line(string stage, string output, string parameters, string multiplyAdds) =>
            text.Append(CultureInfo.InvariantCulture, $"{stage,-10}{output,-16}{parameters,13}{multiplyAdds,15}\n");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Large(long value) => value switch
    {
        >= 1_000_000_000 => (value / 1e9).ToString("0.00", CultureInfo.InvariantCulture) + " G",
        >= 1_000_000 => (value / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " M",
        _ => Number(value),
    };
}
