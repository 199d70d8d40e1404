using Graft.Networks;
using Graft.Tasks;

namespace Graft.Training;

/// <summary>Collects detections in the pictures' own pixels and ends with COCO's figures.</summary>
internal sealed class DetectionAccount(DetectionNetwork network, IReadOnlyList<string> classes, DetectionTaskOptions options,
    Func<TorchOutput, SceneTarget[], Batch, double> lossOf) : IValidationAccount
{
    private readonly List<IReadOnlyList<Detection>> _found = [];
    private readonly List<IReadOnlyList<TrueObject>> _truth = [];
    private double _loss;

    public void Add(TorchOutput output, Batch batch)
    {
        SceneTarget[] targets = [.. batch.Targets.Take(batch.Count).Cast<SceneTarget>()];
        _loss += lossOf(output, targets, batch) * batch.Count;
        foreach (var (found, target) in DetectionForward.Run(network, output, batch.Size, options, [.. targets.Select(target => target.SizeIn(batch.Size))])
            .Zip(targets))
        {
            _found.Add(target.ToPicture(found));
            _truth.Add(target.Truth);
        }
    }

    public ValidationMetrics Finish()
    {
        var figures = CocoEvaluation.Evaluate(classes, _truth, _found).Figures;
        var named = new Dictionary<string, double>
        {
            [DetectionTask.AP50] = figures.AP50 ?? 0,
            [DetectionTask.AP] = figures.AP ?? 0,
            ["AP75"] = figures.AP75 ?? 0,
            ["AR100"] = figures.AR100 ?? 0,
        };
        if (network.MaskHead is not null)
        {
            var masks = CocoEvaluation.Evaluate(classes, _truth, _found, CocoOptions.ForMasks).Figures;
            (named[DetectionTask.MaskAP50], named[DetectionTask.MaskAP]) = (masks.AP50 ?? 0, masks.AP ?? 0);
        }
        return new ValidationMetrics(_loss / Math.Max(1, _found.Count), named);
    }
}
