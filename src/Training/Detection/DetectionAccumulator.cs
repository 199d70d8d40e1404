using Graft.Networks;
using Graft.Tasks;

namespace Graft.Training;

/// <summary>Collects detections in the images' own pixels and ends with COCO's metrics.</summary>
internal sealed class DetectionAccumulator(DetectionNetwork network, IReadOnlyList<string> classes, DetectionTaskOptions options,
    Func<TorchOutput, SceneTarget[], Batch, double> lossOf) : IMetricAccumulator
{
    private readonly List<IReadOnlyList<Detection>> _found = [];
    private readonly List<IReadOnlyList<TrueObject>> _truth = [];
    private double _loss;

    public void Add(TorchOutput output, Batch batch)
    {
        SceneTarget[] targets = [.. batch.Targets.Take(batch.Count).Cast<SceneTarget>()];
        _loss += lossOf(output, targets, batch) * batch.Count;
        foreach (var (found, target) in DetectionForward.Run(network, output, batch.Size, options, [.. targets.Select(target => target.SizeIn(batch.Size))]).Zip(targets))
        {
            _found.Add(target.ToImage(found));
            _truth.Add(target.Truth);
        }
    }

    public ValidationMetrics Finish()
    {
        var metrics = CocoEvaluation.Evaluate(classes, _truth, _found).Summary;
        var named = new Dictionary<string, double>
        {
            [DetectionTask.AP50] = metrics.AP50 ?? 0,
            [DetectionTask.AP] = metrics.AP ?? 0,
            ["AP75"] = metrics.AP75 ?? 0,
            ["AR100"] = metrics.AR100 ?? 0,
        };
        if (network.MaskHead is not null)
        {
            var masks = CocoEvaluation.Evaluate(classes, _truth, _found, CocoOptions.ForMasks).Summary;
            (named[DetectionTask.MaskAP50], named[DetectionTask.MaskAP]) = (masks.AP50 ?? 0, masks.AP ?? 0);
        }
        return new ValidationMetrics(_loss / Math.Max(1, _found.Count), named);
    }
}
