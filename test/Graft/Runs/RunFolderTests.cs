namespace Graft.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_name_that_is_taken_gets_the_next_number()
    {
        Assert.Equal("photos", RunFolder.Create(_folder.Root, "photos", existOk: false).Name);
        Assert.Equal("photos2", RunFolder.Create(_folder.Root, "photos", existOk: false).Name);
        Assert.Equal("photos3", RunFolder.Create(_folder.Root, "photos", existOk: false).Name);
        Assert.Equal("photos", RunFolder.Create(_folder.Root, "photos", existOk: true).Name);
    }

    [Fact]
    public void A_name_that_ends_with_a_digit_is_told_from_its_number()
    {
        Assert.Equal("flowers.v1.5", RunFolder.Create(_folder.Root, "flowers.v1.5", existOk: false).Name);
        Assert.Equal("flowers.v1.5-2", RunFolder.Create(_folder.Root, "flowers.v1.5", existOk: false).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    public void A_name_that_is_no_folder_name_is_refused(string name) =>
        Assert.Throws<GraftException>(() => RunFolder.Create(_folder.Root, name, existOk: false));

    [Fact]
    public void A_folder_without_args_is_no_run() =>
        Assert.Contains("args.json", Assert.Throws<GraftException>(() => RunFolder.Open(_folder.Root)).Message);

    [Fact]
    public void Progress_never_promises_more_than_the_time_limit()
    {
        List<RunEvent.Progress> seen = [];
        var clock = new WorkClock("work", 1_000_000, new Listener(value => seen.Add((RunEvent.Progress)value)), secondsLimit: 5);
        Thread.Sleep(20);
        clock.Advance(1);
        Assert.InRange(Assert.Single(seen).SecondsLeft!.Value, 0, 5);
    }

    [Fact]
    public void What_was_done_before_a_resume_makes_the_rest_look_no_faster()
    {
        List<RunEvent.Progress> seen = [];
        var clock = new WorkClock("work", 1000, new Listener(value => seen.Add((RunEvent.Progress)value)), before: 900);
        Thread.Sleep(50);
        clock.Advance(1); // 50 ms or more a unit, and 99 are left
        var progress = Assert.Single(seen);
        Assert.Equal(901, progress.Done);
        Assert.InRange(progress.SecondsLeft!.Value, 99 * 0.045, double.MaxValue);
    }

    private sealed class Listener(Action<RunEvent> hear) : IProgress<RunEvent>
    {
        public void Report(RunEvent value) => hear(value);
    }
}
