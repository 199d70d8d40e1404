using Graft.Training;

namespace Graft;

/// <summary>
/// The training of a detector. Its data is a set of boxes (COCO, YOLO, VOC). Usually everything is trained, in batches of four (detectors want many
/// small steps), with composition and scale jitter, and an average of the weights.
/// </summary>
public record DetectRequest : FitRequest
{
    /// <summary>The usual values.</summary>
    public DetectRequest() => (Epochs, Batch, Augment, Ema, Project) = (30, 4, "standard", 0.998, Path.Combine("runs", "detect"));

    private protected override IEnumerable<Problem> Examine()
    {
        foreach (var problem in base.Examine().Concat(RefuseProbe())) yield return problem;
        if (LabelSmoothing > 0) yield return new Problem(nameof(LabelSmoothing), "Detectors are trained without it.", "Leave it out.");
        if (ClassWeights) yield return new Problem(nameof(ClassWeights), "Detectors are trained without them.", "Leave them out.");
    }
}
