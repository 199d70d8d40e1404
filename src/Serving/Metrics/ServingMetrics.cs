using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Graft.Runtime;

namespace Graft.Serving;

/// <summary>The meter "Graft.Serving", and the same numbers as Prometheus' text.</summary>
internal sealed class ServingMetrics : IDisposable
{
    public const string MeterName = "Graft.Serving";

    // A label of its own for every class of a large vocabulary would drown a database.
    private const int MaxClasses = 100;

    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };
    private static readonly InstrumentAdvice<double> Shares =
        new() { HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1] };
    private static readonly InstrumentAdvice<int> Counts = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32] };

    private readonly Meter _meter = new(MeterName);
    private readonly PrometheusText _text;
    private readonly Counter<long> _requests, _images, _versions, _classes, _looked, _windows, _kept, _notKept, _shadowed;
    private readonly Histogram<double> _seconds, _phases, _confidence;
    private readonly Histogram<int> _batch;
    private readonly HashSet<string> _named = [];
    private readonly ConcurrentDictionary<string, (WatchedWindow Window, bool IsAlarm)> _compared = new(StringComparer.Ordinal);

    public ServingMetrics(Service service)
    {
        _text = new PrometheusText(_meter);
        _requests = _meter.CreateCounter<long>("graft_requests", description: "Requests by address and outcome.");
        _seconds = _meter.CreateHistogram<double>("graft_request_seconds", "s", "From a request's arrival to the end of its answer.", [], Seconds);
        _images = _meter.CreateCounter<long>("graft_images", description: "Images that were answered, by model and outcome.");
        _phases = _meter.CreateHistogram<double>("graft_phase_seconds", "s", "What an image spent where: queue, decode, run.", [], Seconds);
        _batch = _meter.CreateHistogram<int>("graft_batch_images", null, "Images that ran together.", [], Counts);
        _classes = _meter.CreateCounter<long>("graft_classes", description: "Classes that were answered, at most 100 of them by name.");
        _confidence = _meter.CreateHistogram<double>("graft_confidence", null, "Score of the best class or object of an image.", [], Shares);
        _versions = _meter.CreateCounter<long>("graft_versions", description: "Changes of versions, by model and state.");
        _looked = _meter.CreateCounter<long>("graft_watch_images", description: "Images that were looked at, by model.");
        _kept = _meter.CreateCounter<long>("graft_review_images", description: "Images that were kept for review, by model and reason.");
        _notKept = _meter.CreateCounter<long>("graft_review_not_kept", description: "Images that should have been kept for review, and are not.");
        _windows = _meter.CreateCounter<long>("graft_watch_windows", description: "Windows that were compared with the reference, by model and verdict.");
        _shadowed = _meter.CreateCounter<long>("graft_shadow_images", description: "Images that a shadow answered as well, by model, version and outcome.");
        _meter.CreateObservableGauge("graft_trial_images", () => service.Models.Names.SelectMany(Tried),
            description: "Images of a trial by now, by model, version and outcome.");
        _meter.CreateObservableGauge("graft_watch_alarm", () => _compared.Select(one =>
            new Measurement<int>(one.Value.IsAlarm ? 1 : 0, new KeyValuePair<string, object?>("model", one.Key))),
            description: "1 while two windows in a row, or more, are unlike the reference.");
        _meter.CreateObservableGauge("graft_watch_p", () => _compared.SelectMany(one => one.Value.Window.Result.Tests.Select(test =>
            new Measurement<double>(test.P, new("model", one.Key), new("subject", test.Subject)))),
            description: "How often chance alone gives as large a difference as that of the newest window, by subject.");
        _meter.CreateObservableGauge("graft_queue_images", () => service.Queue.Count, description: "Images that wait.");
        _meter.CreateObservableGauge("graft_queue_oldest_seconds", () => service.Queue.OldestAge.TotalSeconds, "s", "How long the oldest has waited.");
        _meter.CreateObservableGauge("graft_body_bytes", () => service.Bytes.Taken, "By", "Bytes of bodies in memory.");
        _meter.CreateObservableGauge("graft_ready", () => service.IsReady ? 1 : 0, description: "1 when every model and gallery answers.");
        _meter.CreateObservableGauge("graft_model_seconds_per_image", () => service.Models.Names.Where(name => name.Current is not null).Select(name =>
            new Measurement<double>(name.Current!.SecondsPerImage, new("model", name.Name), new("version", name.Current.Version))), "s",
            "Seconds of a core for an image, of late.");
    }

    public string Text() => _text.Write();

    public void Asked(string address, string outcome, TimeSpan time)
    {
        _requests.Add(1, new("address", address), new("outcome", outcome));
        _seconds.Record(time.TotalSeconds, new KeyValuePair<string, object?>("address", address));
    }

    public void Ran(IReadOnlyList<ServingTicket> batch)
    {
        if (batch[0].IsShadow) return; // what nobody waits for
        var model = new KeyValuePair<string, object?>("model", batch[0].Version.Name);
        _batch.Record(batch.Sum(ticket => ticket.Images), model);
        foreach (var ticket in batch)
        {
            _phases.Record(ticket.Waited.TotalSeconds, model, new("phase", "queue"));
            if (ticket.Image is not null) _phases.Record(ticket.Decoding.TotalSeconds, model, new("phase", "decode"));
            _phases.Record(ticket.Running.TotalSeconds, model, new("phase", "run"));
        }
    }

    public void Answered(string model, IReadOnlyList<AnsweredImage> images)
    {
        foreach (var image in images)
        {
            _images.Add(1, new("model", model), new("outcome", image.Failure is null ? "answered" : "unreadable"));
            if (image.Best is not var (name, score)) continue;
            _confidence.Record(score, new KeyValuePair<string, object?>("model", model));
            _classes.Add(1, new("model", model), new("class", IsNamed(model, name) ? name : "(other)"));
        }
    }

    public void Kept(string model, string reason) => _kept.Add(1, new("model", model), new("reason", reason));

    public void NotKept() => _notKept.Add(1);

    public void Looked(string model) => _looked.Add(1, new KeyValuePair<string, object?>("model", model));

    public void Compared(string model, WatchedWindow window, bool isAlarm)
    {
        _windows.Add(1, new("model", model), new("verdict", window.IsUnlike ? "unlike" : "like"));
        _compared[model] = (window, isAlarm);
    }

    public void Compared(VersionTrial trial, bool isSame) =>
        _shadowed.Add(1, new("model", trial.Candidate.Name), new("version", trial.Candidate.Version), new("outcome", isSame ? "same" : "different"));

    public void VersionChanged(string model, VersionState state) =>
        _versions.Add(1, new("model", model), new("state", state.ToString().ToLowerInvariant()));

    public void Dispose()
    {
        _text.Dispose();
        _meter.Dispose();
    }

    private static IEnumerable<Measurement<int>> Tried(ServedName name)
    {
        if (name.Trial is not { } trial || name.Current is not { } current) yield break;
        var status = trial.Status;
        foreach (var (version, arm) in new[] { (trial.Candidate.Version, status.Candidate), (current.Version, status.Current) })
            foreach (var (outcome, images) in new[] { ("answered", arm.Answered), ("failed", arm.Failed) })
                yield return new(images, new("model", name.Name), new("version", version), new("outcome", outcome));
    }

    private bool IsNamed(string model, string name)
    {
        lock (_named) return _named.Contains($"{model}\n{name}") || (_named.Count < MaxClasses && _named.Add($"{model}\n{name}"));
    }
}
