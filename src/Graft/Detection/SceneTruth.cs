using Graft.Data;
using Graft.Tasks;

namespace Graft;

/// <summary>Annotations as what detections are compared with.</summary>
internal static class SceneTruth
{
    public static IReadOnlyList<TrueObject> Of(IReadOnlyList<ObjectAnnotation> objects) => [.. objects.Select(item => new TrueObject(item.Box, item.Label)
    {
        IsCrowd = item.IsCrowd,
        IsIgnored = item.IsDifficult,
        Area = item.AnnotatedArea,
        Mask = item.Mask,
    })];
}
