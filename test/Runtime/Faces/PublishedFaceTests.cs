using System.Security.Cryptography;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Tests.Runtime;

/// <summary>Face networks of others that are known by name; the server that they come from is on this machine.</summary>
public sealed class PublishedFaceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_network_is_downloaded_checked_and_gets_its_contract_and_then_describes()
    {
        var network = File.ReadAllBytes(DescriptorFiles.Small(_folder, "published", dimension: 128));
        using var server = new LoopbackServer(network);
        var hash = Convert.ToHexStringLower(SHA256.HashData(network));
        var row = PublishedFaces.Find("sface")! with { Address = new($"{server.Address}/sface.onnx"), Sha256 = hash };
        var options = new PullOptions { Folder = _folder["weights"], Mirror = null, Offline = false };
        var path = await PublishedFaces.PullAsync(row, options, TestContext.Current.CancellationToken);
        Assert.Equal(_folder["weights/face_recognition_sface_2021dec.onnx"], path);
        Assert.Equal(["GET /sface.onnx"], server.Requests);
        using (var analyzer = FaceAnalyzer.Open(new() { Descriptor = path }))
            Assert.Equal(("sface", "Apache-2.0", "cosine", 0.637), (analyzer.Contract.Descriptor, analyzer.Contract.Licence, analyzer.Contract.Metric,
                analyzer.Contract.Threshold));
        // A contract that was changed stays.
        var changed = File.ReadAllText(Path.ChangeExtension(path, ".json")).Replace("0.637", "0.5");
        File.WriteAllText(Path.ChangeExtension(path, ".json"), changed);
        await PublishedFaces.PullAsync(row, options, TestContext.Current.CancellationToken);
        Assert.Single(server.Requests);
        Assert.Equal(changed, File.ReadAllText(Path.ChangeExtension(path, ".json")));
    }

    [Fact]
    public async Task What_is_not_the_published_file_is_deleted_and_without_a_hash_nothing_is_asked_for()
    {
        using var server = new LoopbackServer(new byte[1000]);
        var options = new PullOptions { Folder = _folder["weights"], Mirror = server.Address, Offline = false };
        foreach (var name in new[] { "sface", "yunet" })
            Assert.Contains($"{PublishedFaces.Find(name)!.Sha256} was expected", (await Assert.ThrowsAsync<GraftException>(() =>
                PublishedFaces.PullAsync(PublishedFaces.Find(name)!, options, TestContext.Current.CancellationToken))).Message);
        Assert.Empty(Directory.GetFiles(_folder["weights"], "*.onnx"));
        Assert.Equal(2, server.Requests.Count);
        Assert.Contains("no hash of glintr100.onnx is known", (await Assert.ThrowsAsync<GraftException>(() =>
            PublishedFaces.PullAsync(PublishedFaces.Find("auraface")!, options, TestContext.Current.CancellationToken))).Message);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void Every_contract_is_one_and_says_the_licence_of_its_row() => Assert.All(PublishedFaces.All, network =>
    {
        Assert.Equal(network.Kind == FaceNetworkKind.Descriptor, network.Contract is not null);
        Assert.Equal(network.Address is null, network.Sha256 is null);
        if (network.Contract is null) return;
        File.WriteAllText(_folder[$"{network.Name}.json"], network.Contract);
        var contract = DescriptorContract.Read(_folder[$"{network.Name}.onnx"]);
        Assert.Equal((network.Name, network.Licence, network.Source), (contract.Name, contract.Licence, contract.Source));
        Assert.Equal("arcface112", contract.Alignment.Name);
    });
}
