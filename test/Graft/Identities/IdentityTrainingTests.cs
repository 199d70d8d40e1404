using System.Text.Json;
using Graft.Artifacts;
using Graft.Runtime;

namespace Graft.Tests.Identities;

public sealed class IdentityTrainingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_beats_the_frozen_network_on_unseen_identities_is_kept_and_measured_as_it_is_served()
    {
        var result = Identifier.Train(TinyIdentities.Request(_folder, identities: 80) with { Epochs = 20, TestShare = 0.4 });

        var comparison = result.Test!.AgainstFrozen!;
        Assert.True(comparison.Pays, string.Join("; ", comparison.Rows));
        Assert.Equal(comparison.Rows[0].Trained, result.Test["rank1"].Value!.Value, 1e-9);
        Assert.True(result.ParityDifference < 1e-4);
        Assert.Contains(result.Report.Facts, fact => fact.Lines.Any(line => line.Contains("Training paid")));

        // The file describes; it names nobody.
        var manifest = ModelFile.ReadManifest(result.ModelPath);
        Assert.Equal(("identities", 0), (manifest.Task, manifest.Classes.Count));
        using var predictor = Identifier.Open(result.Folder.FullPath);
        Assert.Equal(16, predictor.Dimension);
        var (one, same, other) = (predictor.Predict(_folder["things/thing00/0.png"]), predictor.Predict(_folder["things/thing00/1.png"]),
            predictor.Predict(_folder["things/thing01/0.png"]));
        Assert.Equal(1, one.Descriptor.Sum(value => (double)value * value), 1e-5);
        Assert.True(one.DistanceFrom(same) < one.DistanceFrom(other));

        // Identities of the training are known to the file, others are not.
        var own = Evaluation.Run(result.ModelPath, _folder["things"]);
        Assert.Equal(result.Test.ImageCount, own.Unseen!.ImageCount);
        Assert.Equal(result.Test.Metrics.Select(metric => metric.Value), own.Unseen.Metrics.Select(metric => metric.Value));
        TinyIdentities.Write(_folder["others"], 200, 12, 4);
        var others = Evaluation.Run(result.ModelPath, _folder["others"]);
        Assert.Equal((0, 48), (others.TrainedOn, others.Report.ImageCount));
        Assert.True(others.Report["rank1"].Value > 0.6, $"{others.Report["rank1"]}");

        var exported = RunExport.Onnx(result.Folder.FullPath, _folder["again.onnx"]);
        Assert.Equal(own.Report["rank1"].Value, Evaluation.Run(exported.Path, _folder["things"]).Report["rank1"].Value);
        foreach (var file in new[] { "metrics.json", "report.html", "predictions.csv" }) Assert.True(File.Exists(result.Folder[file]), file);
    }

    [Fact]
    public void What_does_not_is_not_kept_and_the_run_says_so()
    {
        // One step at hardly any rate changes nothing.
        var request = TinyIdentities.Request(_folder, identities: 16, images: 3) with
        {
            Epochs = 1,
            LearningRate = 1e-8,
            Strategy = Strategy.Head,
            Dimension = 2,
        };
        var heard = new Heard();
        var result = Identifier.Train(request, heard);

        Assert.False(result.Test!.AgainstFrozen!.Pays);
        Assert.Contains(heard.Messages, message => message.StartsWith("Transfer did not pay here", StringComparison.Ordinal));
        Assert.Contains("Transfer did not pay here", File.ReadAllText(result.ReportPath));
        Assert.Equal(result.Test.AgainstFrozen.Rows[0].Frozen, result.Test["rank1"].Value!.Value, 1e-9);
        using (var predictor = Identifier.Open(result.ModelPath)) Assert.NotEqual(2, predictor.Dimension);
        // Nothing was learned of any image, and none chose anything.
        var measured = Evaluation.Run(result.ModelPath, _folder["things"]);
        Assert.Equal((0, 0), (measured.TrainedOn, measured.ChosenOn));
        using (var again = Identifier.Open(RunExport.Onnx(result.Folder.FullPath, _folder["again.onnx"]).Path)) Assert.NotEqual(2, again.Dimension);
    }

    [Fact]
    public void The_discriminant_takes_no_steps_and_as_many_directions_as_there_are()
    {
        var defaults = new IdentityRequest("");
        var request = TinyIdentities.Request(_folder) with { Epochs = defaults.Epochs, LearningRate = null, Augmentation = defaults.Augmentation };
        var result = Identifier.Train(request with { Strategy = Strategy.Adapt, Dimension = 500 });
        Assert.Empty(result.History);
        Assert.Contains(result.Report.Facts, fact => fact.Lines.Any(line => line.Contains("23 directions from 24 identities")));
        if (result.Test!.AgainstFrozen!.Pays)
        {
            using var predictor = Identifier.Open(result.ModelPath);
            Assert.Equal(23, predictor.Dimension);
        }
    }

    [Fact]
    public void Aligned_faces_get_a_contract_by_which_the_file_is_a_descriptor()
    {
        TinyIdentities.Write(_folder["chips"], 0, 14, 2, side: 112);
        var request = TinyIdentities.Request(_folder, 1, 1) with
        {
            Data = _folder["chips"],
            ImageSize = null,
            Alignment = "arcface112",
            Epochs = 1,
            Batch = 4,
            ImagesPerIdentity = 2,
        };
        var result = Identifier.Train(request);

        using var contract = JsonDocument.Parse(File.ReadAllText(result.Folder["model.json"]));
        Assert.Equal("arcface112", contract.RootElement.GetProperty("alignment").GetString());
        var (name, licence) = (contract.RootElement.GetProperty("name").GetString(), contract.RootElement.GetProperty("licence").GetString());
        Assert.Contains("tiny.safetensors", licence);
        var isTrained = result.Test!.AgainstFrozen!.Pays;
        Assert.Equal((isTrained, isTrained), (name!.Contains("trained on identities"), licence!.Contains("photographs it learned from")));
        using var descriptor = DescriptorFile.Open(result.ModelPath, new RuntimeOptions());
        using var predictor = Identifier.Open(result.ModelPath);
        var chip = Graft.Imaging.ImageFile.Decode(_folder["chips/thing00/0.png"]);
        var described = new float[predictor.Dimension];
        descriptor.Describe(chip.Pixels, 1, described);
        Assert.Equal(predictor.Predict(chip).Descriptor, described);

        var other = Assert.Throws<GraftException>(() => Identifier.Train(request with { Alignment = "dlib150", Name = "other" }));
        Assert.Contains("28 images are not of 150 x 150 pixels", other.Message);
    }

    [Theory]
    [InlineData("Strategy", "Probe")]
    [InlineData("Strategy", "Scratch")]
    [InlineData("Add", "more")]
    [InlineData("Against", "model.onnx")]
    [InlineData("ClassWeights", "balanced")]
    [InlineData("Batch", "30")]
    [InlineData("Alignment", "round")]
    [InlineData("Loss", "with adapt")]
    public void What_has_no_meaning_is_refused_by_name_before_anything_is_read(string where, string value)
    {
        var request = new IdentityRequest("nowhere");
        request = where switch
        {
            "Strategy" => request with { Strategy = Enum.Parse<Strategy>(value) },
            "Add" => request with { Add = value },
            "Against" => request with { Against = value },
            "ClassWeights" => request with { ClassWeights = true },
            "Batch" => request with { Batch = int.Parse(value) },
            "Loss" => request with { Strategy = Strategy.Adapt, Loss = Graft.Training.IdentityLoss.Triplet },
            _ => request with { Alignment = value },
        };
        var refusal = Assert.Throws<ProblemsException>(() => Identifier.Train(request));
        Assert.Equal(where, Assert.Single(refusal.Problems).Where);
        Assert.NotEmpty(refusal.Problems[0].Cure);
    }

    [Fact]
    public void Other_tasks_refuse_the_discriminant()
    {
        foreach (var request in new TrainRequest[] { new ClassifyRequest("nowhere"), new DetectRequest("nowhere"), new SegmentRequest("nowhere") })
            Assert.Contains("The discriminant is for identities",
                Assert.Throws<ProblemsException>(() => (request with { Strategy = Strategy.Adapt }).Validate()).Message);
    }

    private sealed class Heard : IProgress<RunEvent>
    {
        public List<string> Messages { get; } = [];

        public void Report(RunEvent value)
        {
            if (value is RunEvent.Message message) Messages.Add(message.Text);
        }
    }
}
