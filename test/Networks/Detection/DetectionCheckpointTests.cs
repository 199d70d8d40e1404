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
