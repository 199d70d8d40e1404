namespace Graft.Tests.Features;

public sealed class FeatureCacheTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_after_reopening()
    {
        using (var cache = new FeatureCache(_folder["f.db"])) cache.Write("a", [1, 2, 3]);
        using var again = new FeatureCache(_folder["f.db"]);
        var values = new float[3];
        Assert.True(again.TryRead("a", values));
        Assert.Equal([1f, 2, 3], values);
    }

    [Fact]
    public void An_unknown_key_or_another_length_is_a_miss()
    {
        using var cache = new FeatureCache(_folder["f.db"]);
        cache.Write("a", [1, 2, 3]);
        Assert.False(cache.TryRead("b", new float[3]));
        Assert.False(cache.TryRead("a", new float[4]));
    }

    [Fact]
    public void A_full_cache_drops_what_was_written_first_and_stays_in_its_bound()
    {
        using var cache = new FeatureCache(_folder["f.db"], maxBytes: 100 * 40);
        for (var index = 0; index < 500; index++) cache.Write($"k{index}", new float[10]);
        var kept = Enumerable.Range(0, 500).Count(index => cache.TryRead($"k{index}", new float[10]));
        Assert.InRange(kept, 50, 100);
        Assert.True(cache.TryRead("k499", new float[10]));
        Assert.False(cache.TryRead("k0", new float[10]));
    }

    [Fact]
    public void A_crash_loses_the_last_entries_and_nothing_else()
    {
        using var cache = new FeatureCache(_folder["f.db"]);
        cache.Write("kept", [1]);
        cache.Flush();
        cache.Write("lost", [2]);
        // The files as a killed process would leave them: copied while the second write is open.
        foreach (var file in Directory.GetFiles(_folder.Root)) File.Copy(file, _folder[Path.GetFileName(file).Replace("f.db", "copy.db")]);
        using var after = new FeatureCache(_folder["copy.db"]);
        Assert.True(after.TryRead("kept", new float[1]));
        Assert.False(after.TryRead("lost", new float[1]));
    }

    [Fact]
    public void Threads_may_share_it()
    {
        using var cache = new FeatureCache(_folder["f.db"]);
        Parallel.For(0, 400, index =>
        {
            cache.Write($"k{index}", [index]);
            var value = new float[1];
            Assert.True(cache.TryRead($"k{index}", value));
            Assert.Equal(index, value[0]);
        });
    }

    [Fact]
    public void A_file_that_is_no_cache_is_refused_with_its_cure()
    {
        File.WriteAllText(_folder["f.db"], new string('x', 5000));
        var failure = Assert.Throws<GraftException>(() => new FeatureCache(_folder["f.db"]));
        Assert.Contains("f.db", failure.Message);
        Assert.Contains("Delete it", failure.Message);
    }
}
