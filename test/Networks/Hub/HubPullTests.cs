using System.Security.Cryptography;
using System.Text;
using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>Repositories from a small hub on this machine. Nothing runs beside them: the hub's address and the cache folder are the process's.</summary>
[CollectionDefinition(nameof(HubPullTests), DisableParallelization = true)]
[Collection(nameof(HubPullTests))]
public sealed class HubPullTests : IDisposable
{
    private readonly TestFolder _home = new();
    private readonly Dictionary<string, byte[]> _files = new()
    {
        ["/timm/resnet18.a1_in1k/resolve/main/config.json"] = Encoding.UTF8.GetBytes(HubFolder.Config),
        ["/timm/resnet18.a1_in1k/resolve/main/README.md"] = Encoding.UTF8.GetBytes(HubFolder.Card),
        ["/timm/resnet18.a1_in1k/resolve/main/model.safetensors"] = HubFolder.Weights,
        ["/timm/unknown/resolve/main/config.json"] = Encoding.UTF8.GetBytes(HubFolder.Config.Replace("resnet18", "davit_tiny")),
    };

    public void Dispose() => _home.Dispose();

    [Fact]
    public void An_address_has_an_owner_a_name_and_perhaps_a_revision()
    {
        var address = HubAddress.Parse("hf-hub:timm/resnet18.a1_in1k@v1.0");
        Assert.Equal(new("timm", "resnet18.a1_in1k", "v1.0"), address);
        Assert.Equal("https://huggingface.co/timm/resnet18.a1_in1k/resolve/v1.0/config.json", address.Of("config.json", HubAddress.PublishedBase).AbsoluteUri);
        Assert.Equal("hf-hub:timm/resnet18.a1_in1k@v1.0", address.ToString());
        Assert.Throws<GraftException>(() => address.Of("config.json", "not an address"));
        foreach (var wrong in new[] { "hf-hub:", "hf-hub:resnet18", "hf-hub:a/b/c", "hf-hub:../b", "hf-hub:a/..", "hf-hub:a/b@../c", "timm/resnet18" })
            Assert.Contains("OWNER/NAME", Assert.Throws<GraftException>(() => HubAddress.Parse(wrong)).Expected);
    }

    [Fact]
    public async Task A_repository_is_downloaded_checked_and_remembered()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(HubFolder.Weights));
        using var server = new LoopbackServer(_files) { SaysRanges = true, Head = $"X-Linked-ETag: \"{hash}\"\r\nX-Repo-Commit: 0123abcd\r\n" };
        await At(server, async address =>
        {
            Assert.Contains("graft models pull hf-hub:timm/resnet18.a1_in1k",
                Assert.Throws<GraftException>(() => HubStore.Resolve("hf-hub:timm/resnet18.a1_in1k")).Cure);
            var repository = await HubStore.PullAsync(address, Options());
            Assert.Equal(new HubOrigin("hf-hub:timm/resnet18.a1_in1k", $"{server.Address}/timm/resnet18.a1_in1k/resolve/main/model.safetensors",
                "0123abcd"), repository.Origin);
            Assert.Equal(hash, FileHash.Sha256(repository.WeightsFile));
            var asked = server.Requests.Count;
            Assert.Equal("resnet18", (await HubStore.PullAsync(address, Options() with { Offline = true })).Model);
            Assert.Equal("resnet18", HubStore.Resolve("hf-hub:timm/resnet18.a1_in1k").Model);
            Assert.Equal(asked, server.Requests.Count);
        });
    }

    [Fact]
    public async Task Weights_with_another_hash_than_the_hub_states_are_refused()
    {
        using var server = new LoopbackServer(_files) { Head = $"X-Linked-ETag: \"{new string('0', 64)}\"\r\n" };
        await At(server, async address =>
            Assert.Contains("is not model.safetensors", (await Assert.ThrowsAsync<GraftException>(() => HubStore.PullAsync(address, Options()))).What));
    }

    [Fact]
    public async Task A_repository_without_a_card_is_usable_and_its_licence_not_known()
    {
        _files.Remove("/timm/resnet18.a1_in1k/resolve/main/README.md");
        using var server = new LoopbackServer(_files);
        await At(server, async address => Assert.Null((await HubStore.PullAsync(address, Options())).Licence));
    }

    [Fact]
    public async Task An_architecture_that_cannot_be_used_costs_no_download_of_weights()
    {
        using var server = new LoopbackServer(_files);
        await At(server, async _ =>
        {
            Assert.Contains("davit_tiny",
                (await Assert.ThrowsAsync<GraftException>(() => HubStore.PullAsync(HubAddress.Parse("hf-hub:timm/unknown"), Options()))).What);
            Assert.Equal(["GET /timm/unknown/resolve/main/config.json"], server.Requests);
        });
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_named()
    {
        using var server = new LoopbackServer(_files);
        await At(server, async _ =>
        {
            var refusal = await Assert.ThrowsAsync<GraftException>(() => HubStore.PullAsync(HubAddress.Parse("hf-hub:timm/none"), Options()));
            Assert.Contains("404", refusal.What);
            Assert.Contains("GRAFT_HUB", refusal.Cure);
        });
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("README.md")]
    public async Task A_page_to_log_in_is_refused_and_does_not_block_the_name(string file)
    {
        var address = $"/timm/resnet18.a1_in1k/resolve/main/{file}";
        var right = _files[address];
        _files[address] = Encoding.UTF8.GetBytes("\n<!DOCTYPE html><html><title>Sign in</title></html>");
        using (var server = new LoopbackServer(_files))
            await At(server, async hub =>
            {
                if (file == "README.md") Assert.Null((await HubStore.PullAsync(hub, Options())).Licence);
                else Assert.Contains("it is a web page", (await Assert.ThrowsAsync<GraftException>(() => HubStore.PullAsync(hub, Options()))).What);
                Assert.False(File.Exists(Path.Combine(hub.Folder, file)));
            });
        _files[address] = right;
        using (var server = new LoopbackServer(_files))
            await At(server, async hub =>
            {
                // What an earlier version left there is no obstacle either.
                Directory.CreateDirectory(hub.Folder);
                if (!File.Exists(Path.Combine(hub.Folder, file))) File.WriteAllText(Path.Combine(hub.Folder, file), "<html>");
                Assert.Equal("resnet18", (await HubStore.PullAsync(hub, Options())).Model);
            });
    }

    [Fact]
    public async Task Weights_that_are_no_checkpoint_are_refused_where_no_hash_tells()
    {
        _files["/timm/resnet18.a1_in1k/resolve/main/model.safetensors"] = Encoding.UTF8.GetBytes("404: not found, but said with 200");
        using var server = new LoopbackServer(_files);
        await At(server, async hub =>
        {
            Assert.Contains("no checkpoint", (await Assert.ThrowsAsync<GraftException>(() => HubStore.PullAsync(hub, Options()))).What);
            Assert.False(File.Exists(Path.Combine(hub.Folder, "model.safetensors")));
        });
    }

    [Fact]
    public async Task A_description_that_is_no_JSON_is_not_kept()
    {
        _files["/timm/resnet18.a1_in1k/resolve/main/config.json"] = Encoding.UTF8.GetBytes("busy");
        using var server = new LoopbackServer(_files);
        await At(server, async hub =>
        {
            await Assert.ThrowsAsync<GraftException>(() => HubStore.PullAsync(hub, Options()));
            Assert.False(File.Exists(Path.Combine(hub.Folder, "config.json")));
        });
    }

    private static PullOptions Options() => new() { Offline = false, Pause = TimeSpan.FromMilliseconds(1), ShortestPart = 1 << 20 };

    private async Task At(LoopbackServer server, Func<HubAddress, Task> work)
    {
        var before = (Environment.GetEnvironmentVariable(HubAddress.BaseVariable), Environment.GetEnvironmentVariable(GraftHome.Variable));
        Environment.SetEnvironmentVariable(HubAddress.BaseVariable, server.Address);
        Environment.SetEnvironmentVariable(GraftHome.Variable, _home.Root);
        try
        {
            await work(HubAddress.Parse("hf-hub:timm/resnet18.a1_in1k"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(HubAddress.BaseVariable, before.Item1);
            Environment.SetEnvironmentVariable(GraftHome.Variable, before.Item2);
        }
    }
}
