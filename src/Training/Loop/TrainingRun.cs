using Graft.Networks;

namespace Graft.Training;

/// <summary>What outlives the phases of a training: parameters, the best so far, and the checkpoints.</summary>
internal sealed class TrainingRun
{
    private CheckpointStore? _store;
    private ResumePoint? _resume;

    /// <param name="job">The job.</param>
    /// <param name="observer">Hears what is chosen.</param>
    /// <param name="cancellation">Ends a trial of precisions.</param>
    public TrainingRun(TrainingJob job, ITrainingObserver observer, CancellationToken cancellation)
    {
        (Job, Observer) = (job, observer);
        Parameters = new ParameterSet();
        foreach (var (name, tensor) in job.Parameters) Parameters.Set(name, tensor);
        var fingerprint = JobFingerprint.Of(job);
        RankStart.Require(job, fingerprint);
        Progress = job.Collective.Rank == 0 ? Begun(fingerprint, cancellation) : null!;
        Share();
    }

    private TrainingProgress Begun(IReadOnlyDictionary<string, string> fingerprint, CancellationToken cancellation)
    {
        var (job, observer) = (Job, Observer);
        if (job.CheckpointFolder is { } folder) _store = new CheckpointStore(folder);
        if (job.Resume) _resume = _store?.Load(job, fingerprint);
        if (_resume is null)
        {
            _store?.Forget();
            var choice = job.Engine ?? EngineChoice.For(job, new TrainingProgress(), observer, cancellation);
            return new TrainingProgress { Job = fingerprint, Layout = choice.Layout, Precision = choice.Precision, Engine = choice };
        }
        var progress = _resume.Progress;
        Best = _resume.Best;
        foreach (var (name, tensor) in Named("model")) Parameters.Set(name, tensor);
        if (!EngineChoice.IsStale(job, progress)) return progress;
        var again = EngineChoice.For(job with { Parameters = Parameters }, progress, observer, cancellation);
        return progress with { Layout = again.Layout, Precision = again.Precision, Engine = again };
    }

    // Rank 0 has chosen, and read the checkpoint; that takes a while.
    private void Share()
    {
        var ranks = Job.Collective;
        if (ranks.Size == 1) return;
        ranks.Barrier();
        Progress = ranks.FromFirst(Progress);
        foreach (var (name, tensor) in ranks.FromFirst((IReadOnlyDictionary<string, HostTensor>)Parameters)) Parameters.Set(name, tensor);
        var tensors = ranks.FromFirst(_resume?.Tensors ?? new Dictionary<string, HostTensor>());
        if (ranks.Rank > 0 && tensors.Count > 0) _resume = new ResumePoint(Progress, tensors, null);
    }

    /// <summary>A trial from the job's start: nothing is kept, and nobody hears of it.</summary>
    public TrainingRun(TrainingJob job, TorchGraphOptions engine)
    {
        (Job, Observer) = (job, new Trainer.NoObserver());
        Parameters = new ParameterSet();
        foreach (var (name, tensor) in job.Parameters) Parameters.Set(name, tensor);
        Progress = new TrainingProgress { Layout = engine.Layout, Precision = engine.Precision };
    }

    public TrainingJob Job { get; }

    public ITrainingObserver Observer { get; }

    /// <summary>The whole network's values as of the last phase's end, or the last checkpoint.</summary>
    public ParameterSet Parameters { get; }

    public ParameterSet? Best { get; private set; }

    public TrainingProgress Progress { get; private set; }

    public TorchGraphOptions Engine => new() { Layout = Progress.Layout, Precision = Progress.Precision };

    public int Workers => Job.Options.Workers > 0 ? Job.Options.Workers : Job.Collective.Size > 1 ? EngineThreads.Now : Environment.ProcessorCount;

    /// <summary>Opens the phase under way; the first one after a resume goes on where it was.</summary>
    public PhaseSession OpenPhase()
    {
        var session = new PhaseSession(this);
        if (_resume is not null && Progress.Steps > 0) session.Restore(Named);
        _resume = null;
        Observer.PhaseStarted(session.Facts);
        return session;
    }

    /// <summary>Takes in an epoch's end: is it the best, and how long has none been better?</summary>
    public bool Judge(ValidationMetrics? metrics, Func<ParameterSet> values)
    {
        if (metrics is null) return false;
        var monitor = Job.Options.Monitor ?? Job.Task.Metrics[0];
        var isBetter = metrics.IsBetterThan(Progress.Best, monitor);
        var gained = isBetter && (Progress.Best is null || metrics.Value(monitor) > Progress.Best.Value(monitor));
        Progress.SinceBest = gained ? 0 : Progress.SinceBest + 1;
        if (!isBetter) return false;
        (Progress.Best, Best) = (metrics, values());
        _store?.SaveBest(Best);
        return true;
    }

    /// <summary>Leaves a checkpoint, if a folder was given.</summary>
    public void Save(ParameterSet last, IReadOnlyDictionary<string, HostTensor> tensors)
    {
        if (_store is null) return;
        _store.Save(Progress, last, tensors);
        Observer.CheckpointSaved(_store.StatePath);
    }

    /// <summary>The result, once the last phase has handed its values over.</summary>
    public TrainingResult End(StopReason reason) =>
        new(Best ?? Parameters, Parameters, Progress.Best, [.. Progress.History], reason) { Engine = Progress.Engine };

    private IEnumerable<KeyValuePair<string, HostTensor>> Named(string kind) => _resume!.Tensors
        .Where(tensor => tensor.Key.StartsWith(kind + "/", StringComparison.Ordinal))
        .Select(tensor => KeyValuePair.Create(tensor.Key[(kind.Length + 1)..], tensor.Value));
}
