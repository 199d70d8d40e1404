using System.Text.Json;
using System.Text.Json.Serialization;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;

namespace Graft.Training;

/// <summary>Collects detections in the images' own pixels and ends with COCO's metrics.</summary>
internal sealed class DetectionAccumulator(DetectionNetwork network, IReadOnlyList<string> classes, DetectionTaskOptions options,
    Func<TorchOutput, SceneTarget[], Batch, double> lossOf) : IMetricAccumulator
{
    private static readonly JsonSerializerOptions WithMasks = new(Json.Compact) { Converters = { new MaskRuns() } };

    private readonly List<IReadOnlyList<Detection>> _found = [];
    private readonly List<IReadOnlyList<ObjectAnnotation>> _truth = [];
    private readonly List<double> _losses = []; // of batches, to be added in their order, whoever computed them

    public void Add(TorchOutput output, Batch batch)
    {
        SceneTarget[] targets = [.. batch.Targets.Take(batch.Count).Cast<SceneTarget>()];
        _losses.Add(lossOf(output, targets, batch) * batch.Count);
        foreach (var (found, target) in DetectionForward.Run(network, output, batch.Size, options, [.. targets.Select(target => target.SizeIn(batch.Size))])
            .Zip(targets))
        {
            _found.Add(target.ToImage(found));
            _truth.Add(target.Truth);
        }
    }

    public byte[] State() => JsonSerializer.SerializeToUtf8Bytes(
        new Added(_losses, [.. _found.Select(image => image.Select(one => one with { Grid = null }).ToArray())], [.. _truth.Select(image => image.ToArray())]),
        WithMasks);

    public void Add(byte[] state)
    {
        var added = JsonSerializer.Deserialize<Added>(state, WithMasks)!;
        _losses.AddRange(added.Losses);
        _found.AddRange(added.Found);
        _truth.AddRange(added.Truth);
    }

    public ValidationMetrics Finish()
    {
        List<Metric> metrics = [.. CocoEvaluation.Evaluate(classes, _truth, _found).Metrics];
        if (network.MaskHead is not null)
            metrics.AddRange(CocoEvaluation.Evaluate(classes, _truth, _found, CocoOptions.ForMasks).Metrics.Select(CocoMetricTable.OfMasks));
        var monitored = CocoMetricTable.Monitored(network.MaskHead is not null)
            .ToDictionary(key => key, key => metrics.First(metric => metric.Key == key).Value ?? 0);
        return new ValidationMetrics(_losses.Sum() / Math.Max(1, _found.Count), monitored);
    }

    private sealed record Added(IReadOnlyList<double> Losses, IReadOnlyList<Detection[]> Found, IReadOnlyList<ObjectAnnotation[]> Truth);

    private sealed class MaskRuns : JsonConverter<Mask>
    {
        public override Mask Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var numbers = JsonSerializer.Deserialize<int[]>(ref reader, options)!;
            return Mask.FromRuns(numbers[0], numbers[1], numbers[2..]);
        }

        public override void Write(Utf8JsonWriter writer, Mask value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize<int[]>(writer, [value.Width, value.Height, .. value.Runs], options);
    }
}
