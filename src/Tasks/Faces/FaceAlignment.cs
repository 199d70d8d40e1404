using System.Numerics;

namespace Graft.Tasks;

/// <summary>How a face is cut out for a descriptor, from its 68 landmarks.</summary>
internal sealed class FaceAlignment
{
    // Where ArcFace's networks expect the centres of the eyes, the tip of the nose and the corners of the mouth (Deng and others 2019, arXiv:1801.07698).
    private static readonly Vector2[] _five =
        [new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f)];

    private readonly Func<IReadOnlyList<Vector2>, SimilarityTransform> _chipToImage;

    private FaceAlignment(string name, int side, Func<IReadOnlyList<Vector2>, SimilarityTransform> chipToImage) =>
        (Name, Side, _chipToImage) = (name, side, chipToImage);

    /// <summary>dlib's: nose, eyes and upper lip on the mean shape.</summary>
    public static FaceAlignment Dlib150 { get; } = new("dlib150", FaceShape.ChipSide, FaceShape.ChipToImage);

    /// <summary>ArcFace's: five points.</summary>
    public static FaceAlignment ArcFace112 { get; } = new("arcface112", 112, FivePoints);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FaceAlignment> All { get; } = [Dlib150, ArcFace112];

    /// <summary>As a contract names it.</summary>
    public string Name { get; }

    /// <summary>Side of the aligned face in pixels.</summary>
    public int Side { get; }

    /// <summary>The one of that name, or null.</summary>
    public static FaceAlignment? Find(string? name) => All.FirstOrDefault(alignment => alignment.Name == name);

    /// <summary>From pixels of the aligned face to pixels of the image.</summary>
    /// <param name="landmarks">68 points of the image.</param>
    public SimilarityTransform ChipToImage(IReadOnlyList<Vector2> landmarks) => _chipToImage(landmarks);

    // The networks learned from faces that were brought to the template, not from a template that was brought to faces: the least squares are the chip's.
    private static SimilarityTransform FivePoints(IReadOnlyList<Vector2> landmarks) =>
        SimilarityTransform.Fit([Middle(landmarks, 36), Middle(landmarks, 42), landmarks[30], landmarks[48], landmarks[54]], _five).Inverse();

    // Of the six points around an eye: nearer to the pupil, which the template means, than the middle of its corners.
    private static Vector2 Middle(IReadOnlyList<Vector2> landmarks, int first)
    {
        var sum = Vector2.Zero;
        for (var i = first; i < first + 6; i++) sum += landmarks[i];
        return sum / 6;
    }
}
