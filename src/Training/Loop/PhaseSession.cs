using System.Diagnostics;
using System.Runtime.InteropServices;
using Graft.Networks;
using TorchSharp;

namespace Graft.Training;

/// <summary>One phase under way: model, optimizer and average, and the steps of its epochs.</summary>
internal sealed class PhaseSession : IDisposable
{
    private readonly TrainingRun _run;
    private readonly TrainingJob _job;
    private readonly Phase _phase;
    private readonly PhaseModel _model;
    private readonly Optimizer _optimizer;
    private readonly WeightAverage? _average;
    private readonly LearningRateSchedule _schedule;
    private readonly int _batchesPerEpoch;
    private readonly ICollective _ranks;
    private readonly GradientSum? _sum;
    private readonly List<int> _group = [];
    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();
    private Stopwatch _clock = Stopwatch.StartNew();
    private double _groupLoss, _firstWeight, _groupWeight;
    private long _groupImages;

    public PhaseSession(TrainingRun run)
    {
        (_run, _job, _ranks) = (run, run.Job, run.Job.Collective);
        var options = _job.Options;
        _phase = _job.Phases[run.Progress.Phase];
        _model = new PhaseModel(_job, _phase, run.Parameters, run.Engine);
        var groups = ParameterGroup.Of(_model.Trainable, _job.Graph, _phase);
        _optimizer = options.Optimizer.Kind == OptimizerKind.AdamW ? new AdamW(groups, options.Optimizer) : new Sgd(groups, options.Optimizer);
        if (_ranks.Size > 1)
        {
            _sum = new GradientSum(_ranks, _job.Ranks, _model.Trainable);
            if (_job.Ranks.SynchronisesNorms) _model.NormSum = _sum.Now;
            else if (_model.Moving.Count > 0)
                run.Observer.Noted($"Norms use the images of each rank, and rank 0's statistics are kept; {Flag.Of("--sync-norm")} uses those of all ranks.",
                    isWarning: false);
        }
        if (options.AverageDecay > 0) _average = new WeightAverage(_model.Averaged, options.AverageDecay);
        _batchesPerEpoch = EpochOrder.BatchesOf(_job.Train, options.BatchSize);
        var stepsPerEpoch = (_batchesPerEpoch + options.AccumulateBatches - 1) / options.AccumulateBatches;
        var total = (long)_phase.Epochs * stepsPerEpoch;
        _schedule = new LearningRateSchedule(Math.Min((long)(options.WarmupEpochs * stepsPerEpoch), total / 2), total, options.RateDecay);
    }

    /// <summary>The phase, for observers.</summary>
    public PhaseSummary Facts => new(_run.Progress.Phase, _job.Phases.Count, _phase, _model.Trainable.Sum(parameter => parameter.Spec.Count),
        _schedule.TotalSteps, _model.HasPrefix)
    { KeepsFeatures = _model.HasPrefix && _job.Train.Count > 0 && _job.Train.ContentHashOf(0) is not null, StepsDone = _run.Progress.Steps };

    /// <summary>Whether epochs are left, and the watched metric still gets better.</summary>
    public bool HasEpochsLeft => _run.Progress.EpochsInPhase < _phase.Epochs && !IsStale;

    /// <summary>Whether the watched metric has not got better for the patience.</summary>
    public bool IsStale => _job.Options.Patience > 0 && _run.Progress.SinceBest >= _job.Options.Patience;

    /// <summary>Whether every batch of the epoch under way is done.</summary>
    public bool IsEpochDone => _run.Progress.Batches == _batchesPerEpoch;

    /// <summary>Runs the frozen stages once over images that do not change. Answers false when cancelled half-way.</summary>
    public bool Prepare(CancellationToken cancellation)
    {
        _model.Train.Prepare(_run.Workers, _ranks, done =>
        {
            _run.Observer.FeaturesComputed(done, _job.Train.Count);
            return !cancellation.IsCancellationRequested;
        });
        _ranks.Barrier(); // features may be kept on one host and not on another
        return !_ranks.Any(cancellation.IsCancellationRequested);
    }

    /// <summary>What is left of the epoch under way. Ends the loading when the loop is left.</summary>
    public IEnumerable<Batch> Batches()
    {
        _clock = Stopwatch.StartNew();
        var epoch = _run.Progress.Epochs;
        var order = EpochOrder.Of(_job.Train, _job.Options.BatchSize, _job.Options.Seed, epoch).AsMemory(_run.Progress.Batches * _job.Options.BatchSize);
        return _model.Train.OwnBatches(order, epoch, _run.Workers);
    }

    /// <summary>Copies of the first batches, ready for <see cref="Learn"/>.</summary>
    public IReadOnlyList<Batch> FirstBatches(int count)
    {
        List<Batch> first = [];
        foreach (var batch in Batches())
        {
            _model.Train.Complete(batch);
            first.Add(batch.Copy());
            if (first.Count == count) break;
        }
        return first;
    }

    /// <summary>Forward and backward. Answers whether a step is due: enough batches are accumulated, or the epoch ends.</summary>
    /// <exception cref="GraftException">The loss is not finite; the batch's files are named.</exception>
    public bool Learn(Batch batch)
    {
        var progress = _run.Progress;
        _model.Train.Complete(batch);
        (batch.Seed, batch.Place, batch.Weight) = (_job.Options.Seed, $"{progress.Epochs}/{progress.Batches}", batch.Count);
        _group.AddRange(batch.Indices.AsSpan(0, batch.Count));
        var lossOf = batch.Count > 0 ? _job.Task.Prepare(_job, batch) : null; // fewer images than ranks, and none for this one
        if (lossOf is null || batch.Slice.IsGuest) batch.Weight = 0;
        var isPart = _ranks.Size > 1 && _job.Task.IsPartOfWhole;
        // The mean over all images of the step: a batch of half as many images, such as the last one, counts half as much as the first.
        var weight = OverRanks(batch.Weight);
        if (_groupWeight == 0) _firstWeight = weight > 1e-6 ? weight : 1; // nothing counts where all pixels are ignored
        batch.WholeWeight = weight;
        batch.Share = (isPart && !batch.Slice.IsGuest ? weight : batch.Weight) / _firstWeight;
        var isDue = (progress.Batches + 1) % _job.Options.AccumulateBatches == 0 || progress.Batches + 1 == _batchesPerEpoch;
        _model.StageCompleted = isDue ? _sum : null;
        var loss = lossOf is null ? null : Forward(batch, lossOf);
        if (lossOf is null && isPart) _ranks.OfBatch(batch.Slice, []);
        var value = loss?.ToSingle() ?? 0;
        if (!float.IsFinite(value)) throw NotFinite("loss");
        // Before gradients are on their way.
        if (isPart) value = (float)OverRanks(batch.Slice.IsGuest ? 0 : value);
        else if (_ranks.Size > 1 && weight > 0) value = (float)(OverRanks(batch.Weight * value) / weight);
        if (loss is not null) (batch.Share == 1 ? loss : loss.Times(batch.Share)).backward();
        _groupWeight += weight / _firstWeight;
        progress.Batches++;
        progress.LossSum += value * batch.Slice.Whole;
        progress.Images += batch.Slice.Whole;
        _groupLoss += value * batch.Slice.Whole;
        _groupImages += batch.Slice.Whole;
        return isDue;
    }

    private torch.Tensor Forward(Batch batch, Func<TorchOutput, torch.Tensor> lossOf)
    {
        _model.Slice = batch.Slice;
        if (_model.IsStochastic) _model.Seed((long)batch.Random("dropout").NextBits());
        return lossOf(_model.Forward(_model.Train.Input(batch), isTraining: true));
    }

    private double OverRanks(double value)
    {
        Span<double> sum = [value];
        _ranks.Sum(sum);
        return sum[0];
    }

    /// <summary>Moves the parameters by the gradients accumulated.</summary>
    /// <exception cref="GraftException">A gradient is not finite; the files are named.</exception>
    public StepResult Step()
    {
        var progress = _run.Progress;
        _sum?.Finish();
        var norm = GradientNorm.Of(_model.Trainable) / _groupWeight;
        if (!double.IsFinite(norm)) throw NotFinite("gradient");
        var factor = _schedule.Factor(progress.Steps++);
        _optimizer.Step(factor, GradientNorm.Clip(norm, _job.Options.ClipNorm) / _groupWeight);
        _average?.Update(progress.Steps);
        var facts = new StepResult(progress.Phase, progress.Epochs + 1, progress.Steps, _schedule.TotalSteps, _groupLoss / _groupImages,
            _phase.LearningRate * factor);
        _group.Clear();
        (_groupLoss, _groupWeight, _groupImages) = (0, 0, 0);
        return facts;
    }

    /// <summary>Validates, keeps what is best, and leaves a checkpoint.</summary>
    public EpochResult EndEpoch()
    {
        var progress = _run.Progress;
        ValidationMetrics? metrics = null;
        bool isBest;
        TakeStatistics();
        using (_average?.Applied())
        {
            if (_model.Validation is { } images) metrics = ValidationPass.Run(_job, _model, images, _run.Workers);
            isBest = _run.Judge(metrics, Values);
        }
        _job.Features?.Flush();
        NativeAllocator.Trim();
        var facts = new EpochResult(progress.Phase, progress.Epochs + 1, progress.LossSum / progress.Images, metrics,
            _phase.LearningRate * _schedule.Factor(progress.Steps - 1), _clock.Elapsed.TotalSeconds)
        { IsBest = isBest };
        progress.History.Add(facts);
        progress.Epochs++;
        progress.EpochsInPhase++;
        (progress.Batches, progress.LossSum, progress.Images) = (0, 0, 0);
        Save();
        return facts;
    }

    // Each rank's norms saw its own images: those of rank 0 are kept.
    private void TakeStatistics()
    {
        if (_ranks.Size == 1) return;
        var moving = _model.Moving;
        var averages = _average?.State.Where(average => moving.Any(one => one.Spec.Name == average.Name)).Select(average => average.Value) ?? [];
        foreach (var tensor in moving.Select(one => one.Value).Concat(averages)) _ranks.FillFromFirst(MemoryMarshal.AsBytes(HostTensors.Memory(tensor)));
    }

    /// <summary>Leaves a checkpoint within an epoch, where the last one is some minutes old.</summary>
    public void SaveIfDue()
    {
        if (_job.Ranks.CheckpointMinutes is var minutes and > 0 && !IsEpochDone && _sinceSave.Elapsed.TotalMinutes >= minutes) Save();
    }

    /// <summary>Leaves a checkpoint.</summary>
    public void Save()
    {
        _sinceSave.Restart();
        if (_job.CheckpointFolder is null) return;
        ParameterSet last;
        using (_average?.Applied()) last = Values();
        Dictionary<string, HostTensor> tensors = [];
        foreach (var (name, tensor) in Values()) tensors[$"model/{name}"] = tensor;
        foreach (var (name, tensor) in _optimizer.State) tensors[$"optimizer/{name}"] = HostTensors.ToHost(tensor);
        foreach (var (name, tensor) in _average?.State ?? []) tensors[$"average/{name}"] = HostTensors.ToHost(tensor);
        _run.Save(last, tensors);
    }

    /// <summary>Whether any rank is to stop.</summary>
    public bool IsCancelled(CancellationToken cancellation) => _ranks.Any(cancellation.IsCancellationRequested);

    /// <summary>Ends the training here, with a checkpoint to go on from.</summary>
    public TrainingResult Cancel()
    {
        Save();
        WriteBack();
        return _run.End(StopReason.Cancelled);
    }

    /// <summary>Goes on from a checkpoint's tensors.</summary>
    public void Restore(Func<string, IEnumerable<KeyValuePair<string, HostTensor>>> named)
    {
        _optimizer.Steps = _run.Progress.Steps;
        Fill(_optimizer.State, named("optimizer"));
        if (_average is not null) Fill(_average.State, named("average"));
    }

    /// <summary>Hands the values over to the run: the average, where there is one.</summary>
    public void WriteBack()
    {
        using (_average?.Applied()) _model.CopyTo(_run.Parameters);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sum?.Dispose();
        _average?.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
    }

    private ParameterSet Values()
    {
        var values = new ParameterSet();
        foreach (var (name, tensor) in _run.Parameters) values.Set(name, tensor);
        _model.CopyTo(values);
        return values;
    }

    private GraftException NotFinite(string what) => new(
        $"The {what} is not a finite number in epoch {_run.Progress.Epochs + 1}, with {string.Join(", ", _group.Select(_job.Train.NameOf))}.",
        "Training cannot continue.", $"Check these images; otherwise use a lower {Flag.Of("--lr")}, or {Flag.Of("--precision", "fp32")}.")
    { ExitCode = 1 };

    private static void Fill(IEnumerable<(string Name, torch.Tensor Value)> state, IEnumerable<KeyValuePair<string, HostTensor>> saved)
    {
        var tensors = saved.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        foreach (var (name, tensor) in state) HostTensors.Fill(tensor, tensors[name]);
    }
}
