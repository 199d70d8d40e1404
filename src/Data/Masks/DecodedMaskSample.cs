using Graft.Imaging;

namespace Graft.Data;

/// <summary>A decoded picture with the class of each of its pixels.</summary>
/// <param name="Image">The upright picture.</param>
/// <param name="Map">Classes at the picture's size; <see cref="ClassMap.Ignore"/> where none counts.</param>
public sealed record DecodedMaskSample(RgbImage Image, ClassMap Map);
