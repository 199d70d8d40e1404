using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>Twins of ConvNeXt, ViT, Swin and MaxViT on torch against torchvision's own classes, gradients included.</summary>
public sealed class TransformerReferenceTests
{
    private const string File = "transformers.json";

    public static TheoryData<string, MemoryLayout> Twins => [.. ReferenceSummary.Models(File, "twins").SelectMany(twin =>
        new[] { MemoryLayout.ChannelsFirst, MemoryLayout.ChannelsLast }.Select(layout => (twin.GetProperty("model").GetString()!, layout)))];

    [Theory, MemberData(nameof(Twins))]
    public void A_twin_has_torchvisions_logits_and_gradients(string name, MemoryLayout layout)
    {
        var reference = ReferenceSummary.Models(File, "twins").Single(twin => twin.GetProperty("model").GetString() == name);
        var graph = ModelCatalogue.Build(name, 5);
        using var model = new TorchGraph(graph, ReferenceNetwork.Parameters(graph), new TorchGraphOptions { Layout = layout, ParameterType = torch.ScalarType.Float64 });
        model.TrainFrom("stem", fixStatistics: true);
        using var scope = torch.NewDisposeScope();

        var logits = model.Forward(HostTensors.From(ReferenceFill.Input(2, 3, 64, 64), 2, 3, 64, 64), isTraining: false).Output;
        logits.sin().sum().backward();

        ReferenceSummary.From(reference.GetProperty("logits")).AssertMatches([2, 5], HostTensors.ToHost(logits).Data, 1e-6);
        Assert.Equal(reference.GetProperty("gradients").EnumerateObject().Select(p => p.Name).Order(), model.Trainable.Select(p => p.Spec.Name).Order());
        Assert.All(model.Trainable, parameter =>
        {
            var expected = reference.GetProperty("gradients").GetProperty(parameter.Spec.Name);
            var (length, first) = (expected[0].GetDouble(), expected[1].GetDouble());
            Assert.Equal(length, parameter.Value.grad!.norm().ToDouble(), 1e-9 + 1e-5 * length);
            Assert.Equal(first, parameter.Value.grad!.flatten()[0].ToDouble(), 1e-9 + 1e-5 * length);
        });
    }

    [Fact]
    public void Images_of_other_sizes_get_torchvisions_answers_too() => Assert.All(ReferenceSummary.Models(File, "resized"), reference =>
    {
        var graph = ModelCatalogue.Build(reference.GetProperty("model").GetString()!, 5);
        var (height, width) = (reference.GetProperty("input")[2].GetInt32(), reference.GetProperty("input")[3].GetInt32());
        using var model = new TorchGraph(graph, ReferenceNetwork.Parameters(graph));
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();

        var logits = model.Forward(HostTensors.From(ReferenceFill.Input(2, 3, height, width), 2, 3, height, width), isTraining: false).Output;

        ReferenceSummary.From(reference.GetProperty("logits")).AssertMatches([2, 5], HostTensors.ToHost(logits).Data);
    });

    [Theory]
    [InlineData("vit_twin")]
    [InlineData("swin_twin")]
    [InlineData("swin_v2_twin")]
    public void Bfloat16_is_near_float32(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        var logits = new[] { Precision.Float32, Precision.Bfloat16 }.Select(precision =>
        {
            using var model = new TorchGraph(graph, ReferenceNetwork.Parameters(graph), new TorchGraphOptions { Precision = precision });
            using var scope = torch.NewDisposeScope();
            return HostTensors.ToHost(model.Forward(HostTensors.From(ReferenceFill.Input(2, 3, 64, 64), 2, 3, 64, 64), isTraining: false).Output).Data;
        }).ToList();

        var spread = logits[0].Max() - logits[0].Min();
        Assert.All(logits[0].Zip(logits[1]), pair => Assert.Equal(pair.First, pair.Second, 0.1 * spread));
    }

    [Theory]
    [InlineData("vit_twin")]
    [InlineData("swin_v2_twin")]
    public void A_step_leaves_no_tensors_behind(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        using var model = new TorchGraph(graph, ReferenceNetwork.Parameters(graph));
        model.TrainFrom("stage2", fixStatistics: false);
        long Step()
        {
            using var scope = torch.NewDisposeScope();
            model.Forward(HostTensors.From(ReferenceFill.Input(2, 3, 64, 64), 2, 3, 64, 64), isTraining: true).Output.sum().backward();
            return torch.Tensor.TotalCount;
        }
        Step();
        var before = torch.Tensor.TotalCount;
        Step();

        Assert.Equal(before, torch.Tensor.TotalCount);
    }
}
