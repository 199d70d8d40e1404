using System.Text.Json;

namespace Graft;

/// <summary>Appends events to <c>events.jsonl</c>, one JSON object a line, and hands them on to the caller.</summary>
internal sealed class EventLog : IProgress<RunEvent>, IDisposable
{
    private readonly StreamWriter _writer;
    private readonly IProgress<RunEvent>? _next;
    private readonly Lock _gate = new();

    public EventLog(string path, IProgress<RunEvent>? next)
    {
        _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        _next = next;
    }

    public void Report(RunEvent value)
    {
        lock (_gate)
        {
            _writer.WriteLine(JsonSerializer.Serialize(value, Json.Compact));
            _next?.Report(value);
        }
    }

    public void Dispose() => _writer.Dispose();
}
