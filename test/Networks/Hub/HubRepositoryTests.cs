using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class HubRepositoryTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_in_timms_layout_says_everything_that_is_needed()
    {
        var repository = HubRepository.Open(HubFolder.Make(_folder.Root, weights: HubFolder.Weights));
        Assert.Equal(("resnet18", "resnet18", "a1_in1k", 3), (repository.Architecture, repository.Model, repository.Tag, repository.Classes));
        Assert.Equal(["ape", "bee", "cow"], repository.ClassNames);
        Assert.Equal("apache-2.0", repository.Licence);
        Assert.Null(repository.Origin);
        Assert.Equal((64, 64, 67, Interpolation.Bicubic), (repository.Preprocess.Width, repository.Preprocess.Height, repository.Preprocess.ResizeShorter, repository.Preprocess.Interpolation));
        Assert.Equal(0.456f, repository.Preprocess.Mean[1]);

        using var checkpoint = Checkpoint.Open(repository.WeightsFile);
        var (parameters, report) = CheckpointLoader.Load(ModelCatalogue.Build(repository.Model, repository.Classes), checkpoint);
        Assert.Empty(report.Unexpected);
        Assert.Equal(ReferenceFill.Tensor("conv1.weight", [64, 3, 7, 7]), parameters["conv1.weight"].Data);
    }

    [Fact]
    public void The_older_layout_has_its_settings_at_the_top()
    {
        var repository = HubRepository.Open(HubFolder.Make(_folder.Root, """
            {"architecture": "tf_efficientnet_lite0", "num_classes": 1000, "input_size": [3, 224, 224], "interpolation": "bicubic", "crop_pct": 0.875,
             "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}
            """));
        Assert.Equal("efficientnet_lite0", repository.Model);
        Assert.Null(repository.ClassNames);
        Assert.Equal((224, 256), (repository.Preprocess.Width, repository.Preprocess.ResizeShorter));
    }

    [Theory]
    [InlineData("resnet50", "resnet50")]
    [InlineData("resnet50.a1_in1k", "resnet50")]
    [InlineData("tv_resnet50", "resnet50")]
    [InlineData("wide_resnet50_2", "wide_resnet50_2")]
    [InlineData("resnext50_32x4d", "resnext50_32x4d")]
    [InlineData("tf_efficientnet_lite4", "efficientnet_lite4")]
    [InlineData("vgg16_bn.tv_in1k", "vgg16_bn")]
    [InlineData("mobilenetv2_100.ra_in1k", "mobilenet_v2")]
    [InlineData("efficientnet_b4", "efficientnet_b4")]
    [InlineData("vit_base_patch16_224.augreg_in1k", "vit_b_16")]
    [InlineData("swin_small_patch4_window7_224.ms_in1k", "swin_s")]
    [InlineData("regnetx_004_tv.tv2_in1k", "regnet_x_400mf")]
    [InlineData("regnety_016.tv2_in1k", "regnet_y_1_6gf")]
    [InlineData("regnety_320.tv2_in1k", "regnet_y_32gf")]
    public void Architectures_of_the_same_layers_are_found(string timm, string ours) => Assert.Equal(ours, TimmNames.ModelOf(timm));

    [Theory]
    [InlineData("resnet50d", "no network")]
    [InlineData("squeezenet1_0", "no mapping")]
    [InlineData("mobilenetv3_large_100", "another constant")]
    [InlineData("efficientnet_b5", "another constant")]
    [InlineData("tf_efficientnet_b0", "no network")]
    [InlineData("regnety_040", "no network")]
    [InlineData("regnetx_004.pycls_in1k", "no network")]
    [InlineData("swinv2_tiny_window8_256", "no network")]
    [InlineData("inception_v3", "another input")]
    [InlineData("efficientnet_lite0", "pads its images otherwise")]
    public void Other_architectures_are_refused_with_the_reason(string timm, string reason) =>
        Assert.Contains(reason, Assert.Throws<GraftException>(() => TimmNames.ModelOf(timm)).Message);

    [Theory]
    [InlineData("{}", "names no \"architecture\"")]
    [InlineData("[1]", "cannot be used")]
    [InlineData("{\"architecture\"", "cannot be used")]
    [InlineData("{\"architecture\": 3}", "cannot be used")]
    [InlineData("{\"architecture\": \"resnet18\", \"num_classes\": 0}", "no classifier")]
    [InlineData("{\"architecture\": \"resnet18\", \"num_classes\": 2, \"label_names\": [\"a\"]}", "1 label_names for 2 classes")]
    [InlineData("{\"architecture\": \"resnet18\", \"pretrained_cfg\": {\"input_size\": [1, 28, 28]}}", "input_size")]
    [InlineData("{\"architecture\": \"resnet18\", \"pretrained_cfg\": {\"crop_pct\": 0}}", "crop_pct")]
    [InlineData("{\"architecture\": \"resnet18\", \"pretrained_cfg\": {\"crop_mode\": \"squash\"}}", "squash")]
    [InlineData("{\"architecture\": \"resnet18\", \"pretrained_cfg\": {\"interpolation\": \"lanczos\"}}", "lanczos")]
    [InlineData("{\"architecture\": \"resnet18\", \"pretrained_cfg\": {\"std\": [1, 0, 1]}}", "std")]
    public void A_description_that_cannot_be_used_is_refused_by_name(string config, string reason)
    {
        var refusal = Assert.Throws<GraftException>(() => HubRepository.Open(HubFolder.Make(_folder.Root, config)));
        Assert.Contains(reason, refusal.Message);
        Assert.Contains("config.json", refusal.Message);
    }

    [Fact]
    public void A_folder_without_weights_is_refused()
    {
        AtomicFile.WriteText(_folder["config.json"], HubFolder.Config);
        Assert.Contains("model.safetensors or pytorch_model.bin", Assert.Throws<GraftException>(() => HubStore.Resolve(_folder.Root)).Expected);
    }
}
