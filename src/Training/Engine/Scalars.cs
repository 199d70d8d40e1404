using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Arithmetic with numbers. TorchSharp turns a number into an object of its own, which no dispose scope holds: left to itself the collector
/// may finalise it while native code reads it, and the sum is then with garbage. Here it lives until the call has returned.
/// </summary>
internal static class Scalars
{
    /// <summary>Lives as long as the process.</summary>
    public static Scalar One { get; } = 1.ToScalar();

    public static torch.Tensor Plus(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.add(scalar);
    }

    public static torch.Tensor Times(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.mul(scalar);
    }

    public static torch.Tensor Over(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.div(scalar);
    }

    public static torch.Tensor ToPower(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.pow(scalar);
    }

    public static torch.Tensor AtLeast(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.clamp_min(scalar);
    }

    public static torch.Tensor AtMost(this torch.Tensor tensor, long number)
    {
        using var scalar = number.ToScalar();
        return tensor.clamp_max(scalar);
    }

    public static torch.Tensor IsAtLeast(this torch.Tensor tensor, double number)
    {
        using var scalar = number.ToScalar();
        return tensor.ge(scalar);
    }

    public static torch.Tensor IsNot(this torch.Tensor tensor, long number)
    {
        using var scalar = number.ToScalar();
        return tensor.ne(scalar);
    }
}
