using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;

namespace Graft.Training;

/// <summary>Collects detections in the images' own pixels and ends with COCO's metrics.</summary>
internal sealed class DetectionAccumulator(DetectionNetwork network, IReadOnlyList<string> classes, DetectionTaskOptions options,
    Func<TorchOutput, SceneTarget[], Batch, double> lossOf) : IMetricAccumulator
{
    private readonly List<IReadOnlyList<Detection>> _found = [];
    private readonly List<IReadOnlyList<ObjectAnnotation>> _truth = [];
    private double _loss;

    public void Add(TorchOutput output, Batch batch)
    {
        SceneTarget[] targets = [.. batch.Targets.Take(batch.Count).Cast<SceneTarget>()];
        _loss += lossOf(output, targets, batch) * batch.Count;
        foreach (var (found, target) in DetectionForward.Run(network, output, batch.Size, options, [.. targets.Select(target => target.SizeIn(batch.Size))])
            .Zip(targets))
        {
            _found.Add(target.ToImage(found));
            _truth.Add(target.Truth);
        }
    }

    public ValidationMetrics Finish()
    {
        List<Metric> metrics = [.. CocoEvaluation.Evaluate(classes, _truth, _found).Metrics];
        if (network.MaskHead is not null)
            metrics.AddRange(CocoEvaluation.Evaluate(classes, _truth, _found, CocoOptions.ForMasks).Metrics.Select(CocoMetricTable.OfMasks));
        var monitored = CocoMetricTable.Monitored(network.MaskHead is not null)
            .ToDictionary(key => key, key => metrics.First(metric => metric.Key == key).Value ?? 0);
        return new ValidationMetrics(_loss / Math.Max(1, _found.Count), monitored);
    }
}
