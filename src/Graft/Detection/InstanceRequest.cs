using Graft.Networks;

namespace Graft;

/// <summary>
/// The training of a network that draws the mask of every object. Its data is a set of polygons (COCO, YOLO). Default values are a detector's; the name of a
/// backbone stands for the small Mask R-CNN over it.
/// </summary>
public record InstanceRequest : DetectRequest
{
    /// <summary>The default values.</summary>
    public InstanceRequest() => Project = Path.Combine("runs", "instances");

    /// <exception cref="GraftException">The model is a detector of boxes only, or there is none of that name.</exception>
    internal override string Network => DetectionCatalogue.WithMasks(Model);

    private protected override bool HasMasks => true;
}
