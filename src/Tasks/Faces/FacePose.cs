using System.Numerics;

namespace Graft.Tasks;

/// <summary>
/// Which way a face looks, from six of its landmarks and a rigid head without perspective: the least-squares rows of the rotation. A head is not rigid and not
/// everybody's: good to about ten degrees.
/// </summary>
/// <param name="Yaw">Turn to the side in degrees; positive where the nose points to the image's right.</param>
/// <param name="Pitch">Up or down in degrees; positive where the nose points down.</param>
internal readonly record struct FacePose(double Yaw, double Pitch)
{
    // Nose, chin, outer corners of the eyes, corners of the mouth, in millimetres: x right, y down, z away from the camera.
    private static readonly int[] Landmarks = [30, 8, 36, 45, 48, 54];
    private static readonly double[][] Head =
        [[0, 0, 0], [0, 66, 13], [-45, -34, 27], [45, -34, 27], [-30, 30, 25], [30, 30, 25]];
    private static readonly double[][] Inverse = PseudoInverse();

    /// <summary>Pose of a face whose roll has been taken out: of landmarks on the chip.</summary>
    public static FacePose Of(IReadOnlyList<Vector2> landmarks)
    {
        var centre = Vector2.Zero;
        foreach (var landmark in Landmarks) centre += landmarks[landmark] / Landmarks.Length;
        var (across, down) = (new double[3], new double[3]);
        for (var axis = 0; axis < 3; axis++)
            for (var i = 0; i < Landmarks.Length; i++)
            {
                across[axis] += Inverse[axis][i] * (landmarks[Landmarks[i]].X - centre.X);
                down[axis] += Inverse[axis][i] * (landmarks[Landmarks[i]].Y - centre.Y);
            }
        return new(-Angle(across), Angle(down));
    }

    private static double Angle(double[] row) => Math.Asin(Math.Clamp(row[2] / Math.Sqrt(row.Sum(value => value * value)), -1, 1)) * 180 / Math.PI;

    // (P' P)^-1 P' of the centred points.
    private static double[][] PseudoInverse()
    {
        double[] centre = [.. Enumerable.Range(0, 3).Select(axis => Head.Average(point => point[axis]))];
        double[][] points = [.. Head.Select(point => point.Select((value, axis) => value - centre[axis]).ToArray())];
        double Product(int a, int b) => points.Sum(point => point[a] * point[b]);
        var (xx, yy, zz, xy, xz, yz) = (Product(0, 0), Product(1, 1), Product(2, 2), Product(0, 1), Product(0, 2), Product(1, 2));
        double[][] adjugate =
        [
            [yy * zz - yz * yz, xz * yz - xy * zz, xy * yz - xz * yy],
            [xz * yz - xy * zz, xx * zz - xz * xz, xy * xz - xx * yz],
            [xy * yz - xz * yy, xy * xz - xx * yz, xx * yy - xy * xy],
        ];
        var determinant = xx * adjugate[0][0] + xy * adjugate[0][1] + xz * adjugate[0][2];
        return [.. adjugate.Select(row => points.Select(point => row.Zip(point, (a, b) => a * b).Sum() / determinant).ToArray())];
    }
}
