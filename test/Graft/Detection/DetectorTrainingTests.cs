using Graft.Networks;
using Graft.Training;

namespace Graft.Tests;

public sealed class DetectorTrainingTests
{
    [Fact]
    public void A_pyramid_of_ones_own_is_trained_and_found_again_at_the_next_export()
    {
        using var folder = new TestFolder();
        var result = Detector.Train(new DetectRequest
        {
            Data = Repository.At("samples", "scenes"),
            Model = "resnet_tiny",
            Strategy = Strategy.Scratch,
            Pyramid = new() { Width = 24, Strides = [4, 8], Extra = PyramidExtra.None },
            ImageSize = 64,
            Epochs = 1,
            Augment = "none",
            Project = folder["runs"],
        });

        using (var weights = Checkpoint.Open(result.Folder["weights/best.safetensors"]))
        {
            // The stages of stride 4 and 8 are 8 and 16 wide.
            Assert.Equal([24, 8, 1, 1], weights.Entries["backbone.fpn.inner_blocks.0.0.weight"].Shape.Select(size => (int)size));
            Assert.Equal([24, 16, 1, 1], weights.Entries["backbone.fpn.inner_blocks.1.0.weight"].Shape.Select(size => (int)size));
            Assert.DoesNotContain("backbone.fpn.inner_blocks.2.0.weight", weights.Entries.Keys);
        }
        Assert.InRange(RunExport.Onnx(result.Folder.FullPath, folder["again.onnx"]).LargestDifference, 0, 1e-3);
    }

    [Fact]
    public void A_pyramid_that_cannot_be_is_refused_before_anything_is_written()
    {
        using var folder = new TestFolder();
        var request = new DetectRequest { Data = Repository.At("samples", "scenes"), Project = folder["runs"] };
        Assert.Contains("8 to 1024", Refusal<ProblemsException>(new() { Width = 2 }));
        Assert.Contains("each twice the one before", Refusal<ProblemsException>(new() { Strides = [8, 32] }));
        Assert.Contains("have stride 2, 4, 8, 16, 32", Refusal<GraftException>(new() { Strides = [32, 64] }));
        request = request with { Model = "fasterrcnn_resnet50_fpn" };
        Assert.Contains("the pyramid it was published with", Refusal<GraftException>(new() { Width = 64 }));
        Assert.False(Directory.Exists(folder["runs"]));

        string Refusal<T>(PyramidChoice pyramid)
            where T : Exception => Assert.ThrowsAny<T>(() => Detector.Train(request with { Pyramid = pyramid })).Message;
    }
}
