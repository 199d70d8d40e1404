using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Sums and products with numbers. TorchSharp makes an object with a finalizer of every number, also of the hidden factor 1 of a sum, and lets go
/// of it before torch has read it: when pictures are loaded on other threads and the collector runs at that moment, torch reads freed memory ("Expected
/// false to be true"). Here the numbers live until the call has ended.
/// </summary>
internal static class Arithmetic
{
    private static readonly Scalar One = 1.0.ToScalar();

    /// <summary>x + y.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, torch.Tensor y) => x.add(y, One);

    /// <summary>x - y.</summary>
    public static torch.Tensor Minus(this torch.Tensor x, torch.Tensor y) => x.add(y.neg(), One);

    /// <summary>x + number.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.add(scalar, One);
    }

    /// <summary>x times number.</summary>
    public static torch.Tensor Times(this torch.Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return x.mul(scalar);
    }

    /// <summary>1 - x.</summary>
    public static torch.Tensor Complement(this torch.Tensor x) => x.neg().Plus(1);
}
