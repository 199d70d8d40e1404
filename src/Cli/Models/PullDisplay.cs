using Graft.Networks;

namespace Graft.Cli;

/// <summary>Shows a download in megabytes, with its time left where the server says how much there is.</summary>
internal sealed class PullDisplay(IProgress<RunEvent> display, string name, TimeProvider clock)
{
    private const long Megabyte = 1_000_000;
    private readonly long _started = clock.GetTimestamp();
    private long? _before;

    public void Report(PullProgress progress)
    {
        // Bytes of an earlier, broken-off download say nothing about the speed of this one.
        _before ??= progress.Received;
        var seconds = clock.GetElapsedTime(_started).TotalSeconds;
        double? left = progress.Total is { } total && progress.Received > _before
            ? seconds / (progress.Received - _before.Value) * (total - progress.Received)
            : null;
        display.Report(new RunEvent.Progress($"downloading {name}, MB", progress.Received / Megabyte, (progress.Total ?? progress.Received) / Megabyte, left));
    }
}
