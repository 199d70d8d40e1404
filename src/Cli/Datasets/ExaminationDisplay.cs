using Graft.Data;

namespace Graft.Cli;

/// <summary>Shows an examination with its time left.</summary>
internal sealed class ExaminationDisplay(IProgress<RunEvent> display, TimeProvider clock) : IProgress<ExaminationProgress>
{
    private readonly long _started = clock.GetTimestamp();
    private long? _comparingSince;

    public void Report(ExaminationProgress value)
    {
        if (value.IsComparing) _comparingSince ??= clock.GetTimestamp();
        var seconds = clock.GetElapsedTime(_comparingSince ?? _started).TotalSeconds;
        double? left = value.Done > 0 ? seconds / value.Done * (value.Total - value.Done) : null;
        display.Report(new RunEvent.Progress(value.IsComparing ? "comparing images" : "examining images", value.Done, value.Total, left));
    }
}
