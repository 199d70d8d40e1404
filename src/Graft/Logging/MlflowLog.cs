using System.Text.Json;

namespace Graft;

/// <summary>
/// Sends the numbers of a run to a tracking server of MLflow, in the background: what it cannot send it keeps and tries again, up to a bound, and at the
/// end it waits for some seconds at most. The number of MLflow's run lies in the run's folder, so that a resumed run goes on in it.
/// </summary>
internal sealed class MlflowLog : IRunLog
{
    /// <summary>The file in the run's folder.</summary>
    public const string FileName = "mlflow.json";

    private const int MaxKept = 200_000, MaxBatch = 1000, MaxParameters = 100;

    private readonly Lock _gate = new();
    private readonly Queue<MlflowMetric> _kept = new();
    private readonly MlflowAddress _address;
    private readonly MlflowLogOptions _options;
    private readonly RunFolder _folder;
    private readonly IReadOnlyDictionary<string, string> _parameters;
    private readonly MlflowClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly Task _work;
    private Started? _started;
    private RunEnd? _end;
    private long _taken, _sent;
    private string? _failure;

    /// <param name="address">The server.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="parameters">What the run was asked for, by name.</param>
    /// <param name="options">How patient it is.</param>
    public MlflowLog(MlflowAddress address, RunFolder folder, IReadOnlyDictionary<string, string> parameters, MlflowLogOptions? options = null)
    {
        (_address, _folder, _parameters, _options) = (address, folder, parameters, options ?? new());
        _client = new MlflowClient(address, _options.Timeout);
        _work = Task.Run(WorkAsync);
    }

    /// <inheritdoc/>
    public void Scalars(long step, IReadOnlyDictionary<string, double> values)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        lock (_gate)
        {
            // JSON has no word for what is not finite.
            foreach (var (name, value) in values.Where(pair => double.IsFinite(pair.Value)))
            {
                _taken++;
                if (_kept.Count == MaxKept) _kept.Dequeue(); // the oldest are missed least
                _kept.Enqueue(new MlflowMetric(name, value, now, step));
            }
        }
    }

    /// <inheritdoc/>
    public void GoesOn(long step)
    {
        // The server takes no number back; the later one of a step has the later time.
    }

    /// <inheritdoc/>
    public string? End(RunEnd end)
    {
        lock (_gate) _end = end;
        _more.Release();
        if (!_work.Wait(_options.EndWithin))
        {
            _stop.Cancel();
            _work.Wait(_options.EndWithin);
        }
        var lost = _taken - _sent;
        if (lost == 0 && _failure is null) return null;
        var what = lost > 0 ? $"{lost} of {_taken} numbers were not logged" : "the end of the run was not logged";
        return $"MLflow at {_address}: {what}: {_failure ?? "it was too slow"}";
    }

    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait(_options.EndWithin);
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        var wait = _options.Every;
        try
        {
            while (true)
            {
                bool isLast;
                lock (_gate) isLast = _end is not null;
                try
                {
                    await BeginAsync().ConfigureAwait(false);
                    await SendAsync().ConfigureAwait(false);
                    _failure = null;
                    wait = _options.Every;
                    if (isLast)
                    {
                        await _client.UpdateAsync(_started!.Run, StatusOf(_end!.Value), _stop.Token).ConfigureAwait(false);
                        return;
                    }
                }
                catch (MlflowException failure)
                {
                    _failure = failure.Message;
                    if (!failure.Passes) return; // it will not change its mind
                    wait = wait * 2 < _options.LongestWait ? wait * 2 : _options.LongestWait;
                    if (isLast) wait = _options.Every; // and seconds are left
                }
                await _more.WaitAsync(wait, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The end waited long enough.
        }
        catch (Exception failure)
        {
            _failure = failure.Message; // a training does not die of it
        }
    }

    // The run on the server: that of the folder, or a new one with the settings.
    private async Task BeginAsync()
    {
        if (_started is { HasParameters: true, IsOpen: true }) return;
        _started ??= Read();
        if (_started is null)
        {
            var experiment = await _client.ExperimentAsync(_address.Experiment, _stop.Token).ConfigureAwait(false);
            var tags = new Dictionary<string, string> { ["mlflow.source.name"] = "graft", ["graft.version"] = RunEnvironment.Version };
            Keep(new Started(_address.Url, await _client.CreateAsync(experiment, _folder.Name, tags, _stop.Token).ConfigureAwait(false)) { IsOpen = true });
        }
        if (!_started!.HasParameters)
        {
            foreach (var part in _parameters.Chunk(MaxParameters))
                await _client.ParametersAsync(_started.Run, part.ToDictionary(), _stop.Token).ConfigureAwait(false);
            Keep(_started with { HasParameters = true });
        }
        if (_started.IsOpen) return;
        await _client.UpdateAsync(_started.Run, "RUNNING", _stop.Token).ConfigureAwait(false);
        _started = _started with { IsOpen = true };
    }

    private async Task SendAsync()
    {
        while (true)
        {
            MlflowMetric[] batch;
            lock (_gate) batch = [.. _kept.Take(MaxBatch)];
            if (batch.Length == 0) return;
            await _client.MetricsAsync(_started!.Run, batch, _stop.Token).ConfigureAwait(false);
            lock (_gate)
            {
                // Where the bound was reached meanwhile, some of them are gone already.
                foreach (var metric in batch)
                    if (_kept.TryPeek(out var oldest) && oldest.Equals(metric)) _kept.Dequeue();
                _sent += batch.Length;
            }
        }
    }

    private Started? Read()
    {
        var path = _folder[FileName];
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<Started>(File.ReadAllText(path), Json.Options) is { } started && started.Url == _address.Url ? started : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException)
        {
            return null;
        }
    }

    private void Keep(Started started)
    {
        _started = started;
        _folder.WriteJson(FileName, started with { IsOpen = false });
    }

    private static string StatusOf(RunEnd end) => end switch { RunEnd.Finished => "FINISHED", RunEnd.Stopped => "KILLED", _ => "FAILED" };

    /// <param name="Url">The server.</param>
    /// <param name="Run">Its number of the run.</param>
    private sealed record Started(string Url, string Run)
    {
        /// <summary>Whether it has the settings.</summary>
        public bool HasParameters { get; init; }

        /// <summary>Whether this process has said that the run goes on.</summary>
        public bool IsOpen { get; init; }
    }
}

/// <summary>How patient the sending is.</summary>
internal sealed record MlflowLogOptions
{
    /// <summary>Between two batches.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For an answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Between tries while nobody answers.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>At the end of the run.</summary>
    public TimeSpan EndWithin { get; init; } = TimeSpan.FromSeconds(5);
}
