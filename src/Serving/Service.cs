using Graft.Runtime;
using Microsoft.Extensions.Logging;

namespace Graft.Serving;

/// <summary>Queue, workers, models, keys and metrics of a service.</summary>
internal sealed partial class Service : IDisposable
{
    private readonly GraftServing _serving;
    private readonly ILogger _log;
    private string _notKept = "";
    private byte[]? _openApi;
    private ServingWorkers? _workers;

    public Service(GraftServing serving, ILogger<Service> log)
    {
        (_serving, _log, Limits) = (serving, log, serving.Limits);
        Queue = new ServingQueue(Limits);
        Bytes = new ByteBudget(Limits.BytesInFlight);
        Models = new ServedModels(serving.Files, serving.Folder, Limits, serving.NewVersionShare);
        Keys = serving.KeyFile is null ? null : new KeyRing(serving.KeyFile) { Noted = LogProblem };
        Metrics = new ServingMetrics(this);
        Models.Changed = Say;
        Models.Doubted = LogDoubt;
        Models.NotKept = (model, why) => LogNotKept(model, why);
        if (serving.Review is { } review)
            Review = new ReviewDesk(review)
            {
                Kept = Metrics.Kept,
                NotKept = why =>
                {
                    Metrics.NotKept();
                    SayNotKept(why);
                },
            };
        if (serving.Watch is { } watch)
            Watcher = new ServingWatcher(watch, Limits.Workers)
            {
                Looked = Metrics.Looked,
                Compared = Say,
                Failed = LogWatchFault,
            };
    }

    public ServingLimits Limits { get; }

    public ServingQueue Queue { get; }

    public ByteBudget Bytes { get; }

    public ServedModels Models { get; }

    /// <summary>Null where nobody is asked for a key.</summary>
    public KeyRing? Keys { get; }

    /// <summary>Whether only programs of this machine are answered: <c>graft serve</c> without keys.</summary>
    public bool IsForThisMachine => _serving.IsForThisMachine;

    public ServingMetrics Metrics { get; }

    /// <summary>Null where no image is kept.</summary>
    public ReviewDesk? Review { get; }

    /// <summary>Null where images are not watched.</summary>
    public ServingWatcher? Watcher { get; }

    /// <summary>It was told to stop: not ready, and it answers on.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>It takes nothing more; what was accepted is answered.</summary>
    public bool IsDraining { get; private set; }

    public bool IsReady => !IsStopping && NotReady is null;

    /// <summary>What does not answer, in words; null where everything does.</summary>
    public string? NotReady => Models.AllServe || (Models.Names.Count == 0 && Extensions.Count > 0)
        ? Extensions.Select(extension => extension.NotReady).FirstOrDefault(why => why is not null) : "Not every model answers yet.";

    /// <summary>What is served beside models.</summary>
    public IReadOnlyList<ServingExtension> Extensions => _serving.Extensions;

    /// <summary>The OpenAPI document, made once.</summary>
    public byte[] OpenApi => LazyInitializer.EnsureInitialized(ref _openApi, () => OpenApiEndpoint.Of(Extensions));

    /// <exception cref="GraftException">A model or the file of keys is refused.</exception>
    public void Start()
    {
        LogBounds(Limits.Describe(Watcher is not null));
        if (Review?.Store.Unread is { Count: > 0 } unread)
            LogProblem($"{Words.Count(unread.Count, "file")} of the folder for review cannot be read and left out: {Words.List(unread, 3)}");
        Keys?.Read();
        Models.Open(_serving.PollInterval, isOptional: Extensions.Count > 0);
        foreach (var extension in Extensions) extension.Open(this);
        _workers = new ServingWorkers(Queue, Limits.Workers) { Ran = Metrics.Ran };
    }

    /// <summary>Not ready at once, serving on for the time that balancers need to notice.</summary>
    public async Task Drain(CancellationToken cancellation)
    {
        IsStopping = true;
        LogDraining(Limits.Drain.TotalSeconds);
        await Task.Delay(Limits.Drain, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        IsDraining = true;
    }

    /// <summary>Says something in the log.</summary>
    public void Note(string what) => LogNote(what);

    /// <summary>Warns in the log, which may name paths.</summary>
    public void Warn(string what) => LogWarning(what);

    /// <summary>Says in the log, which may name paths, why a wish was not written down.</summary>
    public void NotKept(string why) => LogProblem(why);

    public void Dispose()
    {
        Queue.Close();
        _workers?.Join(Limits.Timeout);
        Watcher?.Dispose();
        Review?.Dispose();
        foreach (var extension in Extensions) extension.Dispose();
        Models.Dispose();
        Metrics.Dispose();
    }

    private void Say(string model, string version, VersionState state, string? reason)
    {
        Metrics.VersionChanged(model, state);
        if (version.Length == 0) version = "new file";
        if (state == VersionState.Refused && Models.Find(model)?.Current is null) LogUnusable(model, version, reason);
        else if (state == VersionState.Refused) LogRefused(model, version, reason);
        else if (state == VersionState.Standby && reason is not null) LogWentBack(model, version, reason);
        else LogVersion(model, version, state);
    }

    private void Say(string model, WatchedWindow window, WatchAlarm? alarm)
    {
        Metrics.Compared(model, window, alarm is not null);
        if (alarm is not null)
            LogAlarm(model, alarm.Since, string.Join("; ", alarm.Tests.Select(test => $"{test.Subject} ({test.Statistic} {test.Value:0.000}): {test.Effect}")));
        else LogWindow(model, window.Result.Summary);
    }

    // A full disk refuses every image; it is said once.
    private void SayNotKept(string why)
    {
        if (Interlocked.Exchange(ref _notKept, why) != why) LogImageNotKept(why);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "an image is not kept for review. {Reason}")]
    private partial void LogImageNotKept(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model}: images are unlike the reference since {Since:u}. {Tests}")]
    private partial void LogAlarm(string model, DateTimeOffset since, string tests);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model}: images are {Summary}")]
    private partial void LogWindow(string model, string summary);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Model}: an image was not looked at")]
    private partial void LogWatchFault(string model, Exception failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "{What}")]
    private partial void LogNote(string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What}")]
    private partial void LogWarning(string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "bounds: {Bounds}")]
    private partial void LogBounds(string bounds);

    [LoggerMessage(Level = LogLevel.Information, Message = "serving: curl --data-binary @IMAGE {Address}")]
    internal static partial void LogAddress(ILogger log, string address);

    [LoggerMessage(Level = LogLevel.Information, Message = "stopping: not ready, serving on for {Seconds} s")]
    private partial void LogDraining(double seconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model} {Version}: {State}")]
    private partial void LogVersion(string model, string version, VersionState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} {Version}: refused, another version answers. {Reason}")]
    private partial void LogRefused(string model, string version, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} {Version}: {Reason}")]
    private partial void LogDoubt(string model, string version, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} {Version}: went back. {Reason}")]
    private partial void LogWentBack(string model, string version, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} {Version}: refused. {Reason}")]
    private partial void LogUnusable(string model, string version, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model}: after a restart a rollback will not know what answered before. {Reason}")]
    private partial void LogNotKept(string model, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "request {Id} failed")]
    internal partial void LogFault(string id, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "{What}")]
    private partial void LogProblem(string what);
}
