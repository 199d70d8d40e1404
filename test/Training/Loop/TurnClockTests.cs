using System.Diagnostics;
using Graft.Training;

namespace Graft.Tests.Training;

/// <summary>Whose time a clock counts.</summary>
public sealed class TurnClockTests
{
    private static readonly string[] Stat =
    [
        "cpu  1000 100 300 9000 50 0 7 0 0 0",
        "cpu0 100 10 30 900 5 0 1 0 0 0",
        "cpu1 200 20 30 900 5 0 1 0 0 0",
        "cpu2 700 70 240 900 5 0 1 0 0 0",
        "intr 12345 0 0",
    ];

    [Theory]
    [InlineData(null, 14, 3)]
    [InlineData("0-1", 3.9, 2)]
    [InlineData(" 0-1", 3.9, 2)]
    [InlineData("2", 10.1, 1)]
    [InlineData("1,8-63", 2.5, 1)]
    public void Only_the_processors_that_this_process_may_use_are_counted(string? allowed, double seconds, int processors)
    {
        var busy = TurnClock.BusyOf(Stat, TurnClock.NumbersOf(allowed));
        Assert.Equal(seconds, busy.Seconds, 1e-9);
        Assert.Equal(processors, busy.Processors);
    }

    [Fact]
    public void Where_the_system_does_not_tell_nobody_else_is_counted() => Assert.Equal((0, 0), TurnClock.BusyOf([], null));

    [Fact]
    public void Own_work_is_no_other_programs()
    {
        var clock = new TurnClock();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(0.3);) { }
        var times = clock.Stop();
        Assert.InRange(times.Seconds, 0.3, 30);
        Assert.InRange(times.ProcessorSeconds, 0.01, 30);
        Assert.InRange(times.OtherPrograms, 0, 1.1); // ticks are coarse
    }
}
