using System.Collections.Concurrent;
using Graft.Networks;

namespace Graft.Tests.Networks;

public sealed class ParameterInitialiserTests
{
    public static TheoryData<string> Twins => [.. ModelCatalogue.Twins];

    [Theory, MemberData(nameof(Twins))]
    public void Every_parameter_is_there_in_order_with_its_shape(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        var parameters = ParameterInitialiser.Create(graph, 1);

        Assert.Equal(graph.Parameters.Select(p => p.Name), parameters.Keys);
        Assert.All(graph.Parameters, p => Assert.Equal(p.Shape, parameters[p.Name].Shape));
        Assert.All(graph.Parameters, p => Assert.Equal(p.Count, parameters[p.Name].Data.Length));
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_seed_others()
    {
        var graph = ModelCatalogue.Build("resnet_tiny", 5);
        var (first, again, other) = (ParameterInitialiser.Create(graph, 7), ParameterInitialiser.Create(graph, 7), ParameterInitialiser.Create(graph, 8));

        Assert.All(first, pair => Assert.Equal(pair.Value.Data, again[pair.Key].Data));
        Assert.NotEqual(first["conv1.weight"].Data, other["conv1.weight"].Data);
        Assert.NotEqual(first["layer2.1.conv1.weight"].Data, first["layer2.1.conv2.weight"].Data);
    }

    [Fact]
    public void The_numbers_never_change_between_versions() => // a golden: runs with a seed are reproducible
        Assert.Equal([-0.028228929f, 0.012457054f, -0.0013733843f],
            ParameterInitialiser.Create(ModelCatalogue.Build("resnet_tiny"), 42)["conv1.weight"].Data[..3]);

    [Fact]
    public void A_tensor_does_not_depend_on_the_rest_of_the_network()
    {
        var (few, many) = (ParameterInitialiser.Create(ModelCatalogue.Build("resnet_tiny", 5), 7),
            ParameterInitialiser.Create(ModelCatalogue.Build("resnet_tiny", 9), 7));

        Assert.All(few.Where(pair => !pair.Key.StartsWith("fc.", StringComparison.Ordinal)), pair => Assert.Equal(pair.Value.Data, many[pair.Key].Data));
    }

    private static readonly ConcurrentDictionary<string, ParameterSet> Fresh = []; // drawing millions of values once is enough

    // Deviation in torchvision's and timm's own initialisation: sqrt(2 / fan-out), 0.1, or sqrt(2 / (fan-out / groups)).
    [Theory]
    [InlineData("resnet18", "layer4.1.conv1.weight", 0.020833)]
    [InlineData("resnet18", "fc.weight", 0.025516)]
    [InlineData("resnet18", "fc.bias", 0.025516)]
    [InlineData("mobilenet_v2", "features.18.0.weight", 0.039528)]
    [InlineData("mobilenet_v2", "features.17.conv.1.0.weight", 0.015215)]
    [InlineData("mobilenet_v2", "classifier.1.weight", 0.01)]
    [InlineData("inception_v3", "Mixed_7c.branch3x3_1.conv.weight", 0.1)]
    [InlineData("inception_v3", "fc.weight", 0.1)]
    [InlineData("inception_v3", "AuxLogits.fc.weight", 0.001)]
    [InlineData("efficientnet_lite0", "blocks.6.0.conv_dw.weight", 0.471405)]
    [InlineData("efficientnet_lite0", "classifier.weight", 0.018257)]
    [InlineData("convnext_twin", "features.7.0.block.3.weight", 0.02)]
    [InlineData("vit_twin", "conv_proj.weight", 0.036084)]
    [InlineData("vit_twin", "encoder.layers.encoder_layer_0.mlp.0.weight", 0.144338)]
    [InlineData("vit_twin", "encoder.layers.encoder_layer_0.self_attention.in_proj_weight", 0.125)]
    [InlineData("vit_twin", "encoder.layers.encoder_layer_0.self_attention.out_proj.weight", 0.102062)]
    [InlineData("swin_t", "features.0.0.weight", 0.083333)]
    [InlineData("swin_twin", "features.7.0.attn.qkv.weight", 0.02)]
    [InlineData("swin_v2_twin", "features.7.0.attn.cpb_mlp.2.weight", 0.02)]
    [InlineData("maxvit_twin", "blocks.3.layers.0.layers.MBconv.layers.conv_a.0.weight", 0.02)]
    [InlineData("efficientnet_b0", "features.7.0.block.1.0.weight", 0.013889)]
    [InlineData("efficientnet_b0", "classifier.1.weight", 0.018257)]
    [InlineData("mobilenet_v3_small", "classifier.3.weight", 0.01)]
    [InlineData("densenet121", "features.denseblock4.denselayer16.conv1.weight", 0.044283)]
    [InlineData("shufflenet_v2_x0_5", "conv5.0.weight", 0.041667)]
    [InlineData("shufflenet_v2_x0_5", "fc.bias", 0.018042)]
    [InlineData("squeezenet1_0", "features.12.expand3x3.weight", 0.058926)]
    [InlineData("squeezenet1_0", "classifier.1.weight", 0.01)]
    [InlineData("mnasnet0_5", "classifier.1.weight", 0.031623)]
    [InlineData("regnet_x_400mf", "fc.weight", 0.01)]
    [InlineData("googlenet", "inception5b.branch1.conv.weight", 0.01)]
    [InlineData("googlenet", "aux1.fc2.weight", 0.01)]
    public void A_family_starts_as_it_was_published(string model, string name, double deviation)
    {
        var values = Fresh.GetOrAdd(model, _ => ParameterInitialiser.Create(ModelCatalogue.Build(model), 3))[name].Data;
        var mean = values.Average(value => (double)value);

        Assert.Equal(1, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))) / deviation, tolerance: 0.05);
        Assert.Equal(0, mean / deviation, tolerance: 0.1);
    }

    [Fact]
    public void A_norm_starts_as_the_identity()
    {
        var parameters = ParameterInitialiser.Create(ModelCatalogue.Build("resnet_tiny"), 3);

        Assert.All(parameters["bn1.weight"].Data.Concat(parameters["bn1.running_var"].Data), value => Assert.Equal(1, value));
        Assert.All(parameters["bn1.bias"].Data.Concat(parameters["bn1.running_mean"].Data), value => Assert.Equal(0, value));
        Assert.Equal([0f], parameters["bn1.num_batches_tracked"].Data);
    }

    [Theory]
    [InlineData("inception_v3", "fc")]
    [InlineData("efficientnet_lite0", "classifier")]
    [InlineData("mnasnet0_5", "classifier.1")]
    [InlineData("resnet18", "fc")]
    public void A_new_head_starts_near_zero_whatever_the_family_and_the_number_of_classes(string model, string layer)
    {
        var graph = ModelCatalogue.Build(model, 4);
        var head = ParameterInitialiser.CreateNamed(graph, 3, [$"{layer}.weight", $"{layer}.bias", "no such layer"]);

        Assert.Equal(2, head.Count);
        Assert.All(head[$"{layer}.bias"].Data, value => Assert.Equal(0, value));
        Assert.Equal(0.01, Math.Sqrt(head[$"{layer}.weight"].Data.Average(value => (double)value * value)), tolerance: 0.0005);
    }

    [Fact]
    public void What_else_a_checkpoint_lacks_starts_as_its_family()
    {
        var head = ParameterInitialiser.CreateNamed(ModelCatalogue.Build("inception_v3", 40), 3, ["AuxLogits.fc.weight", "AuxLogits.conv1.conv.weight"]);

        Assert.Equal(0.01, Math.Sqrt(head["AuxLogits.fc.weight"].Data.Average(value => (double)value * value)), tolerance: 0.0005);
        Assert.Equal(0.1, Math.Sqrt(head["AuxLogits.conv1.conv.weight"].Data.Average(value => (double)value * value)), tolerance: 0.001);
    }
}
