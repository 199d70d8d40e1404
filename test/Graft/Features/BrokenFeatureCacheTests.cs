namespace Graft.Tests.Features;

/// <summary>Features are found without a cache too: one that cannot be used is said once.</summary>
public sealed class BrokenFeatureCacheTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_is_no_cache_is_said_once_and_stops_nothing()
    {
        File.WriteAllText(_folder["f.db"], new string('x', 5000));
        var message = TheOneWarning(_folder["f.db"]);
        Assert.Contains("f.db", message);
        Assert.Contains("Delete it", message);
        Assert.Equal(new string('x', 5000), File.ReadAllText(_folder["f.db"]));
    }

    [Fact]
    public void A_home_that_cannot_be_written_is_said_once_and_stops_nothing()
    {
        File.WriteAllText(_folder["home"], "a file where a folder should be");
        Assert.Contains(GraftHome.Variable, TheOneWarning(_folder["home/features/features.db"]));
        Directory.CreateDirectory(_folder["folder.db"]);
        Assert.Contains(GraftHome.Variable, TheOneWarning(_folder["folder.db"]));
    }

    [Fact]
    public void A_file_that_is_damaged_inside_is_said_once_and_stops_nothing()
    {
        using (var cache = new FeatureCache(_folder["f.db"]))
            for (var index = 0; index < 300; index++) cache.Write($"k{index}", new float[100]);
        var bytes = File.ReadAllBytes(_folder["f.db"]);
        Array.Fill(bytes, (byte)0x5a, 4096, bytes.Length - 4096); // the header is whole
        File.WriteAllBytes(_folder["f.db"], bytes);
        TheOneWarning(_folder["f.db"]);
    }

    private static string TheOneWarning(string path)
    {
        Listener listener = new();
        using (var cache = new FeatureCache(path, progress: listener))
        {
            for (var index = 0; index < 600; index++) cache.Write($"k{index}", [1]);
            cache.Flush();
            Assert.False(cache.TryRead("k1", new float[1]));
            Assert.False(cache.IsOn);
        }
        var message = Assert.IsType<RunEvent.Message>(Assert.Single(listener.Heard));
        Assert.True(message.IsWarning);
        return message.Text;
    }

    private sealed class Listener : IProgress<RunEvent>
    {
        public List<RunEvent> Heard { get; } = [];

        public void Report(RunEvent value) => Heard.Add(value);
    }
}
