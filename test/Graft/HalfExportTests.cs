using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tests.Detection;

namespace Graft.Tests;

public sealed class HalfExportTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("vgg_bn_tiny")]
    [InlineData("swin_v2_twin")]
    public void A_classifier_with_weights_of_sixteen_bits_passes_the_gate(string name)
    {
        var graph = ModelCatalogue.Build(name, 3);
        var parameters = ParameterInitialiser.Create(graph, 5);
        var contract = Preprocess.ImageNet(64, 64);
        var manifest = new Manifest
        {
            Task = "classify",
            Model = name,
            Classes = ["a", "b", "c"],
            Preprocess = contract,
            PreprocessHash = contract.Hash,
            Producer = "Graft tests",
        };
        IsSmaller(graph.Parameters, (path, precision) => ClassifierExport.Write(path, graph, parameters, manifest with { Precision = precision }));
    }

    [Fact]
    public void So_does_a_segmentation_network()
    {
        var graph = SegmentationCatalogue.Build("fpn_resnet_tiny", 3);
        var parameters = ParameterInitialiser.Create(graph, 5);
        var contract = Preprocess.ImageNet(64, 64) with { ResizeShorter = 64, ResizeLonger = 256, SizeMultiple = 32 };
        var manifest = new Manifest
        {
            Task = "segment",
            Model = graph.Name,
            Classes = ["a", "b", "c"],
            Preprocess = contract,
            PreprocessHash = contract.Hash,
            Producer = "Graft tests",
        };
        IsSmaller(graph.Parameters, (path, precision) => SegmenterExport.Write(path, graph, parameters, manifest with { Precision = precision }));
    }

    [Fact]
    public void So_does_a_detector()
    {
        var (network, parameters) = TinyDetector.Make("resnet_tiny");
        IsSmaller(network.Whole.Parameters, (path, precision) =>
            DetectorExport.Write(path, network, parameters, TinyDetector.ManifestOf("resnet_tiny") with { Precision = precision }));
    }

    private void IsSmaller(IReadOnlyList<ParameterSpec> specs, Action<string, string> write)
    {
        write(_folder["full.onnx"], Manifest.Single);
        write(_folder["half.onnx"], Manifest.Half);
        var matrices = specs.Where(spec => spec.IsTrainable && spec.Shape.Count > 1).Sum(spec => (long)spec.Count);
        // Norms that are not folded cost a little of the two bytes saved.
        Assert.True(new FileInfo(_folder["half.onnx"]).Length < new FileInfo(_folder["full.onnx"]).Length - matrices);
        Assert.Equal(Manifest.Half, ModelFile.ReadManifest(_folder["half.onnx"]).Precision);
    }
}
