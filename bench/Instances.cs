using Graft.Networks;
using Graft.Training;

namespace Graft.Bench;

/// <summary>Average precision of the default Mask R-CNN's masks and boxes against time, on a folder of annotated scenes.</summary>
internal sealed class Instances : SceneTraining
{
    public override string Name => "instances";

    public override string Description =>
        "instances [MINUTES] [scratch|transfer|both] [SCENES]: average precision of the default Mask R-CNN's masks and boxes after each epoch";

    protected override IReadOnlyList<string> Metrics => [DetectionTask.MaskAP50, DetectionTask.MaskAP, DetectionTask.AP50, DetectionTask.AP];

    protected override DetectRequest Request(string data) => new InstanceRequest { Data = data, Model = DetectionCatalogue.WithMasks(Pretrained.DefaultModel) };
}
