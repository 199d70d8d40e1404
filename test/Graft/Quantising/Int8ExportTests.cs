using Graft.Artifacts;
using Graft.Reports;
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
        File.Delete(_folder["tiny.safetensors"]); // what a run began with is not needed any more
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
        RequireSameDifference(run, result);
        Assert.True(FileContent.LengthOf(result.Path) < FileContent.LengthOf(run.Model));
        Assert.Equal(ModelFile.ReadReferenceText(run.Model) is null, ModelFile.ReadReferenceText(result.Path) is null);
        var (own, other) = (ModelFile.ReadAbstention(result.Path), ModelFile.ReadAbstention(run.Model));
        Assert.Equal((kind != TaskKind.Classify, other?.Labels.Length, null), (own is null, own?.Labels.Length, own?.AnsweredBy)); // its own answers
        using var model = WatchedModel.OpenAny(result.Path);
        var image = Directory.EnumerateFiles(RunArguments.Read(run).Data, "*.*", SearchOption.AllDirectories).First(Graft.Data.ImageFiles.IsImage);
        Assert.All(model.Answer(image).Embedding, value => Assert.True(float.IsFinite(value)));
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

    // The head stays in 32 bits; what it reads is rounded to 8.
    [Fact]
    public void What_an_answer_of_8_bits_rests_on_adds_up_to_it_as_that_of_32_does()
    {
        var run = Trained(TaskKind.Classify);
        var images = Directory.EnumerateFiles(RunArguments.Read(run).Data, "*.*", SearchOption.AllDirectories)
            .Where(Graft.Data.ImageFiles.IsImage).Take(6).ToList();
        foreach (var (file, tolerance) in new[] { (run.Model, 1e-4), (RunExport.Int8(run.FullPath, null, new() { MaxDrop = 1, Images = 4 }).Path, 0.02) })
        {
            using var predictor = ClassificationPredictor.Open(file);
            var differences = images.Select(image =>
            {
                var (map, prediction) = (predictor.Explain(image, predictor.Manifest.Classes[0])[0], predictor.Predict(image));
                Assert.True(map.IsExact);
                Assert.Equal(prediction.Scores[0], map.Score, 1e-5);
                var logits = prediction.Scores.Select(score => Math.Log(score) * predictor.Manifest.Temperature).ToList();
                return logits[0] - logits.Average() - map.Values.Sum(); // the bias of the head, whatever the image
            }).ToList();
            Assert.InRange(differences.Max() - differences.Min(), 0, tolerance);
        }
    }

    // The file of 32 bits is measured once; opened again it gives the same difference.
    private static void RequireSameDifference(RunFolder run, Int8Result result)
    {
        var request = RunArguments.Read(run);
        var task = TaskTable.Of(request.Task).Run(request);
        var data = task.Read(null, CancellationToken.None);
        var measuring = new Measuring(ReportSplits.Validation, request.Seed) { Examination = data.Examination, ShowsImages = false };
        var (quantised, single) = (task.Measure(result.Path, measuring)[0], task.Measure(run.Model, measuring)[0]);
        Assert.Empty(quantised.Images);
        var less = quantised.Less(single);
        Assert.Equal(result.Judgements[0].Answer, less);
        Assert.Equal((quantised.Report.Metrics[0].Value, single.Report.Metrics[0].Value), (less.First, less.Second));
        if (request.Task != TaskKind.Identities)
            Assert.Equal(quantised.Less(run.Model, [.. Enumerable.Range(0, quantised.Report.ImageCount)]), less);
    }

    private GraftException Refused(RunFolder run) => Assert.Throws<GraftException>(() => RunExport.Int8(run.FullPath, null, new() { Images = 3 }));

    [Fact]
    public void Images_that_cannot_be_read_are_all_named()
    {
        var run = Trained(TaskKind.Classify);
        Directory.CreateDirectory(_folder["new"]);
        foreach (var (at, photo) in Directory.EnumerateFiles(Repository.At("samples", "photos", "tool"), "*.jpg").Take(4).Index())
            File.Copy(photo, _folder[$"new/good{at}.jpg"]);
        foreach (var at in Enumerable.Range(0, 4)) File.WriteAllText(_folder[$"new/bad{at}.jpg"], $"no image {at}");
        var refusal = Assert.Throws<ProblemsException>(() => RunExport.Int8(run.FullPath, null, new() { Data = _folder["new"] }));
        Assert.Equal(["bad0.jpg", "bad1.jpg", "bad2.jpg", "bad3.jpg"], refusal.Problems.Select(problem => Path.GetFileName(problem.Where)).Order());
        Assert.False(File.Exists(run["model.int8.onnx"]));
    }

    private RunFolder Trained(TaskKind kind)
    {
        var request = TinyRequests.Of(kind, _folder);
        return TaskTable.Of(kind).Train(request, null, CancellationToken.None).Folder;
    }
}
