using Graft.Networks;

namespace Graft.Cli;

/// <summary>What <c>graft models</c> says of one file of weights.</summary>
internal sealed record WeightsFacts(
    string Name, bool IsDefault, string Where, string? Path, string Source, string Sha256, string Licence, int InputSize,
    IReadOnlyDictionary<string, double> Metrics)
{
    public static WeightsFacts Of(PublishedWeights weights)
    {
        var path = WeightsStore.PathOf(weights);
        var where = weights.IsBundled ? path is null ? "missing" : "bundled" : path is null ? "download" : "on disk";
        return new(weights.Name, weights.IsDefault, where, path, weights.Source, weights.Sha256, weights.Licence, weights.Preprocess.Width, weights.Metrics);
    }
}
