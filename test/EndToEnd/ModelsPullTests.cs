using Graft.Tests;

namespace Graft.EndToEnd.Tests;

/// <summary>Downloads as a user meets them: a process that is killed, a proxy, and no network. The mirror is a server on this machine.</summary>
public sealed class ModelsPullTests : IDisposable
{
    private const string File = "resnet18-f37072fd.pth";
    private readonly TestFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_download_that_is_killed_goes_on_where_it_was()
    {
        using var server = new LoopbackServer(new byte[4_000_000]) { Stalls = true };
        var environment = Home(("GRAFT_MIRROR", server.Address));
        using (var victim = CommandLineProcess.Start(Repository.Root, ["models", "pull", "resnet18"], environment))
        {
            var part = _home["weights/" + File + ".part"];
            while (!System.IO.File.Exists(part) || new FileInfo(part).Length < 400_000)
            {
                Assert.False(victim.HasExited, "The download ended before it was killed.");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
            victim.Kill();
            await victim.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        server.Stalls = false;
        var outcome = await CommandLineProcess.Run(Repository.Root, ["models", "pull", "resnet18"], environment);
        Assert.Equal([$"GET /{File}", $"GET /{File} from 400000"], server.Requests);
        Assert.Equal(1, outcome.ExitCode); // zeros are not the published weights
        Assert.Contains("f37072fd was expected", outcome.Error);
    }

    [Fact]
    public async Task The_proxy_of_the_environment_is_asked_unless_the_host_is_excepted()
    {
        using var proxy = new LoopbackServer([1, 2, 3]);
        await CommandLineProcess.Run(Repository.Root, ["models", "pull", "resnet18"],
            Home(("GRAFT_MIRROR", "http://mirror.invalid"), ("http_proxy", proxy.Address)));
        Assert.Equal([$"GET http://mirror.invalid/{File}"], proxy.Requests);
        var excepted = await CommandLineProcess.Run(Repository.Root, ["models", "pull", "resnet18"],
            Home(("GRAFT_MIRROR", "http://mirror.invalid"), ("http_proxy", proxy.Address), ("no_proxy", "mirror.invalid")));
        Assert.Equal(1, excepted.ExitCode);
        Assert.Single(proxy.Requests);
    }

    [Fact]
    public async Task Face_networks_of_others_are_checked_by_their_hash_and_not_downloaded_where_it_is_not_known()
    {
        using var server = new LoopbackServer(new byte[1000]);
        var outcome = await CommandLineProcess.Run(Repository.Root, ["models", "pull", "sface"], Home(("GRAFT_MIRROR", server.Address)));
        Assert.Equal(["GET /face_recognition_sface_2021dec.onnx"], server.Requests.Distinct());
        Assert.Equal(1, outcome.ExitCode); // zeros are not the published network
        Assert.Contains("0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79 was expected", outcome.Error);
        var unknown = await CommandLineProcess.Run(Repository.Root, ["models", "pull", "auraface"], Home(("GRAFT_MIRROR", server.Address)));
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("no hash of glintr100.onnx is known here", unknown.Error);
        var card = await CommandLineProcess.Run(Repository.Root, ["models", "auraface"], Home(("GRAFT_MIRROR", server.Address)));
        Assert.Contains("\"dimension\": 512", card.Output);
        Assert.Contains("not downloaded: give the file by its path", card.Output);
        Assert.Contains("Graft does not run it", (await CommandLineProcess.Run("models", "yunet")).Output);
    }

    [Fact]
    public async Task Weights_of_a_detector_are_asked_for_under_their_published_name()
    {
        using var server = new LoopbackServer(new byte[1000]);
        var outcome = await CommandLineProcess.Run(Repository.Root, ["models", "pull", "fasterrcnn_resnet50_fpn_v2.coco_v1"],
            Home(("GRAFT_MIRROR", server.Address)));
        Assert.Equal(["GET /fasterrcnn_resnet50_fpn_v2_coco-dd69338a.pth"], server.Requests.Distinct());
        Assert.Equal(1, outcome.ExitCode); // zeros are not the published weights
        Assert.Contains("dd69338a was expected", outcome.Error);
    }

    [Fact]
    public async Task Offline_nothing_is_asked_for_and_what_works_is_said()
    {
        using var server = new LoopbackServer([1]);
        var outcome = await CommandLineProcess.Run(Repository.Root, ["models", "pull", "resnet18"],
            Home(("GRAFT_MIRROR", server.Address), ("GRAFT_OFFLINE", "1")));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("GRAFT_OFFLINE", outcome.Error);
        Assert.Contains("--model efficientnet_lite0", outcome.Error);
        Assert.Empty(server.Requests);
    }

    private Dictionary<string, string> Home(params (string Name, string Value)[] more) =>
        new(more.Select(pair => new KeyValuePair<string, string>(pair.Name, pair.Value)))
        {
            ["GRAFT_HOME"] = _home.Root,
        };
}
