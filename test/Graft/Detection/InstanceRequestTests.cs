using Graft.Networks;

namespace Graft.Tests.Detection;

public sealed class InstanceRequestTests
{
    [Theory]
    [InlineData("efficientnet_lite0", "maskrcnn_efficientnet_lite0")]
    [InlineData("resnet50.IMAGENET1K_V2", "maskrcnn_resnet50.IMAGENET1K_V2")]
    [InlineData("maskrcnn_resnet18", "maskrcnn_resnet18")]
    [InlineData("maskrcnn_resnet50_fpn_v2", "maskrcnn_resnet50_fpn_v2")]
    public void A_backbone_stands_for_the_small_mask_rcnn_over_it(string asked, string meant)
    {
        var request = new InstanceRequest { Data = "scenes", Model = asked };
        request.Validate();
        Assert.Equal(meant, request.Network);
        Assert.Equal(Path.Combine("runs", "instances"), request.Project);
        Assert.Equal(new DetectRequest { Data = "scenes" }.Epochs, request.Epochs);
        Assert.NotNull(DetectionCatalogue.Find(WeightsCatalogue.Split(meant).Model).MaskHead);
    }

    [Theory]
    [InlineData("fasterrcnn_resnet50_fpn")]
    [InlineData("retinanet_resnet18")]
    public void A_detector_of_boxes_is_refused_with_a_cure(string model)
    {
        var refusal = Assert.Throws<GraftException>(() => new InstanceRequest { Data = "scenes", Model = model }.Network);
        Assert.Contains("draws no masks", refusal.Message);
        Assert.Contains("maskrcnn_", refusal.Message);
    }

    [Fact]
    public void A_network_with_masks_is_not_trained_on_boxes() =>
        Assert.Contains("--task instances",
            Assert.Throws<ProblemsException>(new DetectRequest { Data = "scenes", Model = "maskrcnn_resnet50_fpn" }.Validate).Message);

    [Fact]
    public void A_name_of_nothing_is_refused_with_its_neighbour() =>
        Assert.Contains("resnet18", Assert.Throws<GraftException>(() => DetectionCatalogue.WithMasks("resnet_18")).Message);

    [Fact]
    public void Boxes_alone_do_not_start_a_training_of_masks()
    {
        using var folder = new TestFolder();
        var scenes = Repository.At("samples", "scenes");
        foreach (var image in Directory.GetFiles(Path.Combine(scenes, "images", "val"), "*.jpg").Order().Take(2))
        {
            var name = Path.GetFileNameWithoutExtension(image);
            Directory.CreateDirectory(folder["images/train"]);
            File.Copy(image, folder[$"images/train/{name}.jpg"]);
            AtomicFile.WriteText(folder[$"labels/train/{name}.txt"], "0 0.5 0.5 0.4 0.4\n");
        }
        AtomicFile.WriteText(folder["data.yaml"], "path: .\ntrain: images/train\nnames: [thing]\n");
        var refusal = Assert.Throws<ProblemsException>(() => Detector.Train(new InstanceRequest { Data = folder.Root, Project = folder["runs"] }));
        Assert.Contains(refusal.Problems, problem => problem.What.Contains("no polygons") && problem.Cure.Contains("--task detect"));
        Assert.False(Directory.Exists(folder["runs"]));
    }

    [Fact]
    public void A_checkpoint_of_boxes_gives_a_mask_rcnn_all_but_its_mask_head()
    {
        using var folder = new TestFolder();
        var old = DetectionNetwork.Build(DetectionCatalogue.Find("resnet_tiny"), 2);
        SafeTensors.Write(folder["boxes.safetensors"], DetectionInitialiser.Create(old, 9));
        var model = DetectionModel.Load("maskrcnn_resnet_tiny", folder["boxes.safetensors"], 2);
        Assert.NotEmpty(model.Report!.Reinitialised);
        Assert.All(model.Report.Reinitialised, name => Assert.StartsWith("roi_heads.mask_", name));
    }
}
