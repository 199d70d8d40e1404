using TorchSharp;

namespace Graft.Training;

/// <summary>
/// An optimizer over groups with rates of their own. One pass over memory per parameter, in managed vector code: torch's own takes
/// six times as long with an operation per line of the formula. Deterministic whatever the number of threads.
/// </summary>
internal abstract class Optimizer : IDisposable
{
    private const int Chunk = 1 << 16;
    private readonly IReadOnlyList<ParameterGroup> _groups;
    private readonly List<torch.Tensor[]> _moments = [];

    protected Optimizer(IReadOnlyList<ParameterGroup> groups, int moments)
    {
        _groups = groups;
        foreach (var parameter in groups.SelectMany(group => group.Parameters))
            _moments.Add([.. Enumerable.Range(0, moments).Select(_ => torch.zeros_like(parameter.Value, requires_grad: false).DetachFromDisposeScope())]);
    }

    /// <summary>Steps taken.</summary>
    public long Steps { get; set; }

    /// <summary>The moments by name, for checkpoints.</summary>
    public IEnumerable<(string Name, torch.Tensor Value)> State =>
        _groups.SelectMany(group => group.Parameters).Zip(_moments, (parameter, moments) => moments.Select((moment, i) => ($"{parameter.Spec.Name}.{i}", moment))).SelectMany(pairs => pairs);

    /// <summary>Moves every parameter that has a gradient, and drops the gradients.</summary>
    /// <param name="rate">Factor on every group's rate: the schedule.</param>
    /// <param name="gradient">Factor on every gradient: clipping, and the mean over accumulated batches.</param>
    public void Step(double rate, double gradient)
    {
        Steps++;
        var index = 0;
        foreach (var group in _groups)
            foreach (var parameter in group.Parameters)
            {
                var moments = _moments[index++];
                using var ownGradient = parameter.Value.grad;
                if (ownGradient is null) continue;
                Update(parameter.Value, ownGradient, moments, new UpdateScale((float)(group.LearningRate * rate), (float)gradient, group.Decays));
                parameter.Value.grad = null; // the next backward pass hands its memory over instead of adding to zeros
            }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var moment in _moments.SelectMany(moments => moments)) moment.Dispose();
        _moments.Clear();
    }

    /// <summary>Moves one stretch of a parameter.</summary>
    protected abstract void Update(Span<float> values, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, UpdateScale scale);

    private unsafe void Update(torch.Tensor value, torch.Tensor gradient, torch.Tensor[] moments, UpdateScale scale)
    {
        // Raw addresses, because spans cannot cross threads; the tensors live in native memory and outlive the call.
        var count = (int)value.numel();
        fixed (float* values = HostTensors.Memory(value), gradients = HostTensors.Memory(gradient),
            first = moments.Length > 0 ? HostTensors.Memory(moments[0]) : [], second = moments.Length > 1 ? HostTensors.Memory(moments[1]) : [])
        {
            var (w, g, m, v) = ((nint)values, (nint)gradients, (nint)first, (nint)second);
            if (count <= Chunk) Part(0);
            else Parallel.For(0, (count + Chunk - 1) / Chunk, Part);

            void Part(int part)
            {
                var (from, length) = (part * Chunk, Math.Min(Chunk, count - part * Chunk));
                Update(new Span<float>((float*)w + from, length), new ReadOnlySpan<float>((float*)g + from, length),
                    m == 0 ? [] : new Span<float>((float*)m + from, length), v == 0 ? [] : new Span<float>((float*)v + from, length), scale);
            }
        }
    }
}
