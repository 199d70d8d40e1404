using Graft.Artifacts;
using Graft.Runtime;
using Graft.Tests.Runs;

namespace Graft.Tests;

public sealed class Int8ExportTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<TaskKind> Kinds => [.. TinyRequests.Kinds];

    public void Dispose() => _folder.Dispose();

    // Random weights find nothing, so any loss is by chance; the gate has a test of its own.
    [Theory, MemberData(nameof(Kinds))]
    public void A_run_of_every_task_is_written_in_8_bits(TaskKind kind)
    {
        var run = Trained(kind);
        var result = RunExport.Int8(run.FullPath, null, new() { MaxDrop = 1, Images = 4 });

        Assert.Equal(run["model.int8.onnx"], result.Path);
        var (written, single) = (ModelFile.ReadManifest(result.Path), ModelFile.ReadManifest(run.Model));
        Assert.Equal((Manifest.Int8, 2, single.ContentHash), (written.Precision, written.Format, written.Quantisation!.Source));
        Assert.Equal((single.Seen, single.DataFingerprint), (written.Seen, written.DataFingerprint));
        Assert.Equal(1, single.Format);
        Assert.InRange(written.Quantisation.Images, 1, 4);
        Assert.True(written.Quantisation.Layers > 3);
        Assert.InRange(written.Quantisation.Similarity!.Value, 0.8, 1);
        Assert.NotEmpty(result.Judgements);
        Assert.True(FileContent.LengthOf(result.Path) < FileContent.LengthOf(run.Model));
        Assert.Equal(ModelFile.ReadReferenceText(run.Model) is null, ModelFile.ReadReferenceText(result.Path) is null);
        using var model = WatchedModel.OpenAny(result.Path);
        var image = Directory.EnumerateFiles(RunArguments.Read(run).Data, "*.*", SearchOption.AllDirectories).First(Graft.Data.ImageFiles.IsImage);
        Assert.All(model.Answer(image).Embedding, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_file_that_answers_otherwise_is_refused_when_it_is_opened()
    {
        var run = Trained(TaskKind.Classify);
        var path = RunExport.Int8(run.FullPath, _folder["eight.onnx"], new() { MaxDrop = 1, Images = 4 }).Path;
        var manifest = ModelFile.ReadManifest(path);
        Assert.Empty(Directory.EnumerateFiles(run.FullPath, "*.int8.onnx"));

        // As where sums overflow: the same network, other answers.
        var (_, bytes) = ModelFile.Load(path);
        using var model = WatchedModel.OpenAny(path);
        var other = manifest.Probes[0] with { Scores = [.. manifest.Probes[0].Scores.Select((value, at) => at % 2 == 0 ? value * 1.4f : value)] };
        Assert.Contains("allowed", Assert.Throws<GraftException>(() => QuantisedProbes.Check(other, model.SelfTestAnswer(other.Seed), "The test")).Message);

        bytes[bytes.Length / 3] ^= 1;
        File.WriteAllBytes(_folder["changed.onnx"], bytes);
        Assert.ThrowsAny<GraftException>(() => WatchedModel.OpenAny(_folder["changed.onnx"]));
    }

    [Fact]
    public void Other_images_than_the_runs_are_refused()
    {
        var run = Trained(TaskKind.Classify);
        var data = RunArguments.Read(run).Data;
        var image = Directory.EnumerateFiles(data, "*.*", SearchOption.AllDirectories).First(Graft.Data.ImageFiles.IsImage);
        File.Copy(image, Path.Combine(Path.GetDirectoryName(image)!, "another" + Path.GetExtension(image)));
        Assert.Contains("not those that the run was trained on", Refused(run).Message);

        Directory.Move(data, _folder["elsewhere"]);
        Assert.Contains("is not there", Refused(run).Message);
        Assert.False(File.Exists(run["model.int8.onnx"]));

        var result = RunExport.Int8(run.FullPath, null, new() { Data = _folder["elsewhere"], Images = 3 });
        Assert.Equal(("of a folder", 3), (result.Facts.From, result.Facts.Images));
        Assert.Empty(result.Judgements);
        Assert.Contains(result.Lines(), line => line.Contains("was not measured", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_with_both_files_opens_one_and_says_why()
    {
        var run = Trained(TaskKind.Classify);
        RunExport.Int8(run.FullPath, null, new() { MaxDrop = 1, Images = 4 });
        List<string> said = [];
        var chosen = FasterFile.Of(run.FullPath, said.Add);
        Assert.Contains("times as fast", Assert.Single(said));
        Assert.Equal(chosen, FasterFile.Of(run.FullPath)); // kept, not measured again
        Assert.Equal(run.Model, FasterFile.Of(run.Model, said.Add));
        using (var predictor = Classifier.Open(run.FullPath)) Assert.Equal(ModelFile.ReadManifest(chosen).Precision, predictor.Manifest.Precision);

        // That of another network is not its equal.
        using (var other = File.OpenRead(run.Model))
            AtomicFile.Write(run["model.int8.onnx"], other.CopyTo);
        Assert.Equal(run.Model, FasterFile.Of(run.FullPath, said.Add));
        Assert.Contains("another network", said[^1]);
    }

    private GraftException Refused(RunFolder run) => Assert.Throws<GraftException>(() => RunExport.Int8(run.FullPath, null, new() { Images = 3 }));

    private RunFolder Trained(TaskKind kind)
    {
        var request = TinyRequests.Of(kind, _folder);
        return TaskTable.Of(kind).Train(request, null, CancellationToken.None).Folder;
    }
}
