using System.Numerics;

namespace Graft.Tasks;

/// <summary>
/// The mean positions of landmarks 17 to 67 of a face (iBUG 300-W) that dlib aligns faces to, and the alignment: a least-squares similarity of the nose, the
/// eyes and the upper lip, without eyebrows, chin and lower lip.
/// </summary>
internal static class FaceShape
{
    /// <summary>Landmarks of a face.</summary>
    public const int Count = 68;

    /// <summary>Side of the aligned face in pixels.</summary>
    public const int ChipSide = 150;

    /// <summary>Room around the mean shape on each side, in its own width.</summary>
    public const double Padding = 0.25;

    private const int First = 17;

    private static readonly float[] MeanX =
    [
        0.000213256f, 0.0752622f, 0.18113f, 0.29077f, 0.393397f, 0.586856f, 0.689483f, 0.799124f, 0.904991f, 0.98004f, 0.490127f, 0.490127f, 0.490127f,
        0.490127f, 0.36688f, 0.426036f, 0.490127f, 0.554217f, 0.613373f, 0.121737f, 0.187122f, 0.265825f, 0.334606f, 0.260918f, 0.182743f, 0.645647f,
        0.714428f, 0.793132f, 0.858516f, 0.79751f, 0.719335f, 0.254149f, 0.340985f, 0.428858f, 0.490127f, 0.551395f, 0.639268f, 0.726104f, 0.642159f,
        0.556721f, 0.490127f, 0.423532f, 0.338094f, 0.290379f, 0.428096f, 0.490127f, 0.552157f, 0.689874f, 0.553364f, 0.490127f, 0.42689f,
    ];

    private static readonly float[] MeanY =
    [
        0.106454f, 0.038915f, 0.0187482f, 0.0344891f, 0.0773906f, 0.0773906f, 0.0344891f, 0.0187482f, 0.038915f, 0.106454f, 0.203352f, 0.307009f, 0.409805f,
        0.515625f, 0.587326f, 0.609345f, 0.628106f, 0.609345f, 0.587326f, 0.216423f, 0.178758f, 0.179852f, 0.231733f, 0.245099f, 0.244077f, 0.231733f,
        0.179852f, 0.178758f, 0.216423f, 0.244077f, 0.245099f, 0.780233f, 0.745405f, 0.727388f, 0.742578f, 0.727388f, 0.745405f, 0.780233f, 0.864805f,
        0.902192f, 0.909281f, 0.902192f, 0.864805f, 0.784792f, 0.778746f, 0.785343f, 0.778746f, 0.784792f, 0.824182f, 0.831803f, 0.824182f,
    ];

    // The numbers of the landmarks that are aligned, and where they belong on the chip.
    private static readonly int[] Used = [.. Enumerable.Range(27, 28), .. Enumerable.Range(60, 5)];
    private static readonly Vector2[] Places = [.. Used.Select(landmark => OnChip(landmark))];

    /// <summary>Where a landmark from 17 on has its mean place on the chip.</summary>
    public static Vector2 OnChip(int landmark) => new(
        (float)((Padding + MeanX[landmark - First]) / (2 * Padding + 1) * ChipSide),
        (float)((Padding + MeanY[landmark - First]) / (2 * Padding + 1) * ChipSide));

    /// <summary>From pixels of the chip to pixels of the image.</summary>
    public static SimilarityTransform ChipToImage(IReadOnlyList<Vector2> landmarks)
    {
        var points = new Vector2[Used.Length];
        for (var i = 0; i < points.Length; i++) points[i] = landmarks[Used[i]];
        return SimilarityTransform.Fit(Places, points);
    }

    /// <summary>For each landmark the one that takes its place in a mirrored image.</summary>
    public static IReadOnlyList<int> Mirrored { get; } =
    [
        16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 27, 28, 29, 30, 35, 34, 33, 32, 31,
        45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40, 54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65,
    ];

    /// <summary>Centre of the eye at the image's left: between its corners.</summary>
    public static Vector2 LeftEye(IReadOnlyList<Vector2> landmarks) => (landmarks[36] + landmarks[39]) / 2;

    /// <summary>Centre of the eye at the image's right.</summary>
    public static Vector2 RightEye(IReadOnlyList<Vector2> landmarks) => (landmarks[42] + landmarks[45]) / 2;

    /// <summary>Turn of the line through the eyes in degrees, clockwise.</summary>
    public static double Roll(IReadOnlyList<Vector2> landmarks)
    {
        var line = RightEye(landmarks) - LeftEye(landmarks);
        return Math.Atan2(line.Y, line.X) * 180 / Math.PI;
    }

    /// <summary>How far the aligned landmarks are from the mean shape: root of the mean square, in distances of the mean shape's eyes.</summary>
    public static double Deviation(IReadOnlyList<Vector2> landmarks)
    {
        var toChip = ChipToImage(landmarks).Inverse();
        var squares = Used.Select((landmark, i) => (double)(toChip.Apply(landmarks[landmark]) - Places[i]).LengthSquared());
        return Math.Sqrt(squares.Average()) / EyeDistanceOnChip;
    }

    private static float EyeDistanceOnChip { get; } =
        Vector2.Distance((OnChip(36) + OnChip(39)) / 2, (OnChip(42) + OnChip(45)) / 2);
}
