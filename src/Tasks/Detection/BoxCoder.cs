using Graft.Imaging;

namespace Graft.Tasks;

/// <summary>
/// A box relative to another: shift of the centre in units of the other's sides, logarithm of the sides' quotient, each times a
/// weight (Girshick et al., arXiv:1311.2524; as torchvision).
/// </summary>
/// <param name="ShiftWeight">Weight of both shifts.</param>
/// <param name="SizeWeight">Weight of both logarithms.</param>
internal sealed record BoxCoder(float ShiftWeight, float SizeWeight)
{
    /// <summary>The largest logarithm that is decoded: sides grow to at most 62.5 times.</summary>
    public static readonly float LargestLogarithm = (float)Math.Log(1000.0 / 16);

    /// <summary>Weight one: region proposals, RetinaNet.</summary>
    public static BoxCoder Plain { get; } = new(1, 1);

    /// <summary>Weights ten and five: the second stage.</summary>
    public static BoxCoder Regions { get; } = new(10, 5);

    /// <summary>The code of <paramref name="target"/> relative to <paramref name="reference"/>: four values.</summary>
    public void Encode(Box target, Box reference, Span<float> code)
    {
        code[0] = ShiftWeight * (CentreX(target) - CentreX(reference)) / reference.Width;
        code[1] = ShiftWeight * (CentreY(target) - CentreY(reference)) / reference.Height;
        code[2] = SizeWeight * MathF.Log(target.Width / reference.Width);
        code[3] = SizeWeight * MathF.Log(target.Height / reference.Height);
    }

    /// <summary>The box of a code.</summary>
    public Box Decode(ReadOnlySpan<float> code, Box reference)
    {
        var x = code[0] / ShiftWeight * reference.Width + CentreX(reference);
        var y = code[1] / ShiftWeight * reference.Height + CentreY(reference);
        var width = MathF.Exp(Math.Min(code[2] / SizeWeight, LargestLogarithm)) * reference.Width;
        var height = MathF.Exp(Math.Min(code[3] / SizeWeight, LargestLogarithm)) * reference.Height;
        return new Box(x - 0.5f * width, y - 0.5f * height, x + 0.5f * width, y + 0.5f * height);
    }

    private static float CentreX(Box box) => box.X1 + 0.5f * box.Width;

    private static float CentreY(Box box) => box.Y1 + 0.5f * box.Height;
}
