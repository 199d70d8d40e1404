using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Graft.Training;

/// <summary>
/// The sum of all ranks' gradients, stage by stage and from the last to the first, as the backward pass completes them: on a thread of its own, while that
/// goes on. Every rank sums the same stages in the same order.
/// </summary>
internal sealed class GradientSum : IDisposable
{
    private readonly ICollective _ranks;
    private readonly RankOptions _options;
    private readonly IReadOnlyList<TrainableTensor> _parameters;
    private readonly List<Stage> _stages;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<Action> _due = [];
    private readonly Thread? _thread;
    private readonly CountdownEvent _left = new(1);
    private Exception? _failure;

    /// <param name="ranks">The ranks; more than one.</param>
    /// <param name="options">How.</param>
    /// <param name="parameters">What has gradients, in the graph's order.</param>
    public GradientSum(ICollective ranks, RankOptions options, IReadOnlyList<TrainableTensor> parameters)
    {
        (_ranks, _options, _parameters) = (ranks, options, parameters);
        _stages = [.. parameters.Index().GroupBy(pair => pair.Item.Spec.Stage)
            .Select(stage => new Stage(stage.Key, [.. stage.Select(pair => pair.Index)], stage.Sum(pair => pair.Item.Spec.Count))).Reverse()];
        if (!options.Overlaps) return;
        _thread = new Thread(Work) { IsBackground = true, Name = "gradients" };
        _thread.Start();
    }

    /// <summary>The gradients of a stage, and of all behind it, are complete. On the thread of the backward pass.</summary>
    public void Completed(string stage)
    {
        if (_thread is null || _stages.FindIndex(one => one.Name == stage) is not (>= 0 and var last)) return;
        try
        {
            for (var i = 0; i <= last; i++) Send(_stages[i]);
        }
        catch (Exception failure)
        {
            _failure = failure; // in a backward pass it would end the process
        }
    }

    /// <summary>Sums values of the moment, in their turn among the gradients that are on their way.</summary>
    public void Now(float[] values)
    {
        if (_thread is null)
        {
            _ranks.Sum(values);
            return;
        }
        using var done = new ManualResetEventSlim();
        Due(() =>
        {
            _ranks.Sum(values);
            done.Set();
        });
        while (!done.Wait(Patience))
            if (_failure is not null) throw new GraftException($"Norms could not be summed: {_failure.Message}", inner: _failure) { ExitCode = 1 };
    }

    /// <summary>Waits until every gradient is the sum over the ranks.</summary>
    public void Finish()
    {
        foreach (var stage in _stages) Send(stage);
        if (_thread is not null)
        {
            _left.Signal();
            _left.Wait();
            _left.Reset(1);
            if (_failure is not null) throw new GraftException($"The gradients could not be summed: {_failure.Message}", inner: _failure) { ExitCode = 1 };
        }
        foreach (var stage in _stages)
        {
            Take(stage);
            stage.IsSent = false;
        }
    }

    public void Dispose()
    {
        _due.CompleteAdding();
        _thread?.Join();
        _due.Dispose();
        _left.Dispose();
    }

    private void Work()
    {
        foreach (var sum in _due.GetConsumingEnumerable())
        {
            try
            {
                if (_failure is null) sum();
            }
            catch (Exception failure)
            {
                _failure = failure;
            }
            _left.Signal();
        }
    }

    private void Send(Stage stage)
    {
        if (stage.IsSent) return;
        stage.IsSent = true;
        // A rank without images has no gradients, and one whose images show nothing of a kind has none of some layers. Behind the values stands how many do.
        var at = 0;
        for (var i = 0; i < stage.Parameters.Length; i++)
        {
            var parameter = _parameters[stage.Parameters[i]];
            var place = stage.Values.AsSpan(at, (int)parameter.Spec.Count);
            using var gradient = parameter.Value.grad;
            if (gradient is null) place.Clear();
            else HostTensors.Memory(gradient).CopyTo(place);
            stage.Values[^(stage.Parameters.Length - i)] = gradient is null ? 0 : 1;
            at += place.Length;
        }
        if (_thread is null)
        {
            Sum(stage);
            return;
        }
        Due(() => Sum(stage));
    }

    private void Due(Action sum)
    {
        _left.AddCount();
        _due.Add(sum);
    }

    private void Sum(Stage stage)
    {
        if (!_options.CompressesGradients)
        {
            _ranks.Sum(stage.Values);
            return;
        }
        stage.Halves ??= new ushort[stage.Values.Length];
        Bfloat16.Round(stage.Values, stage.Halves);
        _ranks.SumBfloat16(stage.Halves);
        Bfloat16.Widen(stage.Halves, stage.Values);
    }

    private void Take(Stage stage)
    {
        var at = 0;
        for (var i = 0; i < stage.Parameters.Length; i++)
        {
            var parameter = _parameters[stage.Parameters[i]];
            var place = stage.Values.AsSpan(at, (int)parameter.Spec.Count);
            at += place.Length;
            if (stage.Values[^(stage.Parameters.Length - i)] == 0) continue; // nowhere
            using var own = parameter.Value.grad;
            if (own is not null)
            {
                place.CopyTo(HostTensors.Memory(own));
                continue;
            }
            using var scope = torch.NewDisposeScope();
            using var noGradient = torch.no_grad();
            var gradient = torch.zeros_like(parameter.Value);
            place.CopyTo(HostTensors.Memory(gradient));
            parameter.Value.grad = gradient;
        }
    }

    private sealed class Stage(string name, int[] parameters, long count)
    {
        public string Name => name;

        public int[] Parameters => parameters;

        /// <summary>The gradients one after another, each in its own memory's order, and behind them whether there is one.</summary>
        public float[] Values { get; } = new float[count + parameters.Length];

        public ushort[]? Halves { get; set; }

        public bool IsSent { get; set; }
    }
}
