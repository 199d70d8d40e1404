using System.Numerics;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>Landmarks of a found face: those of the crop and of its mirror image, averaged; with the roll taken out they are found again.</summary>
internal sealed class LandmarkFinder(FaceNetworks networks)
{
    private const double RollTakenOut = 5; // degrees; less than that the landmarks do not mind
    private const int MaxRounds = 2;
    private const int Side = FaceLandmarks.Side, Crop = Side * Side * 3;

    /// <summary>The landmarks, and how sure it is that they are a face's.</summary>
    public FaceGeometry Find(RgbImage image, FoundFace found)
    {
        var straight = found;
        for (var round = 0; ; round++)
        {
            var (landmarks, disagreement) = Landmarks(image, straight);
            var roll = Angle(FaceShape.Roll(landmarks) - straight.Degrees);
            if (Math.Abs(roll) <= RollTakenOut || round == MaxRounds) return new(landmarks, roll, disagreement);
            straight = Straightened(image, found, straight.Degrees + roll);
        }
    }

    /// <summary>The same angle from -180 to 180 degrees.</summary>
    public static double Angle(double degrees) => degrees - 360 * Math.Round(degrees / 360);

    // Found again with the roll taken out, which gives a better box; the same box turned where that fails.
    private FoundFace Straightened(RgbImage image, FoundFace found, double degrees)
    {
        var side = networks.DetectorSide;
        // Not enlarged to more than twice its size: a detector learned from sharp faces.
        var around = Math.Max(2 * Math.Max(found.Width, found.Height), side / 2f);
        var toImage = SimilarityTransform.Mapping(new(side / 2f, side / 2f), found.Centre, degrees, around / side);
        var input = new byte[side * side * 3];
        FaceWarp.Run(image, toImage, side, side, input);
        foreach (var face in networks.Detect(input))
        {
            var centre = toImage.Apply(new((face.Box.X1 + face.Box.X2) / 2, (face.Box.Y1 + face.Box.Y2) / 2));
            if (Vector2.Distance(centre, found.Centre) > 0.4 * Math.Max(found.Width, found.Height)) continue;
            return new(centre, (float)(face.Box.Width * toImage.Scale), (float)(face.Box.Height * toImage.Scale), found.Score, degrees);
        }
        return found with { Degrees = degrees };
    }

    // Mean of both, in pixels of the image, and their mean distance in distances of the eyes.
    private (Vector2[] Landmarks, double Disagreement) Landmarks(RgbImage image, FoundFace face)
    {
        // A square with what is around the box; with black, as the network was trained, the landmarks are a little worse.
        var toImage = SimilarityTransform.Mapping(new(Side / 2f, Side / 2f), face.Centre, face.Degrees, Math.Max(face.Width, face.Height) / Side);
        var crops = new byte[2 * Crop];
        FaceWarp.Run(image, toImage, Side, Side, crops.AsSpan(0, Crop));
        crops.AsSpan(0, Crop).CopyTo(crops.AsSpan(Crop));
        Flip.Horizontal(crops.AsSpan(Crop), Side);
        var found = networks.Landmarks(crops, 2);
        var landmarks = new Vector2[FaceShape.Count];
        var apart = 0.0;
        for (var i = 0; i < landmarks.Length; i++)
        {
            var mirrored = found[1][FaceShape.Mirrored[i]];
            // Pixel x of the crop is pixel Side - 1 - x of its mirror image.
            mirrored.X = (float)(Side - 1) / Side - mirrored.X;
            landmarks[i] = (found[0][i] + mirrored) / 2;
            apart += Vector2.Distance(found[0][i], mirrored) / landmarks.Length;
        }
        var eyes = Vector2.Distance(FaceShape.LeftEye(landmarks), FaceShape.RightEye(landmarks));
        return ([.. landmarks.Select(point => toImage.Apply(point * Side))], apart / eyes);
    }
}

/// <summary>Landmarks of a face and what speaks for them.</summary>
/// <param name="Landmarks">68 points in pixels of the image.</param>
/// <param name="RollLeft">Degrees of roll that were found again after they had been taken out.</param>
/// <param name="Disagreement">Mean distance to the landmarks of the mirror image, in distances of the eyes.</param>
internal sealed record FaceGeometry(Vector2[] Landmarks, double RollLeft, double Disagreement);
