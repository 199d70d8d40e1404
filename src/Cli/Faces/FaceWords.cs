using System.Globalization;
using Graft.Faces;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>What is said of a face in words.</summary>
internal static class FaceWords
{
    /// <summary>The threshold of an uncalibrated comparison, and what it is.</summary>
    /// <exception cref="GraftException">The descriptor's author has set none.</exception>
    public static (double Threshold, string Evidence) Uncalibrated(FaceContract contract) => GalleryThreshold.AuthorsSetting(contract)
        ?? throw new GraftException($"The contract of {contract.Descriptor} has no threshold of its author.", "",
            "Give one with --threshold, or calibrate a gallery: `graft faces calibrate`.");

    /// <summary>What a threshold of the user's own is.</summary>
    public const string Given = "given with --threshold; nobody has measured here how often a stranger reaches it";

    /// <summary>A box (left, top, width and height) in words.</summary>
    public static string Box(IReadOnlyList<float> box) => string.Create(CultureInfo.InvariantCulture, $"{box[2]:0} x {box[3]:0} at ({box[0]:0}, {box[1]:0})");

    /// <summary>The component of quality that is below a floor, its value and the floor; null where none is.</summary>
    public static string? Below(FaceQualityFloor floor, FaceQuality quality) => FloorWords.Below(floor, quality);
}
