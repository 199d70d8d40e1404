using System.Text;
using System.Text.Json;
using Graft.Artifacts;

namespace Graft.Tests.Artifacts;

public sealed class ModelFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_manifest_comes_back_as_it_was_written()
    {
        var written = TinyModel.Write(_folder["model.onnx"]);
        var read = ModelFile.ReadManifest(_folder["model.onnx"]);

        Assert.Equal(64, written.ContentHash!.Length);
        Assert.Equal(2, read.Probes.Count);
        Assert.Equal(Text(written), Text(read));
        Assert.Equal(Text(written), Text(ModelFile.Load(_folder["model.onnx"]).Manifest));

        static string Text(Manifest manifest) => JsonSerializer.Serialize(manifest, Json.Compact);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        TinyModel.Write(_folder["one.onnx"]);
        TinyModel.Write(_folder["two.onnx"]);
        Assert.Equal(File.ReadAllBytes(_folder["one.onnx"]), File.ReadAllBytes(_folder["two.onnx"]));
    }

    [Fact]
    public void Metrics_are_added_to_a_file_whose_network_stays_as_it_is()
    {
        var before = TinyModel.Write(_folder["model.onnx"]);
        var bytes = File.ReadAllBytes(_folder["model.onnx"]);
        ModelFile.WriteMetrics(_folder["model.onnx"], new Dictionary<string, double> { ["accuracy"] = 0.5 });
        var after = ModelFile.WriteMetrics(_folder["model.onnx"], new Dictionary<string, double> { ["accuracy"] = 0.75, ["nothing"] = double.NaN });

        Assert.Equal(KeyValuePair.Create("accuracy", 0.75), Assert.Single(ModelFile.ReadManifest(_folder["model.onnx"]).Metrics!));
        Assert.Equal(before.ContentHash, after.ContentHash);
        Assert.Equal(before.Probes.Count, after.Probes.Count);
        var start = bytes.AsSpan().IndexOf("graft.manifest"u8) - 10;
        Assert.True(bytes.AsSpan(0, start).SequenceEqual(File.ReadAllBytes(_folder["model.onnx"]).AsSpan(0, start)));
        bytes[5] ^= 1;
        File.WriteAllBytes(_folder["model.onnx"], bytes);
        Assert.Throws<GraftException>(() => ModelFile.WriteMetrics(_folder["model.onnx"], new Dictionary<string, double>()));
        Assert.Equal(bytes, File.ReadAllBytes(_folder["model.onnx"]));
    }

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
        Assert.Contains("newer Graft (format 2)", Refusal(newer).Message);
    }

    [Fact]
    public void A_manifest_moved_to_another_network_is_refused()
    {
        Assert.Contains("belongs to another model", Refusal(Sealed(_ => TinyModel.Manifest with { ContentHash = new string('0', 64) })).Message);
        Assert.Contains("another preprocessing", Refusal(Sealed(body => TinyModel.Manifest with { ContentHash = body, PreprocessHash = "00" })).Message);
    }

    [Fact]
    public void Names_and_scores_must_be_of_one_number()
    {
        var failure = Assert.Throws<GraftException>(() => ModelFile.Write(_folder["model.onnx"], TinyModel.Graph, TinyModel.Parameters,
            TinyModel.Manifest with { Classes = ["one", "two"] }));
        Assert.Contains("3 classes", failure.Message);
        Assert.False(File.Exists(_folder["model.onnx"]));
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
