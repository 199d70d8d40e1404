using System.Numerics.Tensors;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// Exponential moving average of the trained parameters (Polyak and Juditsky 1992) and of the running statistics that belong to
/// them, with the usual shorter memory in the first steps: min(decay, (1 + n) / (10 + n)).
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private readonly double _decay;
    private readonly IReadOnlyList<TrainableTensor> _parameters;
    private readonly List<torch.Tensor> _averages = [];

    public WeightAverage(IReadOnlyList<TrainableTensor> parameters, double decay)
    {
        (_parameters, _decay) = (parameters, decay);
        using var noGradient = torch.no_grad();
        foreach (var parameter in parameters) _averages.Add(parameter.Value.detach().clone().DetachFromDisposeScope());
    }

    /// <summary>The averages by parameter name, for checkpoints.</summary>
    public IEnumerable<(string Name, torch.Tensor Value)> State => _parameters.Zip(_averages, (parameter, average) => (parameter.Spec.Name, average));

    /// <summary>Takes the parameters in after a step.</summary>
    /// <param name="steps">Steps taken so far.</param>
    public void Update(long steps)
    {
        var keep = (float)Math.Min(_decay, (1.0 + steps) / (10 + steps));
        for (var i = 0; i < _averages.Count; i++)
        {
            var average = HostTensors.Memory(_averages[i]);
            TensorPrimitives.Lerp(HostTensors.Memory(_parameters[i].Value), average, keep, average);
        }
    }

    /// <summary>Puts the averages in place of the parameters, until disposed: for validation and for what is kept.</summary>
    public IDisposable Applied()
    {
        Swap();
        return new Restore(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var average in _averages) average.Dispose();
        _averages.Clear();
    }

    private void Swap()
    {
        for (var i = 0; i < _averages.Count; i++)
        {
            var one = HostTensors.Memory(_parameters[i].Value);
            var other = HostTensors.Memory(_averages[i]);
            for (var j = 0; j < one.Length; j++) (one[j], other[j]) = (other[j], one[j]);
        }
    }

    private sealed class Restore(WeightAverage average) : IDisposable
    {
        public void Dispose() => average.Swap();
    }
}
