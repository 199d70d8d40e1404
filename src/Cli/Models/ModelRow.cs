using Graft.Networks;

namespace Graft.Cli;

/// <summary>What <c>graft models</c> says of one architecture.</summary>
internal sealed record ModelRow(
    string Name, string Family, string Paper, int InputSize, long Parameters, long MultiplyAdds, IReadOnlyList<WeightsFacts> Weights)
{
    public static ModelRow Of(ModelEntry entry)
    {
        var cost = GraphCost.Of(entry.Build(), entry.InputSize, entry.InputSize);
        return new(entry.Name, entry.Family, entry.Paper, entry.InputSize, cost.Parameters, cost.MultiplyAdds,
            [.. WeightsCatalogue.For(entry.Name).Select(WeightsFacts.Of)]);
    }
}
