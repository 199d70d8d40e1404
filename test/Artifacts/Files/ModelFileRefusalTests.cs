using System.Text;
using System.Text.Json;
using Graft.Artifacts;

namespace Graft.Tests.Artifacts;

/// <summary>Files that are damaged, of another kind or of another version.</summary>
public sealed class ModelFileRefusalTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_flipped_bit_anywhere_is_refused_by_name()
    {
        TinyModel.Write(_folder["model.onnx"]);
        var whole = File.ReadAllBytes(_folder["model.onnx"]);
        // the densest look is at both ends, where lengths, manifest and seal are
        var places = Enumerable.Range(0, 200).Concat(Enumerable.Range(0, 60).Select(i => i * (whole.Length / 60)))
            .Concat(Enumerable.Range(whole.Length - 400, 400));
        foreach (var place in places)
        {
            var damaged = (byte[])whole.Clone();
            damaged[place] ^= (byte)(1 << place % 8);
            Assert.Contains("damaged.onnx", Refusal(damaged, "damaged.onnx").Message);
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        TinyModel.Write(_folder["model.onnx"]);
        var whole = File.ReadAllBytes(_folder["model.onnx"]);
        Assert.Contains("is cut off", Refusal(whole[..(whole.Length / 2)]).Message);
        Assert.Contains("is cut off", Refusal(whole[..^1]).Message);
        Assert.Contains("empty", Refusal([]).Message);
        for (var length = 1; length < whole.Length; length += Math.Max(1, whole.Length / 100)) Refusal(whole[..length]);
        for (var length = whole.Length - 200; length < whole.Length; length++) Refusal(whole[..length]);
    }

    [Fact]
    public void Something_appended_is_refused()
    {
        TinyModel.Write(_folder["model.onnx"]);
        byte[] longer = [.. File.ReadAllBytes(_folder["model.onnx"]), .. OnnxModel.Metadata("note", "added later")];
        Assert.Contains("does not match its own hash", Refusal(longer).Message);
    }

    [Fact]
    public void A_foreign_onnx_file_has_no_manifest()
    {
        var foreign = OnnxWriter.ToBytes(TinyModel.Graph, TinyModel.Parameters, new() { Preprocess = TinyModel.Contract });
        Assert.Contains("has no Graft manifest", Refusal(foreign).Message);
    }

    [Theory]
    [InlineData("a text file that says nothing of networks")]
    [InlineData("{ \"json\": true }")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("\u0008")]
    public void A_file_of_another_kind_is_not_onnx(string content)
    {
        var message = Refusal(Encoding.UTF8.GetBytes(content)).Message;
        Assert.True(message.Contains("is not an ONNX file") || message.Contains("is cut off"), message);
    }

    [Fact]
    public void An_image_is_not_onnx() =>
        Assert.Contains("is not an ONNX file", Refusal(File.ReadAllBytes(Repository.At("samples", "photos", "fish", "fish1.jpg"))).Message);

    [Fact]
    public void A_missing_file_and_a_folder_are_refused_by_name()
    {
        Assert.Contains("nowhere.onnx", Assert.Throws<GraftException>(() => ModelFile.ReadManifest(_folder["nowhere.onnx"])).Message);
        Assert.Contains(_folder.Root, Assert.Throws<GraftException>(() => ModelFile.Load(_folder.Root)).Message);
    }

    [Fact]
    public void A_newer_format_asks_for_a_newer_program()
    {
        var newer = Sealed(body => TinyModel.Manifest with { Format = Manifest.CurrentFormat + 1, ContentHash = body });
        Assert.Contains($"newer Graft (format {Manifest.CurrentFormat + 1})", Refusal(newer).Message);
    }

    [Fact]
    public void A_manifest_moved_to_another_network_is_refused()
    {
        Assert.Contains("belongs to another model", Refusal(Sealed(_ => TinyModel.Manifest with { ContentHash = new string('0', 64) })).Message);
        Assert.Contains("another preprocessing", Refusal(Sealed(body => TinyModel.Manifest with { ContentHash = body, PreprocessHash = "00" })).Message);
    }

    private static byte[] Sealed(Func<string, Manifest> manifest)
    {
        var stream = new MemoryStream();
        var sealing = new HashingStream(stream);
        OnnxWriter.Write(sealing, TinyModel.Graph, TinyModel.Parameters, new() { Preprocess = TinyModel.Contract, Outputs = OnnxOutputs.Classification });
        sealing.Write(OnnxModel.Metadata(Manifest.Key, JsonSerializer.Serialize(manifest(sealing.Hash()), Json.Compact)));
        stream.Write(OnnxModel.Metadata(ModelFile.SealKey, sealing.Hash()));
        return stream.ToArray();
    }

    private GraftException Refusal(byte[] content, string name = "bad.onnx")
    {
        File.WriteAllBytes(_folder[name], content);
        return Assert.Throws<GraftException>(() => ModelFile.ReadManifest(_folder[name]));
    }
}
