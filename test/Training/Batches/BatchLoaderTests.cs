using Graft.Training;

namespace Graft.Tests.Training;

public sealed class BatchLoaderTests
{
    [Fact]
    public void Batches_come_in_the_given_order_and_the_last_may_be_smaller()
    {
        int[] order = [5, 3, 9, 1, 7, 2, 8, 4];
        using var loader = Loader(order, (batch, position) => batch.InputOf(position)[0] = batch.Indices[position]);
        List<float> seen = [];
        List<int> sizes = [];
        foreach (var batch in loader.Batches())
        {
            sizes.Add(batch.Count);
            for (var i = 0; i < batch.Count; i++) seen.Add(batch.InputOf(i)[0]);
        }
        Assert.Equal([3, 3, 2], sizes);
        Assert.Equal(order.Select(index => (float)index), seen);
    }

    [Theory]
    [InlineData(1, 3, new[] { 1 })]
    [InlineData(4, 3, new[] { 4 })]
    [InlineData(7, 3, new[] { 3, 4 })]
    [InlineData(8, 3, new[] { 3, 3, 2 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    [InlineData(5, 2, new[] { 2, 3 })]
    public void A_last_batch_of_one_is_joined_to_the_one_before(int count, int batchSize, int[] expected)
    {
        using var loader = new BatchLoader(Enumerable.Range(0, count).ToArray(), batchSize, () => new Batch(EpochOrder.LargestBatch(batchSize), 1, 1, holdsImages: true), (_, _) => { }, workers: 2);
        Assert.Equal(expected, loader.Batches().Select(batch => batch.Count));
        Assert.Equal(expected.Length, EpochOrder.BatchesOf(count, batchSize));
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

    private static BatchLoader Loader(int[] order, Action<Batch, int> load) => new(order, 3, () => new Batch(4, 1, 1, holdsImages: true), load, workers: 2);
}
