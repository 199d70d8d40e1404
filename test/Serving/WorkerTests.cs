using Graft.Runtime;

namespace Graft.Serving.Tests;

public sealed class WorkerTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_batch_that_fails_runs_again_one_by_one_and_one_image_fails_alone()
    {
        List<int> sizes = [];
        await using var served = new Served(new FakeModel((batch, _) =>
        {
            lock (sizes) sizes.Add(batch.Count);
            if (batch.Any(ticket => ticket.Key == "bad")) throw new InvalidOperationException("broken");
            foreach (var ticket in batch) ticket.Set("good");
        }));
        var (good, bad) = (served.Ticket("good"), served.Ticket("bad"));

        served.Start([good, bad]);

        Assert.Equal("good", await good.Answer.WaitAsync(Long));
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => bad.Answer.WaitAsync(Long))).Message);
        Assert.Equal([2, 1, 1], sizes);
    }

    [Fact]
    public async Task A_run_ends_when_everyone_who_waits_for_it_has_left_and_not_before()
    {
        var begun = new TaskCompletionSource<CancellationToken>();
        await using var served = new Served(new FakeModel((_, cancellation) =>
        {
            begun.SetResult(cancellation);
            cancellation.WaitHandle.WaitOne(Long);
            cancellation.ThrowIfCancellationRequested();
        }));
        using CancellationTokenSource first = new(), second = new();
        var tickets = new[] { served.Ticket("a", first.Token), served.Ticket("b", second.Token) };

        served.Start(tickets);
        var token = await begun.Task.WaitAsync(Long);
        await first.CancelAsync();
        Assert.False(token.IsCancellationRequested);
        await second.CancelAsync();

        foreach (var ticket in tickets) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ticket.Answer.WaitAsync(Long));
    }

    [Fact]
    public async Task What_waits_when_the_queue_is_closed_is_answered()
    {
        await using var served = new Served(new FakeModel((batch, _) =>
        {
            Thread.Sleep(20);
            foreach (var ticket in batch) ticket.Set("answer");
        }));
        var tickets = Enumerable.Range(0, 20).Select(_ => served.Ticket("a")).ToList();
        served.Start(tickets);
        served.Queue.Close();
        foreach (var ticket in tickets) Assert.Equal("answer", await ticket.Answer.WaitAsync(Long));
        Assert.NotNull(served.Queue.TryAdd([served.Ticket("late")], Long));
    }

    /// <summary>A queue with one worker.</summary>
    private sealed class Served(FakeModel model) : IAsyncDisposable
    {
        private readonly ServedVersion _version = new("m", "1", model, maxBatch: 4);
        private ServingWorkers? _workers;

        public ServingQueue Queue { get; } = new(new ServingLimits { Workers = 1 });

        public ServingTicket Ticket(string key, CancellationToken cancellation = default)
        {
            _version.UseAgain();
            return new ServingTicket(_version) { Key = key, InputSize = (1, 1), Cancellation = cancellation };
        }

        public void Start(IReadOnlyList<ServingTicket> tickets)
        {
            foreach (var ticket in tickets) Assert.Null(Queue.TryAdd([ticket], Long));
            _workers = new ServingWorkers(Queue, 1);
        }

        public async ValueTask DisposeAsync()
        {
            Queue.Close();
            Assert.True(await Task.Run(() => _workers!.Join(Long)));
        }
    }
}
