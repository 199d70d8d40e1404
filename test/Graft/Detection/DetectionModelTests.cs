using Graft.Networks;

namespace Graft.Tests.Detection;

public sealed class DetectionModelTests
{
    [Fact]
    public void A_backbone_brings_its_weights_and_the_rest_is_fresh()
    {
        var model = DetectionModel.Load("efficientnet_lite0", null, 4);
        var published = Pretrained.Load("efficientnet_lite0");
        Assert.Equal(published.Parameters["blocks.3.0.conv_pw.weight"].Data, model.Parameters["backbone.body.blocks.3.0.conv_pw.weight"].Data);
        Assert.Equal((320, 320, 256, 320, 32), (model.Preprocess.Width, model.Preprocess.Height, model.Preprocess.ResizeShorter, model.Preprocess.ResizeLonger, model.Preprocess.SizeMultiple));
        Assert.Equal(published.Preprocess.Mean, model.Preprocess.Mean);
        Assert.All(model.Report!.Loaded, name => Assert.StartsWith("backbone.body.", name));
        Assert.Contains("rpn.head.cls_logits.weight", model.Report.Reinitialised);
        Assert.Equal(model.Network.Whole.Parameters.Count, model.Report.Loaded.Count + model.Report.Reinitialised.Count);
    }

    [Fact]
    public void A_checkpoint_of_a_detector_keeps_pyramid_and_proposals_and_has_frozen_norms()
    {
        using var folder = new TestFolder();
        var old = DetectionNetwork.Build(DetectionCatalogue.Find("resnet_tiny"), 7);
        var stored = new ParameterSet();
        foreach (var (name, tensor) in DetectionInitialiser.Create(old, 9))
            if (!name.EndsWith("num_batches_tracked", StringComparison.Ordinal)) stored.Set(name, tensor);
        SafeTensors.Write(folder["coco.safetensors"], stored);

        var model = DetectionModel.Load("resnet_tiny", folder["coco.safetensors"], 2);

        Assert.Equal(0, model.Network.Architecture.NormEpsilon);
        Assert.Equal(stored["rpn.head.conv.0.0.weight"].Data, model.Parameters["rpn.head.conv.0.0.weight"].Data);
        Assert.Equal(["roi_heads.box_predictor.bbox_pred.bias", "roi_heads.box_predictor.bbox_pred.weight", "roi_heads.box_predictor.cls_score.bias", "roi_heads.box_predictor.cls_score.weight"],
            model.Report!.Reinitialised.Order());
    }

    [Fact]
    public void COCO_has_eighty_categories_under_ninety_numbers()
    {
        Assert.Equal(90, CocoCategories.Names.Count);
        Assert.Equal(80, CocoCategories.Names.Count(name => !name.StartsWith(CocoCategories.Unused, StringComparison.Ordinal)));
        Assert.Equal(("person", "toothbrush", "cat"), (CocoCategories.Names[0], CocoCategories.Names[89], CocoCategories.Names[16]));
        Assert.Equal(90, CocoCategories.Names.Distinct().Count());
    }
}
