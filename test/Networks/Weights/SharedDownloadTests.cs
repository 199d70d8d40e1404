using System.Security.Cryptography;
using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>Downloads that several connections share, and downloads that may not happen.</summary>
public sealed class SharedDownloadTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly byte[] _content = new byte[400_000];

    public SharedDownloadTests()
    {
        var random = new SeededRandom(5);
        for (var i = 0; i < _content.Length; i++) _content[i] = (byte)random.Next(256);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_long_file_is_shared_out_where_the_server_serves_parts()
    {
        using var server = new LoopbackServer(_content) { SaysRanges = true };
        var steps = new List<PullProgress>();
        Assert.Equal(_content, await PullAsync(server, Options() with { Progress = steps.Add }));
        Assert.Equal("GET /models/file-0.pth", server.Requests[0]);
        Assert.Equal(["GET /models/file-0.pth from 0 to 99999", "GET /models/file-0.pth from 100000 to 199999",
            "GET /models/file-0.pth from 200000 to 299999", "GET /models/file-0.pth from 300000 to 399999"], server.Requests.Skip(1).Order());
        Assert.Equal(new PullProgress(_content.Length, _content.Length), steps[^1]);
        Assert.Equal(steps.Select(step => step.Received).Order(), steps.Select(step => step.Received));
        Assert.Equal(["file-0.pth"], Files());
    }

    [Fact]
    public async Task A_short_file_and_a_single_connection_are_not_shared_out()
    {
        using var server = new LoopbackServer(_content) { SaysRanges = true };
        Assert.Equal(_content, await PullAsync(server, Options() with { ShortestPart = _content.Length }));
        File.Delete(_folder["file-0.pth"]);
        Assert.Equal(_content, await PullAsync(server, Options() with { Connections = 1 }));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Parts_that_break_are_taken_up_where_they_broke()
    {
        using var server = new LoopbackServer(_content) { SaysRanges = true, CutAfter = 30_000, Cuts = 4 };
        Assert.Equal(_content, await PullAsync(server, Options()));
        Assert.Contains(server.Requests, request =>
            request.Contains("from 130000 to 199999") || request.Contains("from 230000 to 299999") || request.Contains("from 330000 to 399999"));
    }

    [Fact]
    public async Task Parts_of_an_earlier_attempt_are_gone_on_with()
    {
        AtomicFile.WriteBytes(_folder["file-0.pth.part"], _content[..70_000]);
        AtomicFile.WriteBytes(_folder["file-0.pth.part.100000-400000"], _content[100_000..399_990]);
        using var server = new LoopbackServer(_content);
        Assert.Equal(_content, await PullAsync(server, Options()));
        Assert.Equal(["GET /models/file-0.pth from 399990 to 399999", "GET /models/file-0.pth from 70000 to 99999"], server.Requests.Order());
        Assert.Equal(["file-0.pth"], Files());
    }

    [Fact]
    public async Task Joining_that_was_broken_off_goes_on()
    {
        AtomicFile.WriteBytes(_folder["file-0.pth.part"], _content[..250_000]); // a piece of the second is here already
        AtomicFile.WriteBytes(_folder["file-0.pth.part.200000-400000"], _content[200_000..]);
        using var server = new LoopbackServer(_content);
        Assert.Equal(_content, await PullAsync(server, Options()));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("file-0.pth.part.200000-300000", 50_000)] // ends before the file does
    [InlineData("file-0.pth.part.100000-400000", 400_000)] // longer than itself
    public async Task Parts_that_do_not_fit_each_other_cost_a_new_start_and_nothing_else(string name, int length)
    {
        AtomicFile.WriteBytes(_folder["file-0.pth.part"], _content[..50_000]);
        AtomicFile.WriteBytes(_folder[name], new byte[length]);
        using var server = new LoopbackServer(_content);
        Assert.Equal(_content, await PullAsync(server, Options()));
        Assert.Equal(["file-0.pth"], Files());
    }

    [Fact]
    public async Task A_server_that_says_it_serves_parts_and_does_not_sends_it_all()
    {
        using var server = new LoopbackServer(_content) { SaysRanges = true, Ranges = false };
        Assert.Equal(_content, await PullAsync(server, Options()));
        Assert.Equal("GET /models/file-0.pth", server.Requests[^1]);
        Assert.Equal(["file-0.pth"], Files());
    }

    [Fact]
    public async Task A_server_that_refuses_parts_for_good_is_named()
    {
        using var server = new LoopbackServer(_content) { SaysRanges = true, RefusalOfParts = "403 Forbidden" };
        Assert.Contains("403 Forbidden", (await Assert.ThrowsAsync<GraftException>(() => PullAsync(server, Options()))).What);
    }

    [Fact]
    public async Task A_truncated_answer_is_noticed_and_asked_for_again()
    {
        using var server = new LoopbackServer(_content) { CutAfter = 399_999, Cuts = 1 };
        Assert.Equal(_content, await PullAsync(server, Options()));
        Assert.Equal("GET /models/file-0.pth from 399999", server.Requests[^1]);
    }

    [Fact]
    public async Task Another_file_in_parts_is_refused_by_its_hash_and_leaves_nothing()
    {
        using var server = new LoopbackServer([.. _content[1..], 7]) { SaysRanges = true };
        Assert.Contains("is not file-0.pth", (await Assert.ThrowsAsync<GraftException>(() => PullAsync(server, Options()))).What);
        Assert.Equal(["file-0.pth.lock"], Files());
    }

    [Fact]
    public async Task Offline_nothing_is_asked_for_and_what_is_here_is_used()
    {
        using var server = new LoopbackServer(_content);
        var refusal = await Assert.ThrowsAsync<GraftException>(() => PullAsync(server, Options() with { Offline = true }));
        Assert.Contains("GRAFT_OFFLINE", refusal.What);
        Assert.Contains("file-0.pth", refusal.Expected);
        Assert.Empty(server.Requests);
        AtomicFile.WriteBytes(_folder["file-0.pth"], _content);
        Assert.Equal(_content, await PullAsync(server, Options() with { Offline = true }));
        Assert.Empty(server.Requests);
    }

    private async Task<byte[]> PullAsync(LoopbackServer server, PullOptions options) => File.ReadAllBytes(await WeightsStore.PullAsync(
        WeightsCatalogue.Find("resnet18") with
        {
            Address = new($"{server.Address}/models/file-0.pth"),
            FileName = "file-0.pth",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(_content))[..8],
        }, options));

    private PullOptions Options() => new()
    {
        Folder = _folder.Root,
        Mirror = null,
        Offline = false,
        Pause = TimeSpan.FromMilliseconds(1),
        Connections = 4,
        ShortestPart = 50_000,
    };

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_folder.Root).Select(file => Path.GetFileName(file)).Order();
}
