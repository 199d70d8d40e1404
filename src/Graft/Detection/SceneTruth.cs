using Graft.Data;
using Graft.Imaging;

namespace Graft;

/// <summary>Annotations as what detections are compared with.</summary>
internal static class SceneTruth
{
    /// <summary>Everything on an image.</summary>
    /// <param name="objects">The annotations.</param>
    /// <param name="masks">
    /// Size of the image whose masks are compared too; null for boxes alone. What has no polygon must be ignored, and its box stands for it.
    /// </param>
    public static IReadOnlyList<ObjectAnnotation> Of(IReadOnlyList<ObjectAnnotation> objects, (int Width, int Height)? masks = null) =>
        masks is { } size ? [.. objects.Select(item => item with { Mask = MaskOf(item, size.Width, size.Height) })] : objects;

    /// <summary>Everything on an image of known size.</summary>
    public static IReadOnlyList<ObjectAnnotation> Of(ObjectSample sample, bool masks = false) =>
        Of(sample.Objects, masks ? (sample.Width, sample.Height) : null);

    /// <summary>Its pixels; those of its box where its polygon is not known.</summary>
    public static Mask MaskOf(ObjectAnnotation item, int width, int height) => item.MaskFor(width, height) ?? Mask.FromBox(width, height, item.Box);
}
