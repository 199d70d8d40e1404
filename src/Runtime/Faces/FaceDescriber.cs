using System.Numerics;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>From a box to landmarks, quality and descriptor.</summary>
internal sealed class FaceDescriber(FaceNetworks networks, FaceAnalyzerOptions options)
{
    private const double RollTakenOut = 5; // degrees; less than that the landmarks do not mind
    private const int Shift = 3; // pixels of the chip
    private const int Chip = FaceShape.ChipSide * FaceShape.ChipSide * 3;

    /// <summary>The face with everything; where its landmarks cannot be a face's, with the reason instead of a descriptor.</summary>
    public Face Describe(RgbImage image, FoundFace found)
    {
        var landmarks = Landmarks(image, found);
        var rollLeft = FaceShape.Roll(landmarks) - found.Degrees;
        var straight = found;
        if (Math.Abs(Angle(rollLeft)) > RollTakenOut)
        {
            straight = Straightened(image, found, found.Degrees + rollLeft);
            landmarks = Landmarks(image, straight);
            rollLeft = FaceShape.Roll(landmarks) - straight.Degrees;
        }
        else rollLeft = 0;
        var face = new Face(found.Box.Clip(image.Width, image.Height), found.Score) { Landmarks = landmarks, Roll = Angle(FaceShape.Roll(landmarks)) };
        if (FacePlausibility.Refusal(landmarks, Angle(rollLeft)) is { } refusal) return face with { Refusal = refusal };
        var toImage = FaceShape.ChipToImage(landmarks);
        var chips = new byte[Chip * (options.MeasuresStability ? 4 : 1)];
        var visible = FaceWarp.Run(image, toImage, FaceShape.ChipSide, FaceShape.ChipSide, chips.AsSpan(0, Chip));
        if (options.MeasuresStability)
        {
            Mirror(chips.AsSpan(0, Chip), chips.AsSpan(Chip, Chip));
            FaceWarp.Run(image, toImage.Moved(Shift, 0), FaceShape.ChipSide, FaceShape.ChipSide, chips.AsSpan(2 * Chip, Chip));
            FaceWarp.Run(image, toImage.Moved(0, Shift), FaceShape.ChipSide, FaceShape.ChipSide, chips.AsSpan(3 * Chip, Chip));
        }
        var descriptors = networks.Describe(chips, chips.Length / Chip);
        return face with
        {
            Descriptor = descriptors.AsMemory(0, DlibResNet.Dimension).ToArray(),
            Quality = Quality(landmarks, chips.AsSpan(0, Chip), visible) with { Stability = Stability(descriptors) },
        };
    }

    /// <summary>The quality of a face that is not described.</summary>
    public static FaceQuality Quality(IReadOnlyList<Vector2> landmarks, ReadOnlySpan<byte> chip, double visible)
    {
        var look = FaceLook.Of(chip);
        var toChip = FaceShape.ChipToImage(landmarks).Inverse();
        var pose = FacePose.Of([.. landmarks.Select(toChip.Apply)]);
        return new(Vector2.Distance(FaceShape.LeftEye(landmarks), FaceShape.RightEye(landmarks)), look.Sharpness, look.Exposure, look.Contrast, look.Illumination,
            pose.Yaw, pose.Pitch, Angle(FaceShape.Roll(landmarks)), visible);
    }

    // The mean distance to the descriptors of the other chips.
    private static double? Stability(ReadOnlySpan<float> descriptors)
    {
        var others = descriptors.Length / DlibResNet.Dimension - 1;
        if (others == 0) return null;
        var sum = 0.0;
        for (var i = 1; i <= others; i++)
            sum += System.Numerics.Tensors.TensorPrimitives.Distance(descriptors[..DlibResNet.Dimension], descriptors.Slice(i * DlibResNet.Dimension, DlibResNet.Dimension));
        return sum / others;
    }

    // Found again with the roll taken out, which gives a better box; the same box turned where that fails.
    private FoundFace Straightened(RgbImage image, FoundFace found, double degrees)
    {
        var side = networks.DetectorSide;
        var around = 2 * Math.Max(found.Width, found.Height);
        var toImage = SimilarityTransform.Mapping(new(side / 2f, side / 2f), found.Centre, degrees, around / side);
        var input = new byte[side * side * 3];
        FaceWarp.Run(image, toImage, side, side, input);
        foreach (var face in networks.Detect(input))
        {
            var centre = toImage.Apply(new((face.Box.X1 + face.Box.X2) / 2, (face.Box.Y1 + face.Box.Y2) / 2));
            if (Vector2.Distance(centre, found.Centre) < 0.5 * Math.Max(found.Width, found.Height))
                return new(centre, (float)(face.Box.Width * toImage.Scale), (float)(face.Box.Height * toImage.Scale), found.Score, degrees);
        }
        return found with { Degrees = degrees };
    }

    // The network learned from boxes that were filled with black to squares.
    private Vector2[] Landmarks(RgbImage image, FoundFace face)
    {
        const int side = FaceLandmarks.Side;
        var longer = Math.Max(face.Width, face.Height);
        var scale = longer / side;
        var toImage = SimilarityTransform.Mapping(new(side / 2f, side / 2f), face.Centre, face.Degrees, scale);
        var crop = new byte[side * side * 3];
        FaceWarp.Run(image, toImage, side, side, crop);
        Blacken(crop, side, (int)((longer - face.Width) / 2 / scale), (int)((longer - face.Height) / 2 / scale));
        return [.. networks.Landmarks(crop).Select(point => toImage.Apply(point * side))];
    }

    private static void Blacken(Span<byte> crop, int side, int columns, int rows)
    {
        for (var y = 0; y < side; y++)
        {
            var row = crop.Slice(y * side * 3, side * 3);
            if (y < rows || y >= side - rows) row.Clear();
            row[..(columns * 3)].Clear();
            row[(row.Length - columns * 3)..].Clear();
        }
    }

    private static void Mirror(ReadOnlySpan<byte> chip, Span<byte> mirrored)
    {
        const int side = FaceShape.ChipSide;
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
                chip.Slice((y * side + side - 1 - x) * 3, 3).CopyTo(mirrored[((y * side + x) * 3)..]);
    }

    /// <summary>The same angle from -180 to 180 degrees.</summary>
    public static double Angle(double degrees) => degrees - 360 * Math.Round(degrees / 360);
}
