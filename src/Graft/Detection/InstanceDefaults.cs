using Graft.Networks;

namespace Graft;

/// <summary>What a network that draws masks is trained with unless the user says otherwise.</summary>
public static class InstanceDefaults
{
    private static readonly TrainRequest Usual = new() { Data = "" };

    /// <summary>
    /// The request as <see cref="DetectorDefaults.Apply"/> changes it, for a network with masks: a backbone's name stands for the small Mask R-CNN over it.
    /// </summary>
    /// <exception cref="GraftException">The model is a detector of boxes only, or there is none of that name.</exception>
    public static TrainRequest Apply(TrainRequest request) => DetectorDefaults.Apply(request) with
    {
        Model = DetectionCatalogue.WithMasks(request.Model),
        Project = request.Project == Usual.Project ? Path.Combine("runs", "instances") : request.Project,
    };
}
