using System.Security.Cryptography;
using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class WeightsPullTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly byte[] _content = new byte[300_000];

    public WeightsPullTests()
    {
        var random = new SeededRandom(3);
        for (var i = 0; i < _content.Length; i++) _content[i] = (byte)random.Next(256);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_downloaded_whole_and_once()
    {
        using var server = new LoopbackServer(_content);
        var steps = new List<PullProgress>();
        var path = await WeightsStore.PullAsync(At(server), Options() with { Progress = steps.Add });
        Assert.Equal(_folder["file-0.pth"], path);
        Assert.Equal(_content, File.ReadAllBytes(path));
        Assert.Equal(["file-0.pth"], Files());
        Assert.Equal(new PullProgress(0, _content.Length), steps[0]);
        Assert.Equal(new PullProgress(_content.Length, _content.Length), steps[^1]);

        Assert.Equal(path, await WeightsStore.PullAsync(At(server), Options()));
        Assert.Equal(["GET /models/file-0.pth"], server.Requests);
    }

    [Fact]
    public async Task A_broken_connection_is_taken_up_where_it_broke()
    {
        using var server = new LoopbackServer(_content) { CutAfter = 100_000, Cuts = 2 };
        Assert.Equal(_content, File.ReadAllBytes(await WeightsStore.PullAsync(At(server), Options())));
        Assert.Equal(["GET /models/file-0.pth", "GET /models/file-0.pth from 100000", "GET /models/file-0.pth from 200000"], server.Requests);
    }

    [Fact]
    public async Task An_earlier_download_that_was_broken_off_is_gone_on_with()
    {
        using (var broken = new LoopbackServer(_content) { CutAfter = 50_000, Cuts = 9 })
            await Assert.ThrowsAsync<GraftException>(() => WeightsStore.PullAsync(At(broken), Options() with { Attempts = 1 }));
        Assert.Equal(["file-0.pth.lock", "file-0.pth.part"], Files());
        using var server = new LoopbackServer(_content);
        Assert.Equal(_content, File.ReadAllBytes(await WeightsStore.PullAsync(At(server), Options())));
        Assert.Equal(["GET /models/file-0.pth from 50000"], server.Requests);
    }

    [Fact]
    public async Task A_part_that_is_already_whole_only_needs_its_hash()
    {
        AtomicFile.WriteBytes(_folder["file-0.pth.part"], _content);
        using var server = new LoopbackServer(_content);
        Assert.Equal(_content, File.ReadAllBytes(await WeightsStore.PullAsync(At(server), Options())));
    }

    [Fact]
    public async Task A_part_longer_than_the_file_is_started_anew()
    {
        AtomicFile.WriteBytes(_folder["file-0.pth.part"], new byte[_content.Length + 5]);
        using var server = new LoopbackServer(_content);
        Assert.Equal(_content, File.ReadAllBytes(await WeightsStore.PullAsync(At(server), Options())));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_without_ranges_sends_it_all_again()
    {
        AtomicFile.WriteBytes(_folder["file-0.pth.part"], new byte[1000]);
        using var server = new LoopbackServer(_content) { Ranges = false };
        Assert.Equal(_content, File.ReadAllBytes(await WeightsStore.PullAsync(At(server), Options())));
    }

    [Fact]
    public async Task A_file_with_another_hash_is_refused_and_removed()
    {
        using var server = new LoopbackServer([.. _content[1..], 0]);
        var refusal = await Assert.ThrowsAsync<GraftException>(() => WeightsStore.PullAsync(At(server), Options()));
        Assert.Contains("is not file-0.pth", refusal.What);
        Assert.Contains(Hash(), refusal.Expected);
        Assert.Equal(1, refusal.ExitCode);
        Assert.Equal(["file-0.pth.lock"], Files());
    }

    [Fact]
    public async Task A_file_the_server_does_not_have_is_asked_for_once()
    {
        using var server = new LoopbackServer(_content) { Refusals = 9 };
        var refusal = await Assert.ThrowsAsync<GraftException>(() => WeightsStore.PullAsync(At(server), Options()));
        Assert.Contains("404 Not Found", refusal.What);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_in_trouble_is_asked_again()
    {
        using var server = new LoopbackServer(_content) { Refusals = 2, Refusal = "503 Service Unavailable" };
        await WeightsStore.PullAsync(At(server), Options());
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        using var server = new LoopbackServer(_content) { Silent = true };
        var refusal = await Assert.ThrowsAsync<GraftException>(() =>
            WeightsStore.PullAsync(At(server), Options() with { Attempts = 1, Silence = TimeSpan.FromSeconds(0.3) }));
        Assert.Contains("nothing was received for 0.3 seconds", refusal.What);
    }

    [Fact]
    public async Task Without_network_the_address_the_file_the_folder_and_the_bundled_models_are_named()
    {
        string address;
        using (var gone = new LoopbackServer(_content)) address = gone.Address;
        var refusal = await Assert.ThrowsAsync<GraftException>(() => WeightsStore.PullAsync(Weights(address), Options()));
        Assert.Contains($"{address}/models/file-0.pth", refusal.What);
        Assert.Contains("'file-0.pth'", refusal.Expected);
        Assert.Contains(_folder.Root, refusal.Expected);
        Assert.Contains("GRAFT_MIRROR", refusal.Cure);
        Assert.Contains("--model efficientnet_lite0", refusal.Cure);
    }

    [Fact]
    public async Task A_mirror_is_asked_in_place_of_the_published_address()
    {
        using var server = new LoopbackServer(_content);
        await WeightsStore.PullAsync(Weights("https://example.invalid"), Options() with { Mirror = $"{server.Address}/mirror/" });
        Assert.Equal(["GET /mirror/file-0.pth"], server.Requests);
        var refusal = await Assert.ThrowsAsync<GraftException>(() =>
            WeightsStore.PullAsync(Weights("https://example.invalid"), new() { Folder = _folder["other"], Mirror = "my mirror" }));
        Assert.Contains("'my mirror'", refusal.What);
    }

    [Fact]
    public async Task A_proxy_is_asked_where_one_is_set()
    {
        using var proxy = new LoopbackServer(_content);
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new System.Net.WebProxy(proxy.Address);
        try
        {
            await WeightsStore.PullAsync(Weights("http://weights.invalid"), Options());
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
        Assert.Equal(["GET http://weights.invalid/models/file-0.pth"], proxy.Requests);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        AtomicFile.WriteText(_folder["a file"], "");
        using var server = new LoopbackServer(_content);
        var refusal = await Assert.ThrowsAsync<GraftException>(() => WeightsStore.PullAsync(At(server), Options() with { Folder = _folder["a file/weights"] }));
        Assert.Contains("a file", refusal.What);
        Assert.Contains("GRAFT_HOME", refusal.Cure);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Two_at_a_time_download_once()
    {
        using var server = new LoopbackServer(_content);
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => WeightsStore.PullAsync(At(server), Options()))));
        Assert.All(both, path => Assert.Equal(_content, File.ReadAllBytes(path)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_cancelled_download_keeps_what_it_has()
    {
        using var server = new LoopbackServer(_content);
        using var cancellation = new CancellationTokenSource();
        void Stop(PullProgress progress)
        {
            if (progress.Received > 0) cancellation.Cancel();
        }
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            WeightsStore.PullAsync(At(server), Options() with { Progress = Stop }, cancellation.Token));
        Assert.InRange(new FileInfo(_folder["file-0.pth.part"]).Length, 1, _content.Length);
    }

    [Fact]
    public async Task Bundled_weights_need_no_download() =>
        Assert.Equal(WeightsStore.Resolve("efficientnet_lite0").Path, await WeightsStore.PullAsync("efficientnet_lite0"));

    private PullOptions Options() => new() { Folder = _folder.Root, Mirror = null, Offline = false, Pause = TimeSpan.FromMilliseconds(1) };

    private PublishedWeights At(LoopbackServer server) => Weights(server.Address);

    private PublishedWeights Weights(string server) => WeightsCatalogue.Find("resnet18") with
    {
        Address = new($"{server}/models/file-0.pth"),
        FileName = "file-0.pth",
        Sha256 = Hash(),
    };

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(_content))[..8];

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_folder.Root).Select(file => Path.GetFileName(file)).Order();
}
