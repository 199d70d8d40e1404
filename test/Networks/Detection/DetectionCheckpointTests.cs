using Graft.Networks;

namespace Graft.Tests.Networks.Detection;

public sealed class DetectionCheckpointTests
{
    [Theory]
    [InlineData("backbone.fpn.inner_blocks.0.weight", "backbone.fpn.inner_blocks.0.0.weight")]
    [InlineData("backbone.fpn.layer_blocks.3.bias", "backbone.fpn.layer_blocks.3.0.bias")]
    [InlineData("rpn.head.conv.weight", "rpn.head.conv.0.0.weight")]
    [InlineData("head.classification_head.conv.6.weight", "head.classification_head.conv.3.0.weight")]
    [InlineData("head.regression_head.conv.0.bias", "head.regression_head.conv.0.0.bias")]
    [InlineData("roi_heads.mask_head.mask_fcn1.weight", "roi_heads.mask_head.0.0.weight")]
    [InlineData("roi_heads.mask_head.mask_fcn4.bias", "roi_heads.mask_head.3.0.bias")]
    [InlineData("roi_heads.box_head.fc6.weight", "roi_heads.box_head.fc6.weight")]
    [InlineData("backbone.fpn.inner_blocks.0.0.weight", "backbone.fpn.inner_blocks.0.0.weight")]
    [InlineData("rpn.head.conv.1.0.weight", "rpn.head.conv.1.0.weight")]
    [InlineData("head.classification_head.cls_logits.bias", "head.classification_head.cls_logits.bias")]
    public void Old_names_are_read_as_todays(string stored, string name)
    {
        using var folder = new TestFolder();
        var set = new ParameterSet();
        set.Set(stored, new HostTensor([2], [3, 4]));
        SafeTensors.Write(folder["old.safetensors"], set);
        using var checkpoint = new DetectionCheckpoint(Checkpoint.Open(folder["old.safetensors"]));
        Assert.Equal([name], checkpoint.Entries.Keys);
        Assert.Equal([3f, 4], checkpoint.Read(name).Data);
    }

    [Fact]
    public void Old_and_new_names_in_one_file_are_both_read_and_a_layer_in_both_is_taken_once()
    {
        using var folder = new TestFolder();
        var set = new ParameterSet();
        foreach (var (name, value) in new[]
        {
            ("backbone.fpn.inner_blocks.0.weight", 1f), ("backbone.fpn.inner_blocks.0.0.weight", 2f), ("backbone.fpn.inner_blocks.1.weight", 3f),
            ("head.classification_head.conv.x.weight", 4f), ("roi_heads.mask_head.mask_fcn.weight", 5f),
        })
            set.Set(name, new HostTensor([1], [value]));
        SafeTensors.Write(folder["mixed.safetensors"], set);
        using var checkpoint = new DetectionCheckpoint(Checkpoint.Open(folder["mixed.safetensors"]));
        Assert.Equal([2f], checkpoint.Read("backbone.fpn.inner_blocks.0.0.weight").Data);
        Assert.Equal([3f], checkpoint.Read("backbone.fpn.inner_blocks.1.0.weight").Data);
        Assert.Equal(["backbone.fpn.inner_blocks.0.weight"], checkpoint.Ignored);
    }

    [Fact]
    public void A_wrappers_prefix_and_what_stands_beside_the_detector_are_dropped_and_said()
    {
        using var folder = new TestFolder();
        var network = DetectionNetwork.Build(DetectionCatalogue.Find("resnet_tiny"), 2);
        var set = new ParameterSet();
        foreach (var (name, tensor) in DetectionInitialiser.Create(network, 1)) set.Set($"model.{name}", tensor);
        set.Set("loss.weight", new HostTensor([1], [1]));
        SafeTensors.Write(folder["lightning.safetensors"], set);
        using var checkpoint = new DetectionCheckpoint(Checkpoint.Open(folder["lightning.safetensors"]));
        Assert.Equal("model.", checkpoint.Prefix);
        var report = CheckpointLoader.Load(network.Whole, checkpoint).Report;
        Assert.Empty(report.Missing);
        Assert.Equal(["loss.weight"], report.Ignored);
    }

    [Fact]
    public void A_checkpoint_of_other_classes_keeps_all_but_the_predictor()
    {
        using var folder = new TestFolder();
        var (old, wanted) = (DetectionNetwork.Build(DetectionCatalogue.Find("resnet_tiny"), 5),
            DetectionNetwork.Build(DetectionCatalogue.Find("resnet_tiny"), 2));
        SafeTensors.Write(folder["coco.safetensors"], DetectionInitialiser.Create(old, 1));
        using var checkpoint = new DetectionCheckpoint(Checkpoint.Open(folder["coco.safetensors"]));
        var loaded = CheckpointLoader.Load(wanted.Whole, checkpoint, new LoadOptions { AllowNewHead = true, Initial = DetectionInitialiser.Create(wanted, 2) });
        Assert.Equal(["roi_heads.box_predictor.bbox_pred.bias", "roi_heads.box_predictor.bbox_pred.weight", "roi_heads.box_predictor.cls_score.bias",
            "roi_heads.box_predictor.cls_score.weight"],
            loaded.Report.Reinitialised.Order());
        Assert.Equal(checkpoint.Read("rpn.head.cls_logits.weight").Data, loaded.Parameters["rpn.head.cls_logits.weight"].Data);
    }
}
