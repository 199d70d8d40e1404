using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;
using Graft.Training;

namespace Graft.Tests;

public sealed class SegmenterExportTests
{
    private static readonly Preprocess Contract = Preprocess.ImageNet(64, 64) with { ResizeShorter = 64, ResizeLonger = 256, SizeMultiple = 32 };

    [Theory]
    [InlineData("fpn_resnet_tiny")]
    [InlineData("unet_efficientnet_lite_tiny")]
    [InlineData("fpn_mobilenet_v3_tiny")]
    [InlineData("fpn_shufflenet_v2_tiny")]
    [InlineData("fpn_swin_twin")]
    [InlineData("unet_swin_v2_twin")]
    [InlineData("fpn_maxvit_twin")]
    public void The_file_gives_the_trainers_probabilities_for_images_of_any_size(string name)
    {
        using var folder = new TestFolder();
        var graph = SegmentationCatalogue.Build(name, 3);
        var parameters = ParameterInitialiser.Create(graph, 3);
        Assert.InRange(SegmenterExport.Write(folder["m.onnx"], graph, parameters, ManifestOf(graph)), 0, ParityGate.Tolerance);

        using var trainer = new TorchSegmenter(graph, parameters, Contract);
        using var predictor = SegmentationPredictor.Open(folder["m.onnx"]);
        foreach (var (height, width) in new[] { (64, 96), (70, 45), (224, 160) })
        {
            var image = ProbeImages.Make(5, Contract with { Width = width, Height = height });
            ParityGate.CheckScores(trainer.Probabilities(image, 1, height, width), predictor.Probabilities(image, 1, height, width), 1, name);
        }
    }

    [Theory]
    [InlineData("lraspp_mobilenet_v3_large")]
    [InlineData("fcn_resnet50")]
    public void A_published_networks_file_answers_as_the_network_at_the_size_of_the_reference_input(string name)
    {
        using var folder = new TestFolder();
        const int height = 129, width = 161; // no multiples of 32, as in test/reference/segmentation.json
        var graph = SegmentationCatalogue.Build(name, 21);
        var parameters = ParameterInitialiser.Create(graph, 3);
        ModelFile.WriteSegmenter(folder["m.onnx"], graph, parameters, ManifestOf(graph) with { Classes = VocCategories.Names });
        var image = ProbeImages.Make(5, Contract with { Width = width, Height = height });

        // The network alone, as the test of the reference runs it: nothing is filled up.
        using var network = new TorchGraph(graph.WithoutAuxiliary(), parameters);
        float[] values = [.. image.Select((value, at) => (value / 255f - Contract.Mean[at % 3]) / Contract.Std[at % 3])];
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var noGradient = TorchSharp.torch.no_grad();
        var input = TorchSharp.torch.tensor(values, [1, height, width, 3]).permute(0, 3, 1, 2).contiguous();
        var output = network.Forward(input, isTraining: false).Output;
        var expected = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(output.softmax(1).contiguous().bytes).ToArray();

        using var predictor = SegmentationPredictor.Open(folder["m.onnx"]);
        ParityGate.CheckScores(expected, predictor.Probabilities(image, 1, height, width), 1, name);
        using var trainer = new TorchSegmenter(graph, parameters, Contract);
        ParityGate.CheckScores(expected, trainer.Probabilities(image, 1, height, width), 1, name);
    }

    [Fact]
    public void The_head_of_another_number_of_classes_is_new_and_the_backbone_is_loaded()
    {
        var model = PretrainedSegmenter.Load(classes: 5);
        Assert.Equal("fpn_efficientnet_lite0", model.Graph.Name);
        Assert.Equal(model.Graph.Parameters.Count(spec => spec.Stage != "head"), model.Report!.Loaded.Count);
        Assert.Contains("decoder.smooth.0.1", model.FreshLayers);
        Assert.DoesNotContain(model.FreshLayers, layer => layer.StartsWith("backbone.", StringComparison.Ordinal));
        var classifier = Pretrained.Load();
        Assert.Equal(classifier.Parameters["conv_stem.weight"].Data, model.Parameters["backbone.conv_stem.weight"].Data);
    }

    [Fact]
    public void A_checkpoint_of_the_whole_network_keeps_all_but_the_classifier()
    {
        using var folder = new TestFolder();
        var graph = SegmentationCatalogue.Build("unet_efficientnet_lite0", 7);
        SafeTensors.Write(folder["whole.safetensors"], ParameterInitialiser.Create(graph, 9), new Dictionary<string, string>());
        var model = PretrainedSegmenter.Load("unet_efficientnet_lite0", folder["whole.safetensors"], classes: 3);
        Assert.Equal(["classifier"], model.FreshLayers);
    }

    private static Manifest ManifestOf(Graph graph) => new()
    {
        Task = "segment",
        Model = graph.Name,
        Classes = ["background", "one", "two"],
        Preprocess = Contract,
        PreprocessHash = Contract.Hash,
        Producer = "Graft tests",
    };
}
