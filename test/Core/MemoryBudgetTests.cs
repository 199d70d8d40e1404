namespace Graft.Tests;

/// <summary>The budget is the process's, so nothing else runs beside.</summary>
[CollectionDefinition(nameof(MemoryBudgetTests), DisableParallelization = true)]
[Collection(nameof(MemoryBudgetTests))]
public sealed class MemoryBudgetTests : IDisposable
{
    private readonly long _before = MemoryBudget.Limit;

    public void Dispose() => MemoryBudget.Limit = _before;

    [Fact]
    public void Half_of_what_is_free_is_the_default_and_too_little_is_refused()
    {
        Assert.True(MemoryBudget.Limit >= 64_000_000);
        Assert.Contains("64 MB", Assert.Throws<GraftException>(() => MemoryBudget.Limit = 1).Message);
    }

    [Fact]
    public void No_more_is_taken_at_once_than_there_is()
    {
        MemoryBudget.Limit = 2_000_000_000;
        var room = MemoryBudget.Room;
        var (now, most, gate) = (0L, 0L, new Lock());
        var share = room / 3 + 1; // two fit
        var threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 5; i++)
            {
                using var lease = MemoryBudget.Take(share);
                lock (gate) most = Math.Max(most, now += share);
                Thread.Sleep(2);
                lock (gate) now -= share;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(30))));
        Assert.InRange(most, share, room);
        Assert.Equal(room, MemoryBudget.Room);
    }

    [Fact]
    public void One_image_may_always_be_worked_on_and_a_lease_covers_what_its_thread_takes()
    {
        MemoryBudget.Limit = 64_000_000;
        using (MemoryBudget.Take(10_000_000_000))
        {
            Assert.Equal(0, MemoryBudget.Room);
            using (MemoryBudget.Take(50_000_000)) { }
            Assert.Equal(0, MemoryBudget.Room);
        }
        using (MemoryBudget.Take(50_000_000)) { }
        Assert.True(MemoryBudget.Room > 0);
    }
}
