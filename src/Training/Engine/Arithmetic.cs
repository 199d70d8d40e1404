using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Sums and products with numbers. TorchSharp makes an object with a finalizer of every number, also of the hidden factor 1 of a sum, and lets go
/// of it before torch has read it: when images are loaded on other threads and the collector runs at that moment, torch reads freed memory ("Expected
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
    public static torch.Tensor Plus(this torch.Tensor x, double number) => With(number.ToScalar(), scalar => x.add(scalar, One));

    /// <summary>x times number.</summary>
    public static torch.Tensor Times(this torch.Tensor x, double number) => With(number.ToScalar(), x.mul);

    /// <summary>1 - x.</summary>
    public static torch.Tensor Complement(this torch.Tensor x) => x.neg().Plus(1);

    /// <summary>x divided by number.</summary>
    public static torch.Tensor Over(this torch.Tensor x, double number) => With(number.ToScalar(), scalar => x.div(scalar));

    /// <summary>x to the power of number.</summary>
    public static torch.Tensor ToPower(this torch.Tensor x, double number) => With(number.ToScalar(), x.pow);

    /// <summary>The larger of x and number.</summary>
    public static torch.Tensor AtLeast(this torch.Tensor x, double number) => With(number.ToScalar(), x.clamp_min);

    /// <summary>The smaller of x and number.</summary>
    public static torch.Tensor AtMost(this torch.Tensor x, long number) => With(number.ToScalar(), x.clamp_max);

    /// <summary>The smaller of x and number.</summary>
    public static torch.Tensor AtMost(this torch.Tensor x, double number) => With(number.ToScalar(), x.clamp_max);

    /// <summary>Where x is number or more.</summary>
    public static torch.Tensor IsAtLeast(this torch.Tensor x, double number) => With(number.ToScalar(), x.ge);

    /// <summary>Where x is not number.</summary>
    public static torch.Tensor IsNot(this torch.Tensor x, long number) => With(number.ToScalar(), x.ne);

    private static torch.Tensor With(Scalar number, Func<Scalar, torch.Tensor> call)
    {
        using (number) return call(number);
    }
}
