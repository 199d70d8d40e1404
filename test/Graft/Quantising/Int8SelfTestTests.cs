using System.Text;
using Graft.Artifacts;
using Graft.Runtime;
using Graft.Tests.Runs;

namespace Graft.Tests;

/// <summary>A file of 8 bits is refused when it is opened and one of its last layers answers otherwise, whatever its hashes say.</summary>
public sealed class Int8SelfTestTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<TaskKind> Kinds => [.. TinyRequests.Kinds];

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Kinds))]
    public void A_damaged_layer_is_noticed_also_where_it_belongs_to_a_head(TaskKind kind)
    {
        var path = Exported(kind);
        var layers = ModelFile.ReadManifest(path).Quantisation!.Tested;
        Assert.Equal(LayersOf(kind), layers.Select(layer => layer.Name));
        foreach (var layer in layers) RequireRefused(path, layer.Name, layer.Name);
        if (kind is TaskKind.Detect or TaskKind.Instances) RequireRefused(path, "roi_heads.box_head.fc6", "roi_heads.box_head.fc7");
    }

    private static string[] LayersOf(TaskKind kind) => kind switch
    {
        TaskKind.Detect => ["rpn.head.conv.0.0", "roi_heads.box_head.fc7"],
        TaskKind.Instances => ["rpn.head.conv.0.0", "roi_heads.box_head.fc7", "roi_heads.mask_head.0.0"],
        TaskKind.Segment => ["decoder.smooth.0.0"],
        TaskKind.Identities => ["layer4.0.conv1"], // the frozen network ends with the next convolution
        _ => ["layer4.0.conv2", "layer4.0.downsample.0"], // both go into the last sum
    };

    private void RequireRefused(string path, string damaged, string noticed)
    {
        var file = _folder[$"{damaged}.onnx"];
        WriteSealed(file, path, manifest => manifest, network => Negate(network, damaged));
        var refusal = Assert.Throws<GraftException>(() => WatchedModel.OpenAny(file));
        Assert.Contains($"The self-test of '{file}' failed: the answer of the layer '{noticed}'", refusal.Message);
        Assert.Equal(1, refusal.ExitCode);
    }

    [Fact]
    public void Other_answers_than_the_stored_ones_are_refused()
    {
        var path = Exported(TaskKind.Classify);
        WriteSealed(_folder["same.onnx"], path, manifest => manifest, _ => { });
        WatchedModel.OpenAny(_folder["same.onnx"]).Dispose();

        WriteSealed(_folder["other.onnx"], path, manifest => manifest with
        {
            Probes = [.. manifest.Probes.Select(probe => probe with { Scores = [.. probe.Scores.Select((value, at) => at % 2 == 0 ? value * 1.4f : value)] })],
        }, _ => { });
        Assert.Contains("allowed", Assert.Throws<GraftException>(() => WatchedModel.OpenAny(_folder["other.onnx"])).Message);

        WriteSealed(_folder["fewer.onnx"], path, manifest => manifest with
        {
            Probes = [.. manifest.Probes.Select(probe => probe with { Scores = [.. probe.Scores.Skip(1)] })],
        }, _ => { });
        Assert.Contains("are expected", Assert.Throws<GraftException>(() => WatchedModel.OpenAny(_folder["fewer.onnx"])).Message);

        WriteSealed(_folder["none.onnx"], path, manifest => manifest with { Probes = [] }, _ => { });
        Assert.Contains("does not test itself", Assert.Throws<GraftException>(() => WatchedModel.OpenAny(_folder["none.onnx"])).Message);
    }

    private string Exported(TaskKind kind)
    {
        var run = TaskTable.Of(kind).Train(TinyRequests.Of(kind, _folder), null, CancellationToken.None).Folder;
        return RunExport.Int8(run.FullPath, _folder["eight.onnx"], new() { MaxDrop = 1, Images = 4 }).Path;
    }

    // The same file with another manifest or other weights, and hash and seal of them.
    private static void WriteSealed(string target, string source, Func<Manifest, Manifest> change, Action<Span<byte>> damage)
    {
        var (manifest, bytes) = ModelFile.Load(source);
        var network = bytes.AsSpan(0, bytes.AsSpan().IndexOf(OnnxModel.Metadata(Manifest.Key, manifest.ToJson())));
        damage(network);
        var file = new MemoryStream();
        var sealing = new HashingStream(file);
        sealing.Write(network);
        sealing.Write(OnnxModel.Metadata(Manifest.Key, (change(manifest) with { ContentHash = sealing.Hash() }).ToJson()));
        file.Write(OnnxModel.Metadata(ModelFile.SealKey, sealing.Hash()));
        File.WriteAllBytes(target, file.ToArray());
    }

    // Of a TensorProto its name comes before its values, which have the field 9.
    private static void Negate(Span<byte> network, string layer)
    {
        const byte values = 9 << 3 | 2;
        var name = Encoding.UTF8.GetBytes($"{layer}.weight.codes");
        var changed = 0;
        for (var at = 0; network[at..].IndexOf(name) is >= 0 and var found; at += found + name.Length)
        {
            var next = at + found + name.Length;
            if (network[next++] != values) continue;
            var (length, shift) = (0, 0);
            do length |= (network[next] & 0x7f) << shift;
            while ((shift += 7) > 0 && network[next++] > 0x7f);
            foreach (ref var code in network.Slice(next, length)) code = (byte)-(sbyte)code;
            changed++;
        }
        Assert.Equal(1, changed); // also where a filter reads the maps of several levels
    }
}
