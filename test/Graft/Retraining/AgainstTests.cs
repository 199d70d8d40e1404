using System.Net;
using System.Text.Json.Nodes;
using Graft.Imaging;
using Graft.Tests.Runs;

namespace Graft.Tests.Retraining;

/// <summary>A new file beside the one that it is to replace.</summary>
public sealed class AgainstTests(AgainstTests.Trained trained) : IClassFixture<AgainstTests.Trained>
{
    [Fact]
    public void A_file_that_is_worse_beyond_chance_is_said_to_be_and_the_run_is_kept()
    {
        var result = Classifier.Train(trained.Untaught("worse") with { Against = trained.Good.Folder.FullPath });
        var comparison = result.Compared!;
        Assert.True(comparison.Verdict == ComparisonVerdict.Worse, comparison.Summary);
        Assert.Equal(("test", 24, 0, "accuracy"), (comparison.Split, comparison.Images, comparison.LeftOut, comparison.Metric));
        Assert.Equal(0.5, comparison.New!.Value, 0.3);
        Assert.True(comparison is { P: < 0.05, Difference.High: < 0 } && comparison.OnlyOld > comparison.OnlyNew);
        Assert.Equal((false, "accuracy", comparison.New - comparison.Old), (result.IsBetter, result.Difference!.Key, result.Difference.Value));
        Assert.StartsWith(comparison.Summary, result.Comparison);
        Assert.True(File.Exists(result.ModelPath) && File.Exists(result.Folder["weights/best.safetensors"]));
        Assert.Contains(comparison.Summary, WebUtility.HtmlDecode(File.ReadAllText(result.ReportPath)));
        var facts = JsonNode.Parse(File.ReadAllText(result.Folder["metrics.json"]))!["against"]!;
        Assert.Equal(("worse", comparison.P), (facts["verdict"]!.GetValue<string>(), facts["p"]!.GetValue<double>()));
    }

    [Fact]
    public void A_file_that_is_better_and_one_that_is_the_same_are_said_to_be()
    {
        var better = trained.Train(trained.Taught("better") with { Against = trained.Bad.ModelPath });
        Assert.True(better.Compared!.Verdict == ComparisonVerdict.Better, better.Compared.Summary);
        Assert.True(better.IsBetter);
        Assert.Null(trained.Good.Comparison);
        Assert.Contains(trained.Messages, text => text.StartsWith($"the new file will be compared with '{trained.Bad.ModelPath}' on 24 test images"));
        var same = Classifier.Train(trained.Untaught("same") with { Against = trained.Bad.ModelPath }).Compared!;
        Assert.Equal((ComparisonVerdict.NoDifference, 1.0, same.New), (same.Verdict, same.P!.Value, same.Old));
    }

    [Fact]
    public void Images_that_the_other_file_was_trained_on_are_left_out_and_validation_images_chose_the_epoch()
    {
        // The test images of the others are validation images here, and a few of them were learned by the other file.
        var data = trained.Write("later", [.. Trained.Split("train", 300, 12), .. Trained.Split("val", 200, 24), .. Trained.Split("val", 0, 4)]);
        var result = Classifier.Train(trained.Untaught("left") with { Data = data, Against = trained.Good.ModelPath });
        Assert.Equal(("validation", 24, 4), (result.Compared!.Split, result.Compared.Images, result.Compared.LeftOut));
        Assert.Equal(trained.Good.Test!.Accuracy, result.Compared.Old); // 24 of the images are its test images
        Assert.Contains("4 images were left out: one of the networks was trained on them", result.Compared.Notes);
        Assert.Contains(result.Compared.Notes, note => note.StartsWith("there is no test split, and the validation images chose the epoch"));

        var known = trained.Write("known", [.. Trained.Split("train", 300, 12), .. Trained.Split("val", 0, 8)]);
        var nothing = Classifier.Train(trained.Untaught("nothing") with { Data = known, Against = trained.Good.ModelPath }).Compared!;
        Assert.Equal((ComparisonVerdict.TooFew, 0, null), (nothing.Verdict, nothing.Images, nothing.New));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_before_anything_is_written()
    {
        var before = Directory.GetDirectories(trained.Folder["runs"]);
        var request = trained.Untaught("refused");
        Assert.Contains("There is no model file or run", Refusal(request with { Against = "nowhere" }));
        var own = trained.Untaught("good") with { ExistOk = true, Against = trained.Good.ModelPath };
        Assert.Contains("The run would write over", Refusal(own));
        foreach (var link in Links("links")) Assert.Contains("The run would write over", Refusal(own with { Against = link }));
        Assert.True(File.Exists(trained.Good.ModelPath));
        var other = trained.Write("other", [.. Trained.Split("train", 300, 12), .. Trained.Split("val", 200, 8)], "cold", "warm");
        Assert.Contains("Expected those of", Refusal(request with { Data = other, Against = trained.Good.ModelPath }));
        Assert.Contains("cold, warm", Refusal(request with { Data = other, Against = trained.Good.ModelPath }));
        var scenes = (SegmentRequest)TinyRequests.Of(TaskKind.Segment, trained.Folder) with { Name = "refused", Against = trained.Good.ModelPath };
        Assert.Contains("is a model of the task 'classify'", Assert.Throws<GraftException>(() => Segmenter.Train(scenes)).Message);
        Assert.Equal(before, Directory.GetDirectories(trained.Folder["runs"]));

        static string Refusal(ClassifyRequest request) => Assert.Throws<GraftException>(() => Classifier.Train(request)).Message;
    }

    [Fact]
    public void What_can_be_refused_without_an_image_is_refused_before_one_is_looked_at()
    {
        var (request, heard) = (trained.Untaught("early"), new Heard());
        var scenes = (SegmentRequest)TinyRequests.Of(TaskKind.Segment, trained.Folder) with { Name = "early", Against = trained.Good.ModelPath };
        Assert.Throws<GraftException>(() => Classifier.Train(request with { Against = "nowhere" }, heard));
        Assert.Throws<GraftException>(() => Classifier.Train(trained.Untaught("good") with { ExistOk = true, Against = trained.Good.ModelPath }, heard));
        Assert.Throws<GraftException>(() => Segmenter.Train(scenes, heard));
        Assert.Contains("'no more'", Assert.Throws<GraftException>(() => Classifier.Train(request with { Add = "no more" }, heard)).Message);
        Assert.Empty(heard.Events);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_training_that_is_done_keeps_its_report_where_the_other_file_is_lost(bool isReplaced)
    {
        var (name, old) = (isReplaced ? "replaced" : "gone", trained.Folder[isReplaced ? "replaced.onnx" : "gone.onnx"]);
        File.Copy(trained.Good.ModelPath, old);
        var heard = new Heard(() =>
        {
            File.Delete(old);
            if (isReplaced) File.Copy(trained.Bad.ModelPath, old);
        });
        var result = Classifier.Train(trained.Untaught(name) with { Against = old }, heard);
        var comparison = result.Compared!;
        Assert.Equal((ComparisonVerdict.NotCompared, null, null), (comparison.Verdict, comparison.New, result.IsBetter));
        Assert.StartsWith($"The new file was not compared with '{old}': ", comparison.Summary);
        if (isReplaced) Assert.Contains("was replaced during the training", comparison.Summary);
        Assert.Contains(heard.Events.OfType<RunEvent.Message>(), message => message.IsWarning && message.Text == comparison.Summary);
        Assert.Contains(comparison.Summary, WebUtility.HtmlDecode(File.ReadAllText(result.ReportPath)));
        var facts = JsonNode.Parse(File.ReadAllText(result.Folder["metrics.json"]))!["against"]!;
        Assert.Equal(("notCompared", comparison.Failure), (facts["verdict"]!.GetValue<string>(), facts["failure"]!.GetValue<string>()));
    }

    [Fact]
    public void A_network_without_epochs_is_not_said_to_have_chosen_one()
    {
        var data = trained.Write("probed", [.. Trained.Split("train", 300, 12), .. Trained.Split("val", 200, 24)]);
        var request = new ClassifyRequest(data)
        {
            Model = "resnet_tiny",
            ImageSize = 64,
            Strategy = Strategy.Probe,
            Weights = trained.Good.Folder["weights/best.safetensors"],
            Project = trained.Folder["runs"],
            Name = "probe",
            Against = trained.Good.ModelPath,
        };
        var comparison = Classifier.Train(request).Compared!;
        Assert.Equal(("validation", 24), (comparison.Split, comparison.Images));
        Assert.DoesNotContain(comparison.Notes, note => note.Contains("epoch"));
    }

    [Fact]
    public void A_resumed_run_compares_too_and_may_be_compared_with_another_file()
    {
        using var stop = new CancellationTokenSource();
        var request = trained.Untaught("parts") with { Epochs = 2, Against = trained.Good.ModelPath };
        Assert.Throws<OperationCanceledException>(() => Classifier.Train(request, new AfterEpoch(stop), stop.Token));
        Assert.Equal(trained.Good.ModelPath, JsonNode.Parse(File.ReadAllText(trained.Folder["runs/parts/args.json"]))!["against"]!.GetValue<string>());
        var resumed = Classifier.Resume(trained.Folder["runs/parts"], same => same with { Against = trained.Bad.ModelPath, KeepState = true });
        Assert.Equal(trained.Bad.ModelPath, resumed.Compared!.Model);
        foreach (var link in Links("resumed", "parts"))
            Assert.Contains("The run would write over", Assert.Throws<GraftException>(
                () => Classifier.Resume(trained.Folder["runs/parts"], same => same with { Epochs = 3, Against = link })).Message);
        Assert.Equal(trained.Bad.ModelPath, Classifier.Resume(trained.Folder["runs/parts"], same => same with { Epochs = 3 }).Compared!.Model);
    }

    [Theory, InlineData(TaskKind.Detect), InlineData(TaskKind.Instances), InlineData(TaskKind.Segment)]
    public void Every_other_task_compares_its_main_metric(TaskKind kind)
    {
        using var folder = new TestFolder();
        var data = TinyRequests.Write(kind, folder, "data",
            Enumerable.Range(0, 20).Select(at => (at < 8 ? "train" : "val", at, at % 2)), seed => TinyScenes.Make(seed, 72, 64).Image);
        var (row, request) = (TaskTable.Of(kind), TinyRequests.Of(kind, folder) with { Data = data, Seed = 5 });
        var first = row.Train(request with { Name = "first" }, null, default);
        var second = row.Train(request with { Name = "second", Against = first.Folder.FullPath }, null, default);
        var comparison = second.Comparison!;
        Assert.True(comparison.Verdict == ComparisonVerdict.NoDifference, comparison.Summary);
        Assert.Equal((12, comparison.Old), (comparison.Images, comparison.New));
        // Twelve images on which both answer alike exclude no difference that one image in four may show.
        var half = 1 - Math.Pow(0.025, 1 / 12.0);
        Assert.Equal((-half, half), (comparison.Difference!.Low, comparison.Difference.High));
        Assert.Null(comparison.P);
        Assert.Equal(second.Report.Splits[0].Report.Metrics[0].Value, comparison.New);
        Assert.Equal(second.Report.Splits[0].Report.Metrics[0].Name, comparison.Metric);
        Assert.Contains(comparison.Summary, WebUtility.HtmlDecode(File.ReadAllText(second.Folder.Report)));
    }

    // A link to the file of a run, to its folder, and to a folder above it.
    private string[] Links(string name, string run = "good")
    {
        var (folder, place) = (trained.Folder[$"runs/{run}"], Directory.CreateDirectory(trained.Folder[name]).FullName);
        string At(string link) => Path.Combine(place, link);
        File.CreateSymbolicLink(At("file.onnx"), Path.Combine(folder, "model.onnx"));
        Directory.CreateSymbolicLink(At("run"), folder);
        Directory.CreateSymbolicLink(At("all"), trained.Folder["runs"]);
        File.CreateSymbolicLink(At("twice.onnx"), Path.Combine("all", run, "model.onnx"));
        return [At("file.onnx"), At("run"), At($"all/{run}/model.onnx"), At("twice.onnx")];
    }

    private sealed class Heard(Action? afterEpoch = null) : IProgress<RunEvent>
    {
        public List<RunEvent> Events { get; } = [];

        public void Report(RunEvent value)
        {
            Events.Add(value);
            if (value is RunEvent.Epoch) afterEpoch?.Invoke();
        }
    }

    [Fact]
    public void Counts_are_of_what_p_is_of_where_images_are_copies()
    {
        using var folder = new TestFolder();
        // Three pairs of the same images.
        var request = (ClassifyRequest)TinyRequests.Of(TaskKind.Classify, folder) with { Data = TinyRequests.WithCopies(TaskKind.Classify, folder), Seed = 5 };
        var first = Classifier.Train(request with { Name = "first" });
        var comparison = Classifier.Train(request with { Name = "second", Against = first.ModelPath }).Compared!;
        Assert.Equal((6, 3, 0, 0), (comparison.Images, comparison.Different, comparison.OnlyNew, comparison.OnlyOld));
        var other = comparison with { OnlyNew = 2 };
        Assert.Contains("with copies counted as one, of 3 images 2 right only by the new file and 0 only by the other, McNemar's exact p of these ",
            other.Summary);
    }

    private sealed class AfterEpoch(CancellationTokenSource stop) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Epoch) stop.Cancel();
        }
    }

    /// <summary>A classifier that has learned to tell red from blue, and one that has not.</summary>
    public sealed class Trained : IDisposable, IProgress<RunEvent>
    {
        private readonly string _data;

        public Trained()
        {
            _data = Write("data", [.. Split("train", 0, 24), .. Split("val", 100, 8), .. Split("test", 200, 24)]);
            Good = Classifier.Train(Taught("good"));
            Bad = Classifier.Train(Untaught("bad"));
            Assert.True(Good.Test!.Accuracy > 0.9, Good.Test.ToString());
        }

        internal TestFolder Folder { get; } = new();

        public TrainResult<Graft.Tasks.ClassificationReport> Good { get; }

        public TrainResult<Graft.Tasks.ClassificationReport> Bad { get; }

        public List<string> Messages { get; } = [];

        public ClassifyRequest Taught(string name) => new(_data)
        {
            Model = "resnet_tiny",
            Strategy = Strategy.Scratch,
            ImageSize = 64,
            Epochs = 8,
            Batch = 8,
            Augmentation = Graft.Data.AugmentationOptions.None,
            Project = Folder["runs"],
            Name = name,
        };

        public ClassifyRequest Untaught(string name) => Taught(name) with { Epochs = 1, LearningRate = 1e-8 };

        public TrainResult<Graft.Tasks.ClassificationReport> Train(ClassifyRequest request) => Classifier.Train(request, this);

        internal static IEnumerable<(string Split, int Seed)> Split(string name, int first, int count) =>
            Enumerable.Range(first, count).Select(seed => (name, seed));

        internal string Write(string folder, IEnumerable<(string Split, int Seed)> images, string blue = "blue", string red = "red")
        {
            foreach (var (split, seed) in images)
            {
                var image = TinyScenes.Make((ulong)seed, 72, 64).Image;
                for (var at = 0; at < image.Pixels.Length; at++)
                    if (at % 3 != (seed % 2 == 0 ? 2 : 0)) image.Pixels[at] /= 4;
                var path = Folder[$"{folder}/{split}/{(seed % 2 == 0 ? blue : red)}/{seed:000}.png"];
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, ImageEncoder.EncodePng(image));
            }
            return Folder[folder];
        }

        public void Report(RunEvent value)
        {
            if (value is RunEvent.Message message) Messages.Add(message.Text);
        }

        public void Dispose() => Folder.Dispose();
    }
}
