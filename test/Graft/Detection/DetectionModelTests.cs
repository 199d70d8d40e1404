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
        var contract = model.Preprocess;
        Assert.Equal((320, 320, 256, 320, 32),
            (contract.Width, contract.Height, contract.ResizeShorter, contract.ResizeLonger, contract.SizeMultiple));
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
        Assert.Equal(
            [
                "roi_heads.box_predictor.bbox_pred.bias", "roi_heads.box_predictor.bbox_pred.weight",
                "roi_heads.box_predictor.cls_score.bias", "roi_heads.box_predictor.cls_score.weight",
            ],
            model.Report!.Reinitialised.Order());
    }

    [Fact]
    public void A_file_as_torchvision_publishes_them_is_used_as_it_is_or_for_classes_of_ones_own()
    {
        const string name = "fasterrcnn_mobilenet_v3_large_320_fpn";
        using var folder = new TestFolder();
        var stored = new ParameterSet();
        foreach (var (key, tensor) in DetectionInitialiser.Create(DetectionNetwork.BuildPublished(name), 9))
            if (!key.EndsWith("num_batches_tracked", StringComparison.Ordinal)) // frozen norms count nothing
                stored.Set(key, tensor);
        Assert.Contains("backbone.fpn.inner_blocks.0.weight", Renamed(stored).Keys);
        SafeTensors.Write(folder["published.safetensors"], Renamed(stored));

        var whole = DetectionModel.LoadPublished(name, folder["published.safetensors"]);
        Assert.Equal((90, "person"), (whole.ClassNames.Count, whole.ClassNames[0]));
        Assert.Equal((320, 640, 1e-5), (whole.Preprocess.ResizeShorter, whole.Preprocess.ResizeLonger, whole.Network.Architecture.NormEpsilon));
        Assert.Empty(whole.Report!.Reinitialised);

        var own = DetectionModel.Load(name, folder["published.safetensors"], 4);
        Assert.Equal(4, own.Network.Classes);
        Assert.All(own.Report!.Reinitialised, tensor => Assert.StartsWith("roi_heads.box_predictor.", tensor));
        Assert.Equal(whole.Parameters["rpn.head.conv.0.0.weight"].Data, own.Parameters["rpn.head.conv.0.0.weight"].Data);

        // The names of the published file: before convolutions of pyramid and proposals became blocks.
        static ParameterSet Renamed(ParameterSet set)
        {
            var old = new ParameterSet();
            foreach (var (key, tensor) in set)
                old.Set(
                    key.Contains(".fpn.", StringComparison.Ordinal)
                        ? key.Replace("0.0.", "0.").Replace("1.0.", "1.")
                        : key.Replace("rpn.head.conv.0.0.", "rpn.head.conv."),
                    tensor);
            return old;
        }
    }

    [Fact]
    public void A_name_of_a_published_detector_means_its_own_weights_and_a_backbones_tag_the_backbones()
    {
        using var folder = new TestFolder();
        var absent = Assert.Throws<GraftException>(() => DetectionModel.Load("fasterrcnn_resnet50_fpn", null, 4)).Message;
        Assert.Contains("graft models pull fasterrcnn_resnet50_fpn.COCO_V1", absent);
        Assert.Contains("graft models pull resnet50.IMAGENET1K_V2",
            Assert.Throws<GraftException>(() => DetectionModel.Load("fasterrcnn_resnet50_fpn.IMAGENET1K_V2", null, 4)).Message);
        Assert.Contains("graft models pull fasterrcnn_resnet50_fpn.COCO_V1",
            Assert.Throws<GraftException>(() => DetectionModel.Load("fasterrcnn_resnet50_fpn.coco_v1", null, 4)).Message);
    }

    [Fact]
    public void As_many_classes_of_ones_own_as_COCO_has_are_not_COCOs()
    {
        using var folder = new TestFolder();
        var network = DetectionNetwork.Build(DetectionCatalogue.Find("resnet_tiny"), 90);
        SafeTensors.Write(folder["coco.safetensors"], DetectionInitialiser.Create(network, 9));
        using var without = new DetectionCheckpoint(Checkpoint.Open(folder["coco.safetensors"]), withoutPredictor: true);
        Assert.DoesNotContain(without.Entries.Keys, name => name.Contains("box_predictor", StringComparison.Ordinal));
        Assert.Equal(4, network.Whole.Parameters.Count - without.Entries.Count);
    }

    [Fact]
    public void A_published_detector_becomes_a_file_that_says_COCOs_names()
    {
        using var folder = new TestFolder();
        var network = DetectionNetwork.Build(DetectionCatalogue.Find("resnet_tiny"), 90);
        var values = DetectionInitialiser.Create(network, 9);
        foreach (var (name, factor) in new[]
                 {
                     ("rpn.head.conv.0.0.weight", 8f),
                     ("rpn.head.cls_logits.weight", 10f),
                     ("roi_heads.box_predictor.cls_score.weight", 30f),
                 })
            values.Set(name, values[name] with { Data = [.. values[name].Data.Select(value => value * factor)] });
        SafeTensors.Write(folder["coco.safetensors"], values);

        var loaded = DetectionModel.LoadPublished("resnet_tiny", folder["coco.safetensors"], 128);
        Assert.InRange(Exported(folder["coco.onnx"]), 0, 1e-3);

        double Exported(string path)
        {
            var (network, manifest) = PublishedExport.Detector(loaded, "resnet_tiny");
            return network.Export(path, manifest).Difference;
        }


        using var predictor = Runtime.DetectionPredictor.Open(folder["coco.onnx"]);
        Assert.Equal(CocoCategories.Names, predictor.Manifest.Classes);
        Assert.Equal(Enumerable.Range(1, 90), predictor.Manifest.CategoryIds);
        Assert.Equal("a file of the user's", predictor.Manifest.Origin!.Source);
        Assert.Contains("no detector of COCO's", Assert.Throws<GraftException>(() => LoadSeven(folder)).Message);
    }

    private static DetectionModel LoadSeven(TestFolder folder)
    {
        SafeTensors.Write(folder["seven.safetensors"], DetectionInitialiser.Create(DetectionNetwork.Build(DetectionCatalogue.Find("resnet_tiny"), 7), 9));
        return DetectionModel.LoadPublished("resnet_tiny", folder["seven.safetensors"]);
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
