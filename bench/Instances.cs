using Graft.Networks;
using Graft.Tasks;
using Graft.Training;

namespace Graft.Bench;

/// <summary>Average precision of the default Mask R-CNN's masks and boxes against time, on a folder of annotated scenes.</summary>
internal sealed class Instances : SceneTraining
{
    public override string Name => "instances";

    public override string Description =>
        "instances [MINUTES] [scratch|transfer|both] [SCENES]: average precision of the default Mask R-CNN's masks and boxes after each epoch";

    protected override IReadOnlyList<string> Metrics => [CocoMetricTable.OfMasks(CocoMetricTable.AP50), CocoMetricTable.OfMasks(CocoMetricTable.AP), CocoMetricTable.AP50, CocoMetricTable.AP];

    protected override DetectRequest Request(string data) => new InstanceRequest { Data = data, Model = DetectionCatalogue.WithMasks(Pretrained.DefaultModel) };
}
