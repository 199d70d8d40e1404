using Graft.Artifacts;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests;

/// <summary>The front door of drift: a trained file knows what it was made for, and keeps knowing it.</summary>
public sealed class DriftTests(DriftTests.Trained trained) : IClassFixture<DriftTests.Trained>
{
    [Fact]
    public void A_run_keeps_a_reference_of_its_held_out_images_and_says_its_size()
    {
        var reference = ModelFile.ReadReference(trained.Run.Model)!;
        Assert.Equal(23, reference.Count); // two of the 24 look alike
        Assert.Equal("validation and test images of the run", reference.Source);
        Assert.Equal(2, reference.MeanScores!.Count);
        Assert.Equal(1, reference.MeanScores.Sum(), 1e-3);
        Assert.Contains(trained.Messages, text => text.Contains("kB about 23 held-out images; with 100 or more, smaller changes would be told"));
        Assert.NotNull(ModelFile.ReadManifest(trained.Run.Model).Metrics);
    }

    [Fact]
    public void Images_of_the_same_kind_are_like_it_and_darker_ones_are_not()
    {
        var like = Drift.Run(trained.Run.FullPath, trained.Folder["same"]);
        Assert.True(like.Verdict == DriftVerdict.Like, like.ToString());
        Assert.Equal((30, 23), (like.Images, like.ReferenceImages));
        Assert.Equal(1, like.ClassShares!.Sum(share => share.Estimate), 1e-3);
        Assert.InRange(like.EstimatedAccuracy!.Value, 0, 1);

        var unlike = Drift.Run(new DriftRequest(trained.Run.Model, trained.Folder["dark"]) { FalseAlarms = 0.001 });
        Assert.Equal(DriftVerdict.Unlike, unlike.Verdict);
        Assert.Contains(unlike.Notes, note => note.Where == "estimated accuracy" && note.What.Contains("brightness"));
        Assert.DoesNotContain(like.Notes, note => note.Where == "estimated accuracy");
        Assert.Contains(unlike.Tests, test => test is { Subject: "brightness", IsUnlike: true } && test.Effect.StartsWith("darker"));
        Assert.Equal(unlike.ToString(), Drift.Run(new DriftRequest(trained.Run.Model, trained.Folder["dark"]) { FalseAlarms = 0.001 }).ToString());
    }

    [Fact]
    public void The_reference_stays_when_the_file_is_exported_again()
    {
        var (path, _) = RunExport.Onnx(trained.Run.FullPath, trained.Folder["half.onnx"], Manifest.Half);
        Assert.Equal(ModelFile.ReadReference(trained.Run.Model)!.ToJson(), ModelFile.ReadReference(path)!.ToJson());
    }

    [Fact]
    public void A_folder_is_a_reference_too_and_trained_images_in_it_are_told()
    {
        var result = Drift.Run(new DriftRequest(trained.Run.Model, trained.Folder["dark"]) { Reference = trained.Folder["data"] });
        Assert.Equal(DriftVerdict.Unlike, result.Verdict);
        Assert.Equal(trained.Folder["data"], result.ReferenceSource);
        Assert.Contains(result.Notes, note => note.What.StartsWith("of 44 images 20 were trained on"));
        var trainedOn = Drift.Run(trained.Run.Model, trained.Folder["data"]);
        Assert.Contains(trainedOn.Notes, note => note.What.StartsWith("of 44 images 20 were trained on"));
    }

    [Fact]
    public void What_cannot_be_judged_is_refused_with_what_to_do()
    {
        TinyFile(trained.Folder["old.onnx"]);
        Assert.Contains("--reference (Reference)", Refusal(new DriftRequest(trained.Folder["old.onnx"], trained.Folder["same"])));
        Assert.Contains("--false-alarms (FalseAlarms)", Refusal(new DriftRequest(trained.Run.Model, trained.Folder["same"]) { FalseAlarms = 0.5 }));
        Assert.Contains("There is no image", Refusal(new DriftRequest(trained.Run.Model, trained.Folder["nothing"])));
        Assert.Contains("of its 5 images, 5 can be read",
            Refusal(new DriftRequest(trained.Run.Model, trained.Folder["same"]) { Reference = trained.Folder["few"] }));
        Assert.Equal(DriftVerdict.TooFew, Drift.Run(trained.Run.Model, trained.Folder["few"]).Verdict);
        File.WriteAllText(trained.Folder["broken.png"], "no image");
        File.WriteAllText(trained.Folder["damaged.png"], "no image either");
        var bad = Assert.Throws<ProblemsException>(() => Drift.Run(
            new DriftRequest(trained.Run.Model, trained.Folder["same"], trained.Folder["broken.png"], trained.Folder["damaged.png"])));
        Assert.Equal(["broken.png", "damaged.png"], bad.Problems.Where(problem => !problem.IsWarning).Select(problem => Path.GetFileName(problem.Where)));
        Assert.Contains("--on-bad-image skip", bad.Message);
        var skipped = Drift.Run(new DriftRequest(trained.Run.Model, trained.Folder["same"], trained.Folder["broken.png"]) { OnBadImage = OnBadImage.Skip });
        Assert.Contains(skipped.Notes, note => note.Where.EndsWith("broken.png"));

        static string Refusal(DriftRequest request) => Assert.Throws<GraftException>(() => Drift.Run(request)).Message;
    }

    [Fact]
    public void An_image_of_the_reference_folder_that_cannot_be_read_is_refused_or_left_out()
    {
        var folder = Directory.CreateDirectory(trained.Folder["reference"]).FullName;
        foreach (var image in Directory.EnumerateFiles(trained.Folder["same"])) File.Copy(image, Path.Combine(folder, Path.GetFileName(image)));
        File.WriteAllText(Path.Combine(folder, "broken.png"), "no image");
        var request = new DriftRequest(trained.Run.Model, trained.Folder["dark"]) { Reference = folder };
        Assert.Throws<ProblemsException>(() => Drift.Run(request));
        if (!OperatingSystem.IsWindows()) File.CreateSymbolicLink(Path.Combine(folder, "device.png"), "/dev/tty"); // opening it may wait for ever
        var result = Drift.Run(request with { OnBadImage = OnBadImage.Skip });
        Assert.Equal(DriftVerdict.Unlike, result.Verdict);
        Assert.Contains(result.Notes, note => note.Where.EndsWith("broken.png"));
    }

    [Fact]
    public void Near_copies_count_once_unless_it_is_asked_for_otherwise()
    {
        var folder = Directory.CreateDirectory(trained.Folder["film"]).FullName;
        for (var at = 0; at < 24; at++)
        {
            var image = TinyScenes.Make(9000, 72, 64).Image;
            for (var i = 0; i < 300; i++) image.Pixels[i] = (byte)(image.Pixels[i] ^ at);
            File.WriteAllBytes(Path.Combine(folder, $"{at:00}.png"), ImageEncoder.EncodePng(image));
        }
        File.Copy(Path.Combine(folder, "03.png"), Path.Combine(folder, "03 again.png"));
        var request = new DriftRequest(trained.Run.Model, folder);
        Assert.Equal((25, 1), Counts(request));
        Assert.Contains(Drift.Run(request).Notes, note => note.What.StartsWith("24 of 25 are near-copies"));
        Assert.InRange(Counts(request with { NearDuplicateBits = -1 }).Distinct, 20, 24);
        Assert.Throws<ProblemsException>(() => Drift.Run(request with { NearDuplicateBits = 12 }));

        static (int Images, int Distinct) Counts(DriftRequest request) => Drift.Run(request) is var result ? (result.Images, result.Distinct) : default;
    }

    [Fact]
    public void A_training_hands_its_near_copies_on_to_the_reference()
    {
        var request = new ClassifyRequest(trained.Folder["data"])
        {
            Model = "resnet_tiny",
            Strategy = Strategy.Scratch,
            ImageSize = 64,
            Epochs = 1,
            Project = trained.Folder["runs"],
            Name = "off",
            NearDuplicateBits = -1,
        };
        var reference = ModelFile.ReadReference(Classifier.Train(request).Folder.Model)!;
        Assert.Equal((24, -1), (reference.Count, reference.NearDuplicateBits));
        Assert.Equal(10, ModelFile.ReadReference(trained.Run.Model)!.NearDuplicateBits);
    }

    [Fact]
    public void A_reference_that_another_version_wrote_is_kept_by_an_export_and_not_read()
    {
        var run = trained.Folder["other"];
        Copy(trained.Run.FullPath, run);
        var other = (ModelFile.ReadReference(trained.Run.Model)! with { Format = ReferenceStatistics.CurrentFormat + 1 }).ToJson();
        ModelFile.WriteReference(Path.Combine(run, "model.onnx"), other);
        var (path, _) = RunExport.Onnx(run, trained.Folder["other.onnx"], Manifest.Half);
        Assert.Equal(other, ModelFile.ReadReferenceText(path));
        Assert.Null(ModelFile.ReadReference(path));

        static void Copy(string from, string to)
        {
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }

    private void TinyFile(string path)
    {
        // The network as it is, without what was written behind its manifest.
        var manifest = ModelFile.ReadManifest(trained.Run.Model);
        var graph = Networks.ModelCatalogue.Build(manifest.Model, manifest.Classes.Count);
        ModelFile.Write(path, graph, Networks.ParameterInitialiser.Create(graph, 1), manifest with { Probes = [] });
    }

    /// <summary>A tiny classifier of made-up images, and folders of others.</summary>
    public sealed class Trained : IDisposable, IProgress<RunEvent>
    {
        public Trained()
        {
            for (var i = 0; i < 44; i++) Write($"data/{(i < 20 ? "train" : "val")}/{(i % 2 == 0 ? "even" : "odd")}/{i:00}", i, 1);
            for (var i = 0; i < 30; i++) Write($"same/{i:00}", 500 + i, 1);
            for (var i = 0; i < 30; i++) Write($"dark/{i:00}", 600 + i, 0.4);
            for (var i = 0; i < 5; i++) Write($"few/{i:00}", 700 + i, 1);
            var request = new ClassifyRequest(Folder["data"])
            {
                Model = "resnet_tiny",
                Strategy = Strategy.Scratch,
                ImageSize = 64,
                Epochs = 1,
                Project = Folder["runs"],
            };
            Run = Classifier.Train(request, this).Folder;
        }

        internal TestFolder Folder { get; } = new();

        public RunFolder Run { get; }

        public List<string> Messages { get; } = [];

        public void Report(RunEvent value)
        {
            if (value is RunEvent.Message message) Messages.Add(message.Text);
        }

        public void Dispose() => Folder.Dispose();

        private void Write(string name, int seed, double light)
        {
            var image = TinyScenes.Make((ulong)seed, 72, 64).Image;
            for (var at = 0; at < image.Pixels.Length; at++) image.Pixels[at] = (byte)(image.Pixels[at] * light);
            var path = Folder[$"{name}.png"];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, ImageEncoder.EncodePng(image));
        }
    }
}
