using Graft.Cli;

namespace Graft.EndToEnd.Tests;

public class ProgressLineTests
{
    [Fact]
    public void Without_a_terminal_short_work_is_silent_and_long_work_has_a_line_now_and_then()
    {
        var (error, clock) = (new StringWriter(), new SteppedClock());
        using (var display = new EventDisplay(new Terminal(TextWriter.Null, error), clock))
        {
            for (var done = 1; done <= 100; done++)
            {
                clock.Seconds += 0.05; // five seconds in all
                display.Report(new RunEvent.Progress("short", done, 100, 1));
            }
            Assert.Empty(error.ToString());
            for (var done = 1; done <= 100; done++)
            {
                clock.Seconds += 0.25; // twenty-five seconds in all
                display.Report(new RunEvent.Progress("long", done, 100, (100 - done) * 0.25));
            }
        }
        Assert.Equal(["long: 41 of 100, 15 s left", "long: 81 of 100, 4.8 s left", "long: 100 of 100, 0.0 s left"],
            error.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain('\r', error.ToString().Replace("\r\n", "\n"));
    }

    [Fact]
    public void Notes_and_warnings_are_lines_of_their_own()
    {
        var error = new StringWriter();
        using (var display = new EventDisplay(new Terminal(TextWriter.Null, error)))
        {
            display.Report(new RunEvent.Started("runs/classify/photos", "efficientnet_lite0 on 85 images"));
            display.Report(new RunEvent.Message("One class is small: [tool].", IsWarning: true));
        }
        Assert.Equal("efficientnet_lite0 on 85 images\nrun folder: runs/classify/photos\nwarning: One class is small: [tool].\n",
            error.ToString().ReplaceLineEndings("\n"));
    }

    private sealed class SteppedClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Seconds);
    }
}
