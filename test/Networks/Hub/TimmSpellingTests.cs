using System.Text.Json;
using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class TimmSpellingTests
{
    // Names and shapes of timm 0.9.16's own networks.
    private static readonly JsonElement Networks = JsonDocument.Parse(File.ReadAllBytes(Repository.At("test", "reference", "timm_names.json"))).RootElement;

    public static TheoryData<string> Architectures => [.. Networks.EnumerateObject().Select(network => network.Name)];

    [Theory, MemberData(nameof(Architectures))]
    public void Every_tensor_of_timms_network_has_its_place_and_size(string architecture)
    {
        var timm = Networks.GetProperty(architecture).EnumerateObject()
            .ToDictionary(tensor => tensor.Name, tensor => tensor.Value.EnumerateArray().Select(side => side.GetInt32()).ToArray());
        var graph = ModelCatalogue.Build(TimmNames.ModelOf(architecture));
        var names = TimmSpelling.NamesOf(graph)!;
        var specs = graph.Parameters.Where(spec => !ConstantBuffer.Is(spec) && spec.Role != ParameterRole.BatchCount).ToList();

        Assert.Equal(timm.Keys.Order(StringComparer.Ordinal), specs.Select(spec => names(spec.Name)).Order(StringComparer.Ordinal));
        Assert.All(specs, spec =>
        {
            var shape = timm[names(spec.Name)];
            Assert.Equal((spec.Shape[0], spec.Count), (shape[0], shape.Aggregate(1L, (product, side) => product * side)));
        });
    }

    [Theory]
    [InlineData("vgg_tiny")]
    [InlineData("mobilenet_v2")]
    [InlineData("efficientnet_tiny")]
    [InlineData("convnext_twin")]
    [InlineData("vit_twin")]
    [InlineData("swin_twin")]
    [InlineData("swin_twin", true)]
    [InlineData("regnet_y_tiny")]
    [InlineData("convnext_twin", false, "model.")]
    [InlineData("vit_twin", false, "module.model.")]
    [InlineData("swin_twin", true, "module.")]
    [InlineData("mobilenet_v2", false, "student.backbone.")]
    public void A_file_in_timms_spelling_gives_the_same_parameters(string model, bool isEarlier = false, string prefix = "")
    {
        using var folder = new TestFolder();
        var graph = ModelCatalogue.Build(model, 5);
        var (parameters, stored, names) = (ReferenceNetwork.Parameters(graph), new ParameterSet(), TimmSpelling.NamesOf(graph, isEarlier)!);
        foreach (var spec in graph.Parameters.Where(spec => !ConstantBuffer.Is(spec)))
            stored.Set(prefix + names(spec.Name), spec.Shape is [var rows, var columns] && names(spec.Name) != spec.Name
                ? parameters[spec.Name] with { Shape = [rows, columns, 1, 1] }
                : parameters[spec.Name]);
        if (isEarlier) stored.Set($"{prefix}layers.0.blocks.1.attn_mask", new HostTensor([1, 16, 16], new float[256]));
        SafeTensors.Write(folder["timm.safetensors"], stored);

        using var checkpoint = Checkpoint.Open(folder["timm.safetensors"]);
        var (loaded, report) = CheckpointLoader.Load(graph, checkpoint);

        Assert.Empty(report.Unexpected);
        Assert.Equal(prefix, report.StrippedPrefix);
        Assert.NotEmpty(report.Renamed);
        Assert.Equal(isEarlier, report.Ignored.Contains("layers.0.blocks.1.attn_mask"));
        Assert.All(graph.Parameters.Where(spec => !ConstantBuffer.Is(spec)), spec => Assert.Equal(parameters[spec.Name].Data, loaded[spec.Name].Data));
    }

    [Fact]
    public void An_EfficientNet_must_say_whose_padding_it_has()
    {
        using var folder = new TestFolder();
        var graph = ModelCatalogue.Build("efficientnet_b0", 2);
        var stored = new ParameterSet();
        stored.Set("conv_stem.weight", new HostTensor([32, 3, 3, 3], new float[32 * 27]));
        SafeTensors.Write(folder["timm.safetensors"], stored);
        using var checkpoint = Checkpoint.Open(folder["timm.safetensors"]);

        Assert.Contains("TensorFlow", Assert.Throws<GraftException>(() => CheckpointLoader.Compare(graph, checkpoint)).Message);
        AtomicFile.WriteText(folder["config.json"], """{"architecture": "tf_efficientnet_b0"}""");
        Assert.Contains("tf_efficientnet_b0", Assert.Throws<GraftException>(() => CheckpointLoader.Compare(graph, checkpoint)).Message);
        AtomicFile.WriteText(folder["config.json"], """{"architecture": "efficientnet_b0"}""");
        Assert.DoesNotContain("features.0.0.weight", CheckpointLoader.Compare(graph, checkpoint).Missing);
    }
}
