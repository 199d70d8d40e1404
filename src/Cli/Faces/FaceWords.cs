using System.Globalization;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>What is said of a face in words.</summary>
internal static class FaceWords
{
    /// <summary>What the threshold of an uncalibrated comparison is.</summary>
    public const string Uncalibrated = GalleryThreshold.AuthorsSetting;

    /// <summary>What a threshold of the user's own is.</summary>
    public const string Given = "given with --threshold; nobody has measured here how often a stranger reaches it";

    /// <summary>A box (left, top, width and height) in words.</summary>
    public static string Box(IReadOnlyList<float> box) => string.Create(CultureInfo.InvariantCulture, $"{box[2]:0} x {box[3]:0} at ({box[0]:0}, {box[1]:0})");

    /// <summary>The component of quality that is below a floor, its value and the floor; null where none is.</summary>
    public static string? Below(FaceQualityFloor floor, FaceQuality quality) => FloorWords.Below(floor, quality);
}
