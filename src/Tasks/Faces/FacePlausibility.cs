using System.Globalization;
using System.Numerics;

namespace Graft.Tasks;

/// <summary>Whether landmarks can be those of a face: a wrong alignment gives a wrong descriptor that looks as good as any other.</summary>
internal static class FacePlausibility
{
    private const double MaxDeviation = 0.20, MaxRollLeft = 20, MaxDisagreement = 0.1, Pixels = 0.5, MinProportion = 0.55, MaxProportion = 1.8;

    /// <summary>Why they cannot, or null.</summary>
    /// <param name="landmarks">68 points.</param>
    /// <param name="rollLeft">Roll that was found again after it had been taken out, in degrees.</param>
    /// <param name="disagreement">Mean distance to the landmarks of the mirror image, in distances of the eyes.</param>
    public static string? Refusal(IReadOnlyList<Vector2> landmarks, double rollLeft, double disagreement)
    {
        if (landmarks.Any(point => !float.IsFinite(point.X) || !float.IsFinite(point.Y))) return "a landmark is not a number";
        if (FaceShape.LeftEye(landmarks) == FaceShape.RightEye(landmarks)) return "both eyes are at one place";
        var toChip = FaceShape.ChipToImage(landmarks).Inverse();
        if (!(toChip.Scale > 0) || !double.IsFinite(toChip.Scale)) return "the landmarks are at one place";
        Vector2[] chip = [.. landmarks.Select(toChip.Apply)];
        var (left, right) = (FaceShape.LeftEye(chip), FaceShape.RightEye(chip));
        var (eyes, nose, mouth, chin) = ((left + right) / 2, chip[30], (chip[48] + chip[54]) / 2, chip[8]);
        if (left.X >= right.X) return "the left eye is right of the right eye";
        if (!(eyes.Y < nose.Y && nose.Y < mouth.Y && mouth.Y < chin.Y)) return "eyes, nose, mouth and chin are not below each other";
        var proportion = Vector2.Distance(left, right) / (mouth.Y - eyes.Y);
        if (proportion is < (float)MinProportion or > (float)MaxProportion)
            return Text($"the eyes are {proportion:0.00} times as far apart as they are above the mouth");
        if (Math.Abs(rollLeft) > MaxRollLeft) return Text($"{Math.Abs(rollLeft):0} degrees of roll are left after it was taken out");
        // A tenth of the distance of the eyes, and half a pixel of an image that has no more.
        if (disagreement > MaxDisagreement + Pixels / Vector2.Distance(FaceShape.LeftEye(landmarks), FaceShape.RightEye(landmarks)))
            return Text($"the landmarks of its mirror image are {disagreement:0.00} of the distance of the eyes away from its own");
        var deviation = FaceShape.Deviation(landmarks);
        return deviation > MaxDeviation ? Text($"the landmarks are {deviation:0.00} of the distance of the eyes off the shape of a face") : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
