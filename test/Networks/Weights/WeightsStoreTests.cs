using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class WeightsStoreTests
{
    [Theory]
    [InlineData("efficientnet_lite0", 247)]
    [InlineData("efficientnet_lite2", 322)]
    public void Bundled_weights_are_found_whole(string model, int tensors)
    {
        var weights = WeightsStore.Resolve(model);
        Assert.Equal(WeightsCatalogue.Find(model), weights.Published);
        Assert.Equal(weights.Published!.Sha256, weights.Sha256);
        using var checkpoint = Checkpoint.Open(weights.Path);
        Assert.Equal(tensors, checkpoint.Entries.Count);
        Assert.Equal("Apache-2.0", checkpoint.Metadata["licence"]);
    }

    [Fact]
    public void Bundled_weights_are_found_beside_the_program_and_in_the_repository_above()
    {
        Assert.Equal(Repository.At("weights", "efficientnet_lite0.safetensors"),
            BundledWeights.Find("efficientnet_lite0.safetensors", Repository.At("src", "Cli")));
        using var elsewhere = new TestFolder();
        Assert.Null(BundledWeights.Find("published.safetensors", elsewhere.Root));
        AtomicFile.WriteText(elsewhere["weights/published.safetensors"], "");
        Assert.Equal(elsewhere["weights/published.safetensors"], BundledWeights.Find("published.safetensors", elsewhere.Root));
    }

    [Fact]
    public void Weights_that_are_not_here_are_answered_with_address_file_folder_and_what_is_bundled()
    {
        var refusal = Assert.Throws<GraftException>(() => WeightsStore.Resolve("regnet_y_128gf"));
        Assert.Contains("regnet_y_128gf.IMAGENET1K_SWAG_E2E_V1 is not on this machine", refusal.What);
        Assert.Contains("'regnet_y_128gf_swag-c8ce3e52.pth' from https://download.pytorch.org/models/regnet_y_128gf_swag-c8ce3e52.pth", refusal.Expected);
        Assert.Contains(GraftHome.Weights, refusal.Expected);
        Assert.Contains("efficientnet_lite0", refusal.Cure);
    }

    [Fact]
    public void A_file_of_the_users_own_is_taken_and_known_by_its_hash()
    {
        using var folder = new TestFolder();
        var bundled = WeightsStore.Resolve("efficientnet_lite0");
        File.Copy(bundled.Path, folder["renamed.bin"]);
        Assert.Equal(bundled.Published, WeightsStore.Resolve("efficientnet_lite0", folder["renamed.bin"]).Published);

        SafeTensors.Write(folder["own.safetensors"], new Dictionary<string, HostTensor> { ["x"] = new([1], [1]) });
        var own = WeightsStore.Resolve("resnet50", folder["own.safetensors"]);
        Assert.Null(own.Published);
        Assert.Equal(WeightsCatalogue.Find("resnet50").Preprocess, own.Preprocess);
        Assert.Equal(64, own.Sha256.Length);
        Assert.Throws<GraftException>(() => WeightsStore.Resolve("resnet50", folder["none.pth"]));
    }
}
