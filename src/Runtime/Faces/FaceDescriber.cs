using System.Numerics;
using System.Numerics.Tensors;
using Graft.Imaging;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>From a box to landmarks, quality and descriptor.</summary>
internal sealed class FaceDescriber(FaceNetworks networks, FaceAnalyzerOptions options)
{
    private const int Side = FaceShape.ChipSide, Chip = Side * Side * 3;
    private const int Shift = 3; // pixels of the chip

    private readonly LandmarkFinder _landmarks = new(networks);

    /// <summary>The face with everything; where its landmarks cannot be a face's, with the reason instead of a descriptor.</summary>
    public Face Describe(RgbImage image, FoundFace found)
    {
        var geometry = _landmarks.Find(image, found);
        var landmarks = geometry.Landmarks;
        var face = new Face(found.Box.Clip(image.Width, image.Height), found.Score)
        {
            Landmarks = landmarks,
            Roll = LandmarkFinder.Angle(FaceShape.Roll(landmarks)),
            Refusal = FacePlausibility.Refusal(landmarks, geometry.RollLeft, geometry.Disagreement),
        };
        if (face.Refusal is not null) return face;
        var (descriptor, quality) = Measure(image, landmarks);
        return face with { Descriptor = descriptor, Quality = quality };
    }

    /// <summary>The descriptor and the quality of a face whose landmarks are known.</summary>
    public (float[] Descriptor, FaceQuality Quality) Measure(RgbImage image, Vector2[] landmarks)
    {
        var toImage = FaceShape.ChipToImage(landmarks);
        // The look of a face is judged on the same pixels whichever network describes it.
        var look = new byte[Chip];
        var visible = FaceWarp.Run(image, toImage, Side, Side, look);
        var isStable = options.MeasuresStability && networks.Descriptor.HasStability;
        var chips = isStable ? Moved(image, toImage, look)
            : networks.Descriptor.Alignment == FaceAlignment.Dlib150 ? look
            : FaceAnalyzer.Align(image, landmarks, networks.Descriptor.Alignment.Name).Pixels;
        var width = networks.Descriptor.Contract.Dimension;
        var descriptors = networks.Describe(chips, isStable ? 4 : 1);
        return ([.. descriptors.AsSpan(0, width)], Quality(landmarks, look, visible) with
        {
            Stability = Stability(descriptors, width),
            Compression = BlockEdges.Of(image, landmarks),
        });
    }

    // The aligned face, its mirror image, and both shifts.
    private static byte[] Moved(RgbImage image, SimilarityTransform toImage, ReadOnlySpan<byte> look)
    {
        var chips = new byte[4 * Chip];
        look.CopyTo(chips);
        look.CopyTo(chips.AsSpan(Chip));
        Flip.Horizontal(chips.AsSpan(Chip, Chip), Side);
        FaceWarp.Run(image, toImage.Moved(Shift, 0), Side, Side, chips.AsSpan(2 * Chip, Chip));
        FaceWarp.Run(image, toImage.Moved(0, Shift), Side, Side, chips.AsSpan(3 * Chip, Chip));
        return chips;
    }

    private static FaceQuality Quality(Vector2[] landmarks, ReadOnlySpan<byte> chip, double visible)
    {
        var look = FaceLook.Of(chip);
        var toChip = FaceShape.ChipToImage(landmarks).Inverse();
        var pose = FacePose.Of([.. landmarks.Select(toChip.Apply)]);
        var eyes = Vector2.Distance(FaceShape.LeftEye(landmarks), FaceShape.RightEye(landmarks));
        return new(eyes, look.Sharpness, look.Exposure, look.Contrast, look.Illumination,
            pose.Yaw, pose.Pitch, LandmarkFinder.Angle(FaceShape.Roll(landmarks)), visible);
    }

    // The mean distance to the descriptors of the other chips; null where there are none.
    private static double? Stability(ReadOnlySpan<float> descriptors, int width)
    {
        var others = descriptors.Length / width - 1;
        var sum = 0.0;
        for (var i = 1; i <= others; i++) sum += TensorPrimitives.Distance(descriptors[..width], descriptors.Slice(i * width, width));
        return others == 0 ? null : sum / others;
    }
}
