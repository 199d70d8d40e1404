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
    public void A_folder_in_place_of_a_file_is_said_to_be_one()
    {
        foreach (var read in new Action<string>[] { path => ModelFile.Load(path), path => ModelFile.ReadManifest(path) })
            Assert.Contains("is a folder", Assert.Throws<GraftException>(() => read(_folder[""])).Message);
    }

    [Fact]
    public void A_reference_travels_in_the_file_and_stays_when_metrics_are_added()
    {
        var manifest = TinyModel.Write(_folder["model.onnx"]);
        Assert.Null(ModelFile.ReadReference(_folder["model.onnx"]));
        var reference = ReferenceStatistics.Of(
        [
            new ImageTraits([0.5f, -2], [0, 1, 2, 3, 4, 5, 6], [new(2, 1)]).Rounded(),
            new ImageTraits([0.1f, 7], [6, 5, 4, 3, 2, 1, 0.3f], [new(0, 3), new(60000, 0.25f)]).Rounded(),
        ], [0.25f, 0.75f, 0], "made up");
        ModelFile.WriteReference(_folder["model.onnx"], reference.ToJson());
        ModelFile.WriteMetrics(_folder["model.onnx"], new Dictionary<string, double> { ["accuracy"] = 0.5 });

        var read = ModelFile.ReadReference(_folder["model.onnx"])!;
        Assert.Equal(reference.ToJson(), read.ToJson());
        var (one, two) = (read.Images()[0], read.Images()[1]);
        Assert.Equal([0.5f, -2], one.Embedding);
        Assert.Equal([(float)(Half)0.1f, 7], two.Embedding);
        Assert.Equal([new(0, 3), new(60000, 0.25f)], two.Labels);
        Assert.Equal((float)(Half)0.3f, two.Values[^1]);
        Assert.Equal(manifest.ContentHash, ModelFile.ReadManifest(_folder["model.onnx"]).ContentHash);

        var bytes = File.ReadAllBytes(_folder["model.onnx"]);
        bytes[bytes.AsSpan().IndexOf("made up"u8)] ^= 1;
        File.WriteAllBytes(_folder["model.onnx"], bytes);
        Assert.Throws<GraftException>(() => ModelFile.ReadReference(_folder["model.onnx"]));
    }

    [Fact]
    public void A_reference_that_is_cut_short_or_newer_is_no_reference()
    {
        TinyModel.Write(_folder["model.onnx"]);
        var reference = ReferenceStatistics.Of([new ImageTraits([1], [0, 1, 2, 3, 4, 5, 6], [new(2, 1)])], null, "made up");
        ModelFile.WriteReference(_folder["model.onnx"], (reference with { Count = 2 }).ToJson());
        Assert.Contains("reference", Assert.Throws<GraftException>(() => ModelFile.ReadReference(_folder["model.onnx"])).Message);
        ModelFile.WriteReference(_folder["model.onnx"], (reference with { Labels = [9, 0] }).ToJson());
        Assert.Throws<GraftException>(() => ModelFile.ReadReference(_folder["model.onnx"]));
        ModelFile.WriteReference(_folder["model.onnx"], (reference with { Format = ReferenceStatistics.CurrentFormat + 1 }).ToJson());
        Assert.Null(ModelFile.ReadReference(_folder["model.onnx"]));
    }

    [Fact]
    public void A_full_reference_is_below_200_kB()
    {
        var random = new SeededRandom(1);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.Normal())];
        var images = Enumerable.Range(0, ReferenceStatistics.MaxImages)
            .Select(at => new ImageTraits(Numbers(ReferenceStatistics.MaxDimensions), Numbers(7), [new(at, 1), new(at + 1, 2), new(at + 2, 1)])).ToList();
        Assert.InRange(ReferenceStatistics.Of(images, Numbers(1000), "validation and test images of the run").ToJson().Length, 90_000, 200_000);
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
