using System.Numerics;
using System.Runtime.InteropServices;

namespace Graft.Training;

/// <summary>Adam with decoupled weight decay, as torch computes it.</summary>
internal sealed class AdamW(IReadOnlyList<ParameterGroup> groups, OptimizerOptions options) : Optimizer(groups, moments: 2)
{
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, UpdateScale scale)
    {
        var step = new Coefficients(options, Steps, scale);
        var w = MemoryMarshal.Cast<float, Vector<float>>(values);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        var m = MemoryMarshal.Cast<float, Vector<float>>(first);
        var v = MemoryMarshal.Cast<float, Vector<float>>(second);
        for (var i = 0; i < w.Length; i++)
        {
            var gradient = g[i] * scale.Gradient;
            m[i] = m[i] * step.Keep1 + gradient * step.Take1;
            v[i] = v[i] * step.Keep2 + gradient * gradient * step.Take2;
            w[i] = w[i] * step.Shrink - m[i] * step.Size / (Vector.SquareRoot(v[i]) * step.RootCorrection + new Vector<float>(step.Epsilon));
        }
        for (var i = w.Length * Vector<float>.Count; i < values.Length; i++)
        {
            var gradient = gradients[i] * scale.Gradient;
            first[i] = first[i] * step.Keep1 + gradient * step.Take1;
            second[i] = second[i] * step.Keep2 + gradient * gradient * step.Take2;
            values[i] = values[i] * step.Shrink - first[i] * step.Size / (MathF.Sqrt(second[i]) * step.RootCorrection + step.Epsilon);
        }
    }

    private readonly struct Coefficients(OptimizerOptions options, long steps, UpdateScale scale)
    {
        public readonly float Keep1 = (float)options.Beta1, Take1 = (float)(1 - options.Beta1);
        public readonly float Keep2 = (float)options.Beta2, Take2 = (float)(1 - options.Beta2);
        public readonly float Size = (float)(scale.Rate / (1 - Math.Pow(options.Beta1, steps)));
        public readonly float RootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, steps)));
        public readonly float Shrink = scale.Decays ? (float)(1 - scale.Rate * options.WeightDecay) : 1;
        public readonly float Epsilon = (float)options.Epsilon;
    }
}
