using System.Numerics.Tensors;

namespace Graft.Training;

/// <summary>Length of all gradients together, for clipping (Pascanu et al., arXiv:1211.5063).</summary>
internal static class GradientNorm
{
    /// <summary>Root of the sum of squares over all gradients there are.</summary>
    public static double Of(IEnumerable<TrainableTensor> parameters)
    {
        var sum = 0.0;
        foreach (var parameter in parameters)
        {
            using var gradient = parameter.Value.grad;
            if (gradient is not null) sum += TensorPrimitives.SumOfSquares<float>(HostTensors.Memory(gradient));
        }
        return Math.Sqrt(sum);
    }

    /// <summary>Factor that brings a norm down to the limit; 1 where it is below, or the limit is 0.</summary>
    public static double Clip(double norm, double limit) => limit > 0 && norm > limit ? limit / norm : 1;
}
