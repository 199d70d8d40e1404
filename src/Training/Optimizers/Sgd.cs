using System.Numerics;
using System.Runtime.InteropServices;

namespace Graft.Training;

/// <summary>Gradient descent with momentum, as torch computes it (no dampening; the first step has no memory either way).</summary>
internal sealed class Sgd(IReadOnlyList<ParameterGroup> groups, OptimizerOptions options) : Optimizer(groups, moments: options.Momentum > 0 ? 1 : 0)
{
    protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, UpdateScale scale)
    {
        var decay = scale.Decays ? (float)options.WeightDecay : 0;
        var momentum = (float)options.Momentum;
        // The step is rate * (gradient + momentum * memory) with Nesterov's look ahead, rate * memory without.
        var (direct, remembered) = first.IsEmpty ? (1f, 0f) : options.Nesterov ? (1f, momentum) : (0f, 1f);
        var w = MemoryMarshal.Cast<float, Vector<float>>(values);
        var g = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        var m = MemoryMarshal.Cast<float, Vector<float>>(first);
        for (var i = 0; i < w.Length; i++)
        {
            var gradient = g[i] * scale.Gradient + w[i] * decay;
            var memory = Vector<float>.Zero;
            if (!m.IsEmpty) m[i] = memory = m[i] * momentum + gradient;
            w[i] -= (gradient * direct + memory * remembered) * scale.Rate;
        }
        for (var i = w.Length * Vector<float>.Count; i < values.Length; i++)
        {
            var gradient = gradients[i] * scale.Gradient + values[i] * decay;
            var memory = 0f;
            if (!first.IsEmpty) first[i] = memory = first[i] * momentum + gradient;
            values[i] -= (gradient * direct + memory * remembered) * scale.Rate;
        }
    }
}
