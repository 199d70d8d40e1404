using Graft.Data;

namespace Graft.Cli;

/// <summary>Shows an examination with its time left.</summary>
internal sealed class ExaminationDisplay(IProgress<RunEvent> display, TimeProvider clock) : IProgress<ExaminationProgress>
{
    private readonly long _started = clock.GetTimestamp();

    public void Report(ExaminationProgress value)
    {
        var seconds = clock.GetElapsedTime(_started).TotalSeconds;
        double? left = value.Done > 0 ? seconds / value.Done * (value.Total - value.Done) : null;
        display.Report(new RunEvent.Progress("examining images", value.Done, value.Total, left));
    }
}
