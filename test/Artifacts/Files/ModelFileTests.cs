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
    public void Names_and_scores_must_be_of_one_number()
    {
        var failure = Assert.Throws<GraftException>(() => ModelFile.Write(_folder["model.onnx"], TinyModel.Graph, TinyModel.Parameters,
            TinyModel.Manifest with { Classes = ["one", "two"] }));
        Assert.Contains("3 classes", failure.Message);
        Assert.False(File.Exists(_folder["model.onnx"]));
    }
}
