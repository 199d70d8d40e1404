using Graft.Artifacts;
using Graft.Runtime;
using Graft.Tests.Runs;

namespace Graft.Tests;

/// <summary>Which of a run's files predicts where the folder is named.</summary>
public sealed class FasterFileTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_faster_of_both_is_opened_and_named()
    {
        var (run, quantised) = Written(new() { MaxDrop = 1, Images = 4 });
        Int8Speed.Keep(HashOf(quantised), 2.5);
        Assert.Equal(quantised, FasterFile.Of(run.FullPath, say: _said.Add));
        Assert.Contains($"2.5 times as fast as that of 32 bits on this processor: '{quantised}' predicts", Assert.Single(_said));
        using (var predictor = Classifier.Open(run.FullPath)) Assert.Equal(Manifest.Int8, predictor.Manifest.Precision);
        Assert.Equal(run.Model, FasterFile.Of(run.Model));

        Int8Speed.Keep(HashOf(quantised), 1.01);
        Assert.Equal(run.Model, FasterFile.Of(run.FullPath));
    }

    [Fact]
    public void A_file_whose_loss_was_not_measured_is_not_taken_by_itself()
    {
        var (run, quantised) = Written(new() { Images = 3, Data = Repository.At("samples", "photos", "fish") });
        Int8Speed.Keep(HashOf(quantised), 2.5);
        Assert.Equal(run.Model, FasterFile.Of(run.FullPath, say: _said.Add));
        Assert.Contains("what it costs in accuracy was not measured", Assert.Single(_said));
        using (var predictor = Classifier.Open(run.FullPath)) Assert.Equal(Manifest.Single, predictor.Manifest.Precision);
        using (var predictor = Classifier.Open(quantised)) Assert.Equal(Manifest.Int8, predictor.Manifest.Precision);
    }

    [Fact]
    public void A_reference_that_only_the_other_has_is_not_lost()
    {
        var (run, quantised) = Written(new() { MaxDrop = 1, Images = 4 });
        Int8Speed.Keep(HashOf(quantised), 2.5);
        ModelFile.WriteReference(run.Model, "{}");
        Assert.Equal(run.Model, FasterFile.Of(run.FullPath, say: _said.Add));
        Assert.Contains("no reference", Assert.Single(_said));
        ModelFile.WriteReference(quantised, "{}");
        Assert.Equal(quantised, FasterFile.Of(run.FullPath));
    }

    [Fact]
    public void A_program_that_configures_the_session_gets_32_bits()
    {
        var (run, quantised) = Written(new() { MaxDrop = 1, Images = 4 });
        Int8Speed.Keep(HashOf(quantised), 2.5);
        using (var predictor = Classifier.Open(run.FullPath, new RuntimeOptions { ConfigureSession = _ => { } }))
            Assert.Equal(Manifest.Single, predictor.Manifest.Precision);
        using (var predictor = Classifier.Open(run.FullPath, new RuntimeOptions { Threads = 1 })) Assert.Equal(Manifest.Int8, predictor.Manifest.Precision);
    }

    [Fact]
    public void That_of_another_network_is_not_taken_and_a_changed_one_not_opened()
    {
        var (run, quantised) = Written(new() { MaxDrop = 1, Images = 4 });
        Int8Speed.Keep(HashOf(quantised), 2.5);
        var bytes = File.ReadAllBytes(quantised);
        bytes[bytes.Length / 3] ^= 1;
        File.WriteAllBytes(quantised, bytes);
        Assert.Contains("does not match its own hash", Assert.Throws<GraftException>(() => Classifier.Open(run.FullPath)).Message);

        File.Copy(run.Model, quantised, overwrite: true);
        Assert.Equal(run.Model, FasterFile.Of(run.FullPath, say: _said.Add));
        Assert.Contains("another network", Assert.Single(_said));
        File.WriteAllText(quantised, "no model");
        Assert.Equal(run.Model, FasterFile.Of(run.FullPath));
    }

    [Fact]
    public void A_run_that_takes_the_folder_leaves_no_file_of_another_precision()
    {
        var (run, quantised) = Written(new() { MaxDrop = 1, Images = 4 });
        File.WriteAllText(run["model.fp16.onnx"], "before");
        run.Clear();
        Assert.False(File.Exists(quantised) || File.Exists(run["model.fp16.onnx"]));
    }

    [Fact]
    public void A_disturbed_measurement_is_told()
    {
        var round = 0;
        var (ratio, isSteady) = Int8Speed.Ratio(() => 1, () => 2 + round++ % 3 * 0.5);
        Assert.Equal((2, true), (ratio, isSteady));
        round = 0;
        Assert.False(Int8Speed.Ratio(() => 1, () => round++ % 2 == 0 ? 2 : 3).IsSteady);
    }

    private static string HashOf(string file) => ModelFile.ReadManifest(file).ContentHash!;

    private (RunFolder Run, string Quantised) Written(Int8Options options)
    {
        var run = TaskTable.Of(TaskKind.Classify).Train(TinyRequests.Of(TaskKind.Classify, _folder), null, CancellationToken.None).Folder;
        return (run, RunExport.Int8(run.FullPath, null, options).Path);
    }
}
