using System.Numerics;
using Graft.Tasks;

namespace Graft.Tests.Tasks;

/// <summary>How faces are cut out for networks that learned from ArcFace's five points.</summary>
public sealed class ArcFaceAlignmentTests
{
    [Fact]
    public void Five_points_are_brought_to_the_template_of_arcface_by_least_squares()
    {
        // Eyes, nose and mouth at any place; the transform by complex least squares, w = a z + b, computed apart from this program.
        Vector2[] five = [new(210, 180.5f), new(291.2f, 172.3f), new(255.7f, 231.9f), new(222.4f, 270.1f), new(289.8f, 262.6f)];
        var toImage = FaceAlignment.ArcFace112.ChipToImage(Landmarks(five));
        Assert.Equal(2.266918715, toImage.A, 1e-4);
        Assert.Equal(-0.165534129, toImage.B, 1e-4);
        Assert.Equal(114.911216381, toImage.X, 1e-2);
        Assert.Equal(69.761017779, toImage.Y, 1e-2);
        // Where the points are the template itself, the face is cut out as it is; the template's points are those of the published code.
        Vector2[] template = [new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f)];
        var there = SimilarityTransform.Mapping(new(56, 56), new(300, 200), 25, 3);
        var found = FaceAlignment.ArcFace112.ChipToImage(Landmarks([.. template.Select(there.Apply)]));
        Assert.Equal((3, 25), (Math.Round(found.Scale, 3), Math.Round(found.Degrees, 2)));
        Assert.All(template, point => Assert.InRange(Vector2.Distance(found.Apply(point), there.Apply(point)), 0, 0.01));
        // A face of dlib's mean shape lies upright on it, within a few pixels of the template.
        Vector2[] shape = [.. Enumerable.Range(0, FaceShape.Count).Select(i => i < 17 ? default : FaceShape.OnChip(i))];
        var mean = FaceAlignment.ArcFace112.ChipToImage(shape).Inverse();
        Assert.InRange(mean.Degrees, -1, 1);
        Assert.InRange(Vector2.Distance(mean.Apply(shape[30]), template[2]), 0, 5);
        Assert.Equal(FaceShape.ChipToImage(shape), FaceAlignment.Dlib150.ChipToImage(shape));
        Assert.Null(FaceAlignment.Find("arcface128"));
        Assert.Same(FaceAlignment.ArcFace112, FaceAlignment.Find("arcface112"));
    }

    // Six points around each eye, whose middle it is.
    private static Vector2[] Landmarks(Vector2[] five)
    {
        var landmarks = new Vector2[FaceShape.Count];
        for (var i = 0; i < 6; i++)
        {
            Vector2 around = new(MathF.Cos(i * MathF.PI / 3), MathF.Sin(i * MathF.PI / 3));
            (landmarks[36 + i], landmarks[42 + i]) = (five[0] + 5 * around, five[1] + 5 * around);
        }
        (landmarks[30], landmarks[48], landmarks[54]) = (five[2], five[3], five[4]);
        return landmarks;
    }
}
