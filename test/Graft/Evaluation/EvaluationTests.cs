using Graft.Runtime;
using Graft.Tasks;

namespace Graft.Tests;

/// <summary>One tiny classifier, measured in every way.</summary>
public sealed class EvaluationTests(TrainedClassifier trained) : IClassFixture<TrainedClassifier>
{
    [Fact]
    public void A_run_folder_and_its_model_file_give_the_metrics_of_the_training()
    {
        var ofFolder = Evaluation.Run(trained.Run.FullPath, trained.Data);
        var ofFile = Evaluation.Run(trained.Run.Model, trained.Data);
        Assert.Equal(trained.Test.Metrics.Select(metric => (metric.Key, metric.Value)), ofFolder.Metrics.Select(metric => (metric.Key, metric.Value)));
        Assert.Equal(ofFolder.Metrics, ofFile.Metrics);
        Assert.Equal(trained.Run.Model, ofFolder.ModelPath);
        Assert.IsType<ClassificationReport>(ofFile.Report);
        Assert.Equal("classify", ofFile.Manifest.Task);
        Assert.Null(ofFile.ReportPath);
    }

    [Fact]
    public void The_manifest_holds_the_metrics_that_were_measured_on_the_file()
    {
        var metrics = Evaluation.Run(trained.Run.Model, trained.Data).Manifest.Metrics!;
        Assert.All(trained.Test.Metrics.Where(metric => metric.Value is not null), metric => Assert.Equal(metric.Value, metrics[$"test_{metric.Key}"]));
        Assert.Contains("accuracy", metrics.Keys);
    }

    [Fact]
    public void The_text_of_a_result_is_a_plain_table_of_all_metrics()
    {
        var result = Evaluation.Run(trained.Run.Model, trained.Data);
        var lines = result.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("test: 4 images, 2 classes", lines[0]);
        Assert.Equal(result.Metrics.Count + 1, lines.Length);
        Assert.All(result.Metrics.Zip(lines.Skip(1)), pair => Assert.Contains(pair.First.ValueText(), pair.Second));
        Assert.All(lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void The_split_is_the_one_that_was_asked_for()
    {
        var result = Evaluation.Run(new EvaluationRequest(trained.Run.Model, trained.Data) { Split = "val" });
        Assert.Equal("validation", result.Split.Split);
        Assert.Contains("no image to measure on in its split 'train'", Assert.Throws<GraftException>(() =>
            Evaluation.Run(new EvaluationRequest(trained.Run.Model, Path.Combine(trained.Data, "test")) { Split = "train" })).What);
    }

    [Fact]
    public void Everything_a_reader_wants_is_in_the_output_folder()
    {
        using var folder = new TestFolder();
        var result = Evaluation.Run(new EvaluationRequest(trained.Run.Model, trained.Data) { OutputFolder = folder["new/val"] });
        Assert.Equal(folder["new/val/report.html"], result.ReportPath);
        var files = Directory.GetFiles(folder["new/val"]).Select(Path.GetFileName).Order();
        Assert.Equal(["confusion_matrix.png", "metrics.json", "predictions.csv", "report.html"], files);
        var html = File.ReadAllText(result.ReportPath!);
        var images = Directory.GetFiles(Path.Combine(trained.Data, "test"), "*.png", SearchOption.AllDirectories);
        Assert.All(images, file => Assert.Contains(Path.GetFileName(file), html));
        foreach (var fact in new[] { "Their licence", "Machine", "Its SHA-256", "Made by" }) Assert.Contains($"<dt>{fact}</dt>", html);
        Assert.DoesNotContain("chosen\">", html);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused_before_the_work()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["file"], "");
        foreach (var place in new[] { "file", "file/below" })
        {
            // The data is not even looked for.
            var request = new EvaluationRequest(trained.Run.Model, "nowhere") { OutputFolder = folder[place] };
            Assert.Contains(place, Assert.Throws<GraftException>(() => Evaluation.Run(request)).What);
        }
        Assert.Equal([folder["file"]], Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void A_split_without_images_is_said_to_be_that_for_every_task()
    {
        var request = new EvaluationRequest(trained.Run.Model, Repository.At("samples", "scenes")) { Split = "test" };
        foreach (var examine in new Action[]
                 {
                     () => DetectorEvaluation.Examine(request, ["cup"], hasMasks: false, default),
                     () => SegmenterEvaluation.Examine(request, ["background", "cup"], default),
                 })
            Assert.Contains("no image to measure on in its split 'test'", Assert.Throws<GraftException>(examine).Message);
    }

    [Fact]
    public void Options_of_another_task_are_refused_all_at_once()
    {
        var request = new EvaluationRequest(trained.Run.Model, trained.Data) { Tiling = new TilingOptions(), Batch = 0 };
        var problems = Assert.Throws<ProblemsException>(() => Evaluation.Run(request)).Problems;
        Assert.Equal(["Batch", "Tiling"], problems.Select(problem => problem.Where).Order());
    }

    [Fact]
    public void A_folder_that_is_no_run_is_refused()
    {
        using var folder = new TestFolder();
        Assert.Contains("has no model.onnx", Assert.Throws<GraftException>(() => Evaluation.Run(folder.Root, trained.Data)).What);
        File.WriteAllText(folder["args.json"], "{}");
        Assert.Contains("has not finished", Assert.Throws<GraftException>(() => Evaluation.Run(folder.Root, trained.Data)).What);
    }
}
