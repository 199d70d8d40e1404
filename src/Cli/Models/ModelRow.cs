using System.Text.Json.Serialization;
using Graft.Artifacts;
using Graft.Networks;

namespace Graft.Cli;

/// <summary>What <c>graft models</c> says of one architecture.</summary>
internal sealed record ModelRow(
    string Name, string Family, string Paper, int InputSize, long Parameters, long MultiplyAdds, IReadOnlyList<WeightsDto> Weights)
{
    /// <summary>What it predicts.</summary>
    [JsonIgnore]
    public TaskKind Kind { get; init; } = TaskKind.Classify;

    public string Task => Kind.Name();

    /// <summary>Height of the image that cost is for, where it is no square.</summary>
    public int? InputHeight { get; init; }

    public required string FirstLayer { get; init; }

    public required IReadOnlyList<StageDto> Stages { get; init; }

    /// <summary>Measured on this machine, on all cores and without decoding; null before.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>False where the parameters exceed what one ONNX file can hold.</summary>
    public bool CanBecomeModelFile { get; init; } = true;

    public static ModelRow Of(ModelEntry entry, IReadOnlyDictionary<string, double> speeds)
    {
        // Cost and input belong together: both are those of the default weights, whose size may be another than the architecture's.
        var published = WeightsCatalogue.For(entry.Name);
        var side = published.FirstOrDefault()?.Preprocess.Width ?? entry.InputSize;
        var graph = entry.Build(positions: side);
        var summary = GraphSummary.Of(graph, side, side);
        var costs = new Dictionary<int, long> { [side] = summary.Total.MultiplyAdds };
        foreach (var size in published.Select(weights => weights.Preprocess.Width).Where(size => !costs.ContainsKey(size)).Distinct().ToList())
            costs[size] = GraphCost.Of(entry.Build(positions: size), size, size).MultiplyAdds;
        return new(entry.Name, entry.Family, entry.Paper, side, summary.Total.Parameters, summary.Total.MultiplyAdds,
            [.. published.Select(weights => WeightsDto.Of(weights, costs[weights.Preprocess.Width]))])
        {
            FirstLayer = entry.FirstLayer,
            CanBecomeModelFile = OnnxSize.Fits(graph),
            Stages = [.. graph.Stages.Zip(summary.Stages, StageDto.Of)],
            ImagesPerSecond = speeds.TryGetValue(entry.Name, out var speed) ? speed : null,
        };
    }
}
