using System.Text.Json;
using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>Every operation of the convolutional families on torch, in both layouts, against torchvision's values of the tiny twins.</summary>
public sealed class TwinTests
{
    private const string File = "convnets.json";

    private static readonly Dictionary<string, JsonElement> Twins = Read();

    public static TheoryData<string> Names => [.. Twins.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_twin_has_its_golden_logits(string name) =>
        Assert.InRange(Error(name, MemoryLayout.ChannelsFirst), 0, 1e-4);

    // On some processors oneDNN's channels-last kernels are wrong for single shapes (googlenet_tiny: 3x3 from 18 to 36 channels
    // at 4 x 4 pixels, seen with AVX-512 on a virtual machine). A training must then notice.
    [Theory, MemberData(nameof(Names))]
    public void A_twin_has_them_in_the_other_layout_too_or_the_layout_is_refused(string name)
    {
        var job = TinyJob.Create(name) with { Preprocess = Imaging.Preprocess.ImageNet(64, 64) };
        job = job with { Parameters = ReferenceNetwork.Parameters(job.Graph) };

        Assert.True(Error(name, MemoryLayout.ChannelsLast) <= 1e-4 || !LayoutCheck.Agrees(job));
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_trained_parameter_of_a_twin_gets_a_gradient_and_no_tensor_is_left_over(string name)
    {
        var graph = ModelCatalogue.Build(name, 10);
        using var model = new TorchGraph(graph, ParameterInitialiser.Create(graph, 1));
        model.TrainFrom("stem", fixStatistics: false);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (torch.NewDisposeScope())
        {
            var output = model.Forward(torch.randn(4, 3, 64, 64), isTraining: true);
            var loss = output.Output.sin().sum();
            if (output.Auxiliary is { } auxiliary) loss = loss.add(auxiliary.sin().sum());
            loss.backward();
        }

        Assert.All(model.Trainable, parameter => Assert.NotNull(parameter.Value.grad));
        Assert.Equal(graph.Parameters.Count(spec => spec.IsTrainable), model.Trainable.Count);
        Assert.InRange(DisposeScopeManager.Statistics.ThreadTotalLiveCount - before, 0, 2 * model.Trainable.Count); // their gradients
    }

    private static double Error(string name, MemoryLayout layout)
    {
        var graph = ModelCatalogue.Build(name, 10);
        using var scope = torch.NewDisposeScope();
        using var model = new TorchGraph(graph, ReferenceNetwork.Parameters(graph), new TorchGraphOptions { Layout = layout });
        var logits = HostTensors.ToHost(model.Forward(HostTensors.From(ReferenceNetwork.Input(2, 64).Data, 2, 3, 64, 64), isTraining: false).Output);
        return ReferenceSummary.From(Twins[name].GetProperty("logits")).Error(logits.Data);
    }

    private static Dictionary<string, JsonElement> Read()
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Repository.At("test", "reference", File)));
        return document.RootElement.GetProperty("twins").EnumerateArray().ToDictionary(row => row.GetProperty("model").GetString()!, row => row.Clone());
    }
}
