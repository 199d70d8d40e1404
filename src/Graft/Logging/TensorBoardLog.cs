using Graft.Artifacts;

namespace Graft;

/// <summary>
/// Event files of TensorBoard in the run's folder: records of <c>tensorflow.Event</c> (tensorflow/core/util/event.proto) with scalars. A resumed run
/// writes another file, which TensorBoard shows as one with the first.
/// </summary>
internal sealed class TensorBoardLog : IRunLog
{
    /// <summary>What the names of event files begin with; TensorBoard looks for it.</summary>
    public const string Prefix = "events.out.tfevents.";

    private readonly Lock _gate = new();
    private FileStream? _file;
    private string? _failure;
    private long _lost;

    /// <param name="folder">The run's folder.</param>
    public TensorBoardLog(string folder) => Try(() =>
    {
        _file = Create(folder);
        Write(new ProtoWriter().Double(WallTime, Now()).Text(FileVersion, "brain.Event:2"));
    });

    // Fields of Event, Summary and Summary.Value.
    private const int WallTime = 1, StepNumber = 2, FileVersion = 3, SummaryMessage = 5, SummaryValue = 1, Tag = 1, SimpleValue = 2,
        SessionLog = 7, Status = 1, Start = 1;

    /// <inheritdoc/>
    public void Scalars(long step, IReadOnlyDictionary<string, double> values)
    {
        lock (_gate)
        {
            if (_file is null)
            {
                _lost += values.Count;
                return;
            }
            var summary = new ProtoWriter();
            foreach (var (name, value) in values)
                summary.Message(SummaryValue, new ProtoWriter().Text(Tag, name).Float(SimpleValue, (float)value));
            Try(() => Write(new ProtoWriter().Double(WallTime, Now()).Integer(StepNumber, step).Message(SummaryMessage, summary)));
            if (_file is null) _lost += values.Count;
        }
    }

    /// <summary>Says that a session starts here, whereupon TensorBoard leaves out what earlier files have of this step and later ones.</summary>
    public void GoesOn(long step)
    {
        lock (_gate)
        {
            if (_file is null) return;
            Try(() => Write(new ProtoWriter().Double(WallTime, Now()).Integer(StepNumber, step)
                .Message(SessionLog, new ProtoWriter().Integer(Status, Start))));
        }
    }

    /// <inheritdoc/>
    public string? End(RunEnd end)
    {
        lock (_gate)
        {
            Try(() => _file?.Flush(flushToDisk: true));
            return _failure is null ? null
                : $"TensorBoard: {Words.Count((int)Math.Min(_lost, int.MaxValue), "number was", "numbers were")} not written: {_failure}";
        }
    }

    public void Dispose() => _file?.Dispose();

    // Whole records, so that who reads while the run goes on sees no half of one.
    private void Write(ProtoWriter message)
    {
        TfRecord.Write(_file!, message.Written);
        _file!.Flush();
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _failure = failure.Message;
            _file?.Dispose();
            _file = null;
        }
    }

    private static FileStream Create(string folder)
    {
        for (var second = DateTimeOffset.UtcNow.ToUnixTimeSeconds(); ; second++)
        {
            var path = Path.Combine(folder, $"{Prefix}{second}.graft");
            if (File.Exists(path)) continue; // of a run that was resumed within the second
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
    }

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
}
