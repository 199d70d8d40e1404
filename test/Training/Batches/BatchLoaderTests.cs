using Graft.Training;

namespace Graft.Tests.Training;

public sealed class BatchLoaderTests
{
    [Fact]
    public void Batches_come_in_the_given_order_and_the_last_may_be_smaller()
    {
        int[] order = [5, 3, 9, 1, 7, 2, 8];
        using var loader = Loader(order, (batch, position) => batch.InputOf(position)[0] = batch.Indices[position]);
        List<float> seen = [];
        List<int> sizes = [];
        foreach (var batch in loader.Batches())
        {
            sizes.Add(batch.Count);
            for (var i = 0; i < batch.Count; i++) seen.Add(batch.InputOf(i)[0]);
        }
        Assert.Equal([3, 3, 1], sizes);
        Assert.Equal(order.Select(index => (float)index), seen);
    }

    [Fact]
    public void A_failure_while_loading_reaches_the_one_who_waits()
    {
        using var loader = Loader([1, 2, 3, 4], (batch, position) => { if (batch.Indices[position] == 4) throw new GraftException("four"); });
        Assert.Equal("four", Assert.Throws<GraftException>(() => loader.Batches().Count()).Message);
    }

    [Fact]
    public void Leaving_early_stops_the_loading()
    {
        var loads = 0;
        using (var loader = Loader([.. Enumerable.Range(0, 30_000)], (_, _) => Interlocked.Increment(ref loads)))
            Assert.Equal(3, loader.Batches().First().Count);
        var stopped = loads;
        Assert.InRange(stopped, 3, 12); // a few batches ahead
        Assert.Equal(stopped, loads);
    }

    private static BatchLoader Loader(int[] order, Action<Batch, int> load) => new(order, 3, () => new Batch(3, 1, 1, holdsPictures: true), load, workers: 2);
}
