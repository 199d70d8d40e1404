using Graft.Networks;

namespace Graft;

/// <summary>
/// The stages that a detector or a segmentation network leaves as they were pretrained: those up to a quarter of the image's size. They see edges and
/// colours, which are the same everywhere, and cost most of the time; torchvision's detectors keep the same two of a ResNet's five.
/// </summary>
internal static class EarlyStages
{
    private const int Stride = 4;

    /// <summary>Name of the last of them.</summary>
    public static string LastOf(Graph graph) => (graph.Stages.TakeWhile(stage => stage.Stride is > 0 and <= Stride).LastOrDefault() ?? graph.Stages[0]).Name;
}
