using Graft.Tasks;
using Graft.Training;

namespace Graft.Bench;

/// <summary>Average precision of the default detector against time, on a folder of annotated scenes.</summary>
internal sealed class Detect : SceneTraining
{
    public override string Name => "detect";

    public override string Description => "detect [MINUTES] [scratch|transfer] [SCENES]: average precision of the default detector after each epoch";

    protected override IReadOnlyList<string> Metrics => [CocoMetricTable.AP50, CocoMetricTable.AP];

    protected override DetectRequest Request(string data) => new() { Data = data };
}
