using Graft.Artifacts;
using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

public sealed class FakeQuantisationTests
{
    // Steps of 0.5 from -1 to 126.5; what lies outside is cut off and has no gradient (as torch's fake_quantize_per_tensor_affine).
    [Fact]
    public void An_activation_is_rounded_and_its_gradient_goes_straight_through()
    {
        using var scope = torch.NewDisposeScope();
        var x = torch.tensor(new[] { -3f, -1f, -0.3f, 0f, 0.2f, 0.26f, 0.75f, 126.4f, 200f }, requires_grad: true);
        var y = FakeQuantisation.Activation(x, new ActivationRange(-1, 126.5f));
        Assert.Equal([-1f, -1f, -0.5f, 0f, 0f, 0.5f, 1f, 126.5f, 126.5f], y.data<float>().ToArray());
        (y * torch.arange(1, 10, torch.float32)).sum().backward();
        Assert.Equal([0f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 0f], x.grad!.data<float>().ToArray());
        using var noGradient = torch.no_grad();
        Assert.Equal(y.data<float>().ToArray(), FakeQuantisation.Activation(x, new ActivationRange(-1, 126.5f)).data<float>().ToArray());
    }

    [Fact]
    public void Weights_have_a_step_for_each_output_channel()
    {
        using var scope = torch.NewDisposeScope();
        var weight = torch.tensor(new[] { 127f, -1.4f, 0.6f, -12.7f, 0.04f, 0.26f, 0f, 0f, 0f }, requires_grad: true);
        var bias = torch.tensor(new[] { 0.7f, 0.12f, -0.1f }, requires_grad: true);
        var (rounded, shifted) = FakeQuantisation.Layer(weight.view(3, 3, 1, 1), bias, step: 0.5);
        float[] expected = [127f, -1f, 1f, -12.7f, 0f, 0.3f, 0f, 0f, 0f];
        Assert.Equal([3L, 3, 1, 1], rounded.shape);
        foreach (var (value, wanted) in rounded.contiguous().data<float>().ToArray().Zip(expected)) Assert.Equal(wanted, value, 1e-5f);
        Assert.Equal([0.5f, 0.1f], shifted!.data<float>().ToArray()[..2].Select(value => MathF.Round(value, 4)));
        (rounded.sum() + shifted.sum()).backward();
        Assert.All([.. weight.grad!.data<float>().ToArray(), .. bias.grad!.data<float>().ToArray()], gradient => Assert.Equal(1f, gradient));
    }

    [Fact]
    public void Steps_leave_no_tensors()
    {
        var graph = ModelCatalogue.Build("resnet_tiny", 3);
        var places = new FakeQuantisation([.. graph.Nodes.Select(node =>
            new FakeQuantisedNode(node.Operation is Operation.Convolution or Operation.Linear, new ActivationRange(-2, 2), null))]);
        using var model = new TorchGraph(graph, ParameterInitialiser.Create(graph, 1), new TorchGraphOptions { Quantisation = places });
        model.TrainFrom("stem", fixStatistics: true);
        using var images = torch.rand(2, 3, 64, 64);
        Step();
        var before = torch.Tensor.TotalCount;
        for (var step = 0; step < 3; step++) Step();
        Assert.Equal(before, torch.Tensor.TotalCount);
        Assert.All(model.Trainable, parameter => Assert.NotNull(parameter.Value.grad));

        void Step()
        {
            using var scope = torch.NewDisposeScope();
            model.Forward(images, isTraining: true).Output.sum().backward();
        }
    }

    [Fact]
    public void The_part_behind_a_cut_begins_with_what_it_reads()
    {
        ActivationRange Range(float max) => new(0, max);
        var whole = new FakeQuantisation([.. Enumerable.Range(0, 5).Select(at => new FakeQuantisedNode(at % 2 == 1, Range(at), null))]);
        Assert.Equal([Range(2), Range(4)], whole.From(first: 4, boundary: 2).Nodes.Select(node => node.Made!.Value));
    }
}
