namespace Graft.Data;

/// <summary>Where an output pixel comes from: x' = A x + B y + C, y' = D x + E y + F, with pixel centres at halves.</summary>
internal readonly record struct Affine(double A, double B, double C, double D, double E, double F)
{
    public static Affine ShearX(double amount) => new(1, amount, 0, 0, 1, 0);

    public static Affine ShearY(double amount) => new(1, 0, 0, amount, 1, 0);

    public static Affine Shift(double x, double y) => new(1, 0, -x, 0, 1, -y);

    /// <summary>Counter-clockwise about the centre.</summary>
    public static Affine Rotation(double degrees, int width, int height)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        var (x, y) = (width / 2.0, height / 2.0);
        return new(cosine, -sine, x - cosine * x + sine * y, sine, cosine, y - sine * x - cosine * y);
    }
}
