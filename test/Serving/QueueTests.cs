using System.Diagnostics;
using Graft.Runtime;

namespace Graft.Serving.Tests;

public sealed class QueueTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private readonly TestFolder _folder = new();
    private readonly ServedModel _model;
    private readonly ServedVersion _version;

    public QueueTests()
    {
        _model = ServedModel.Open(TinyModels.Write("classify", _folder["m.onnx"]), new ServingLimits());
        _version = new ServedVersion("m", "1", _model, maxBatch: 4);
    }

    public void Dispose()
    {
        _version.Retire();
        _folder.Dispose();
    }

    [Fact]
    public void Keys_take_turns_whatever_each_of_them_sends()
    {
        var queue = new ServingQueue(new ServingLimits { Queue = 100 });
        for (var i = 0; i < 20; i++) Assert.Null(queue.TryAdd([Ticket("loud")], Long));
        for (var i = 0; i < 2; i++) Assert.Null(queue.TryAdd([Ticket("quiet")], Long));
        Assert.Equal(["loud", "quiet", "loud", "quiet"], queue.Take()!.Select(ticket => ticket.Key));
    }

    [Fact]
    public void In_a_full_queue_the_key_that_fills_it_gives_way()
    {
        var queue = new ServingQueue(new ServingLimits { Queue = 4 });
        var loud = Enumerable.Range(0, 4).Select(_ => Ticket("loud")).ToList();
        foreach (var ticket in loud) Assert.Null(queue.TryAdd([ticket], Long));
        Assert.Equal(RefusalReason.QueueFull, queue.TryAdd([Ticket("loud")], Long)!.Reason);
        Assert.Null(queue.TryAdd([Ticket("quiet")], Long));
        Assert.Equal(4, queue.Count);
        Assert.IsType<ServingRefusal>(loud[3].Answer.Exception!.InnerException);
        Assert.False(loud[2].Answer.IsCompleted);
    }

    [Fact]
    public async Task What_nobody_waits_for_runs_on_an_idle_core_and_leaves_one()
    {
        var queue = new ServingQueue(new ServingLimits { Workers = 2 });
        var shadow = Ticket("", isShadow: true);
        Assert.True(queue.TryAddShadow(shadow));
        Assert.False(queue.TryAddShadow(Ticket("", isShadow: true))); // one at a time
        Assert.Null(queue.TryAdd([Ticket("a")], Long));
        Assert.Equal("a", Assert.Single(queue.Take()!).Key); // requests come first
        var one = Task.Run(queue.Take);
        await Task.Delay(100);
        Assert.False(one.IsCompleted); // the other core is at work
        var two = Task.Run(queue.Take);
        Assert.Same(shadow, Assert.Single((await (await Task.WhenAny(one, two)).WaitAsync(Long))!));
        queue.Done([shadow]);

        var left = Ticket("", isShadow: true);
        Assert.Null(queue.TryAdd([Ticket("a")], Long));
        await Task.WhenAll(one, two).WaitAsync(Long);
        Assert.True(queue.TryAddShadow(left));
        queue.Close();
        Assert.True(left.Answer.IsCanceled);
        Assert.Null(queue.Take());
    }

    [Fact]
    public void A_request_of_several_images_is_taken_as_a_whole_or_not()
    {
        var queue = new ServingQueue(new ServingLimits { Queue = 4 });
        Assert.Null(queue.TryAdd([Ticket("a"), Ticket("a")], Long));
        Assert.NotNull(queue.TryAdd([Ticket("a"), Ticket("a"), Ticket("a")], Long));
        Assert.Equal(2, queue.Count);
    }

    [Fact]
    public void Only_images_of_one_input_size_run_together()
    {
        var queue = new ServingQueue(new ServingLimits());
        foreach (var side in new[] { 64, 96, 64, 64 }) Assert.Null(queue.TryAdd([Ticket($"key of {side}", (side, side))], Long));
        Assert.Equal([64, 64, 64], queue.Take()!.Select(ticket => ticket.InputSize.Height));
        Assert.Equal([96], queue.Take()!.Select(ticket => ticket.InputSize.Height));
    }

    [Fact]
    public void What_was_cancelled_is_not_computed()
    {
        using var gone = new CancellationTokenSource();
        var queue = new ServingQueue(new ServingLimits());
        var (left, stays) = (Ticket("a", cancellation: gone.Token), Ticket("a"));
        Assert.Null(queue.TryAdd([left], Long));
        Assert.Null(queue.TryAdd([stays], Long));
        gone.Cancel();
        Assert.Empty(queue.Take()!);
        Assert.True(left.Answer.IsCanceled);
        Assert.Same(stays, Assert.Single(queue.Take()!));
    }

    [Fact]
    public void Who_cannot_be_answered_by_the_deadline_is_told_how_long_to_wait()
    {
        var queue = new ServingQueue(new ServingLimits { Workers = 2 });
        _version.Took(Stopwatch.GetTimestamp() - Stopwatch.Frequency, 1); // a second an image
        for (var i = 0; i < 9; i++) Assert.Null(queue.TryAdd([Ticket("loud")], Long));
        var refusal = queue.Refuses("loud", _version, 1, TimeSpan.FromSeconds(4))!;
        Assert.Equal(RefusalReason.TooLate, refusal.Reason);
        Assert.InRange(refusal.RetryAfter.TotalSeconds, 2.5, 3.5); // five seconds of waiting, for which there are two: half of the time that is left
        Assert.Null(queue.Refuses("quiet", _version, 1, TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public async Task Decoded_pixels_are_bounded_over_all_workers()
    {
        var queue = new ServingQueue(new ServingLimits { PixelsInFlight = 100 });
        foreach (var pixels in new[] { 80, 10, 80 }) Assert.Null(queue.TryAdd([Ticket("a", pixels: pixels)], Long));
        var first = queue.Take()!;
        Assert.Equal(2, first.Count);
        var second = Task.Run(queue.Take);
        await Task.Delay(150);
        Assert.False(second.IsCompleted);
        queue.Done(first);
        Assert.Equal(80, (await second.WaitAsync(Long))!.Single().Pixels);
    }

    [Fact]
    public void A_version_is_closed_when_the_last_image_has_let_go_of_it()
    {
        var version = new ServedVersion("m", "2", ServedModel.Open(_folder["m.onnx"], new ServingLimits()), 4);
        var closed = false;
        version.Closed = () => closed = true;
        Assert.True(version.TryUse());
        var ticket = new ServingTicket(version) { Key = "a" };
        version.Retire();
        Assert.False(closed);
        Assert.False(version.TryUse());
        version.UseAgain(); // who holds it may hand it on, although it takes nothing new
        var another = new ServingTicket(version) { Key = "a" };
        ticket.Finish();
        ticket.Finish();
        Assert.False(closed);
        another.Finish();
        Assert.True(closed);
        Assert.Throws<InvalidOperationException>(version.GiveBack);
    }

    [Fact]
    public void The_worthwhile_batch_is_measured_without_the_making_of_its_images()
    {
        // Each run takes the same time, so the largest batch is best by far; images of this size take longer to make than that.
        var contract = TinyModels.Square with { Width = 1500, Height = 1500 };
        using var model = new FakeModel
        {
            Written = TinyModels.ClassifierManifest with { Preprocess = contract },
            Inferred = _ => Thread.Sleep(10),
        };
        Assert.Equal(ServedModel.LargestBatch, BatchMeasurement.Measure(model));
    }

    private ServingTicket Ticket(string key, (int, int)? size = null, long pixels = 1, CancellationToken cancellation = default, bool isShadow = false)
    {
        Assert.True(_version.TryUse());
        return new ServingTicket(_version) { Key = key, InputSize = size ?? (64, 64), Pixels = pixels, Cancellation = cancellation, IsShadow = isShadow };
    }
}
