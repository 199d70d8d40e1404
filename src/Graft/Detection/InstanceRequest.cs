using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Graft.Networks;

namespace Graft;

/// <summary>
/// The training of a network that draws the mask of every object. Its data is a set of polygons (COCO, YOLO). Default values are a detector's; the name of a
/// backbone stands for the small Mask R-CNN over it.
/// </summary>
public record InstanceRequest : DetectRequest
{
    /// <summary>A request with the defaults of the task; its data is given in the initialiser.</summary>
    [JsonConstructor]
    public InstanceRequest() => Project = Path.Combine("runs", "instances");

    /// <summary>A request with the defaults of the task.</summary>
    /// <param name="data">The data set: a folder, or a file that lists images.</param>
    [SetsRequiredMembers]
    public InstanceRequest(string data) : this() => Data = data;

    /// <exception cref="GraftException">The model is a detector of boxes only, or there is none of that name.</exception>
    internal override string Network => DetectionCatalogue.WithMasks(Model);

    private protected override bool HasMasks => true;
}
