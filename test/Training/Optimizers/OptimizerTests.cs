using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

/// <summary>Our optimizers against torch's own.</summary>
public sealed class OptimizerTests
{
    private const int Steps = 12, Values = 1003; // no multiple of any vector

    [Fact]
    public void AdamW_moves_as_torchs_does()
    {
        var options = new OptimizerOptions { WeightDecay = 0.1, Beta1 = 0.8, Beta2 = 0.99 };
        var expected = Expected(parameters => torch.optim.AdamW(parameters, lr: 0.05, beta1: 0.8, beta2: 0.99, eps: 1e-8, weight_decay: 0.1));
        AssertNear(expected, Ours(groups => new AdamW(groups, options), decays: true));
    }

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.9, false)]
    [InlineData(0.9, true)]
    public void Gradient_descent_moves_as_torchs_does(double momentum, bool nesterov)
    {
        var options = new OptimizerOptions { Kind = OptimizerKind.Sgd, WeightDecay = 0.1, Momentum = momentum, Nesterov = nesterov };
        var expected = Expected(parameters => torch.optim.SGD(parameters, 0.05, momentum, 0, 0.1, nesterov));
        AssertNear(expected, Ours(groups => new Sgd(groups, options), decays: true));
    }

    [Fact]
    public void A_group_without_decay_has_none()
    {
        var options = new OptimizerOptions { WeightDecay = 0.1 };
        var expected = Expected(parameters => torch.optim.AdamW(parameters, lr: 0.05, eps: 1e-8, weight_decay: 0));
        AssertNear(expected, Ours(groups => new AdamW(groups, options), decays: false));
    }

    [Fact]
    public void Norms_and_biases_are_in_groups_without_decay_and_rates_fall_towards_the_stem()
    {
        var graph = ModelCatalogue.Build("resnet_tiny", 4);
        using var model = new TorchGraph(graph, ParameterInitialiser.Create(graph, 1));
        model.TrainFrom("stage3", fixStatistics: true);

        var groups = ParameterGroup.Of(model.Trainable, graph, new Phase(1, "stage3", 0.01, 0.5));

        Assert.All(groups, group => Assert.All(group.Parameters, parameter => Assert.Equal(group.Decays, parameter.Spec.Shape.Count > 1)));
        Assert.Equal(new Dictionary<string, double> { ["stage3"] = 0.0025, ["stage4"] = 0.005, ["head"] = 0.01 },
            groups.DistinctBy(group => group.Stage).ToDictionary(group => group.Stage, group => group.LearningRate));
    }

    [Fact]
    public void A_gradient_over_the_limit_is_shortened_to_it_and_others_stay()
    {
        Assert.Equal(0.25, GradientNorm.Clip(8, 2));
        Assert.Equal(1, GradientNorm.Clip(1.5, 2));
        Assert.Equal(1, GradientNorm.Clip(8, 0));
    }

    private static torch.Tensor Start() => torch.tensor(ReferenceFill.Tensor("start", [1, Values]));

    private static torch.Tensor Gradient(int step) => torch.tensor(ReferenceFill.Tensor($"gradient {step}", [1, Values]));

    private static float[] Expected(Func<IEnumerable<TorchSharp.Modules.Parameter>, torch.optim.Optimizer> make)
    {
        using var scope = torch.NewDisposeScope();
        using var parameter = new TorchSharp.Modules.Parameter(Start());
        using var optimizer = make([parameter]);
        for (var step = 0; step < Steps; step++)
        {
            parameter.grad = Gradient(step);
            optimizer.step();
        }
        return HostTensors.ToHost(parameter).Data;
    }

    // Gradients twice as long, halved again by the factor that clips and averages.
    private static float[] Ours(Func<IReadOnlyList<ParameterGroup>, Optimizer> make, bool decays)
    {
        using var scope = torch.NewDisposeScope();
        var value = Start();
        value.requires_grad = true;
        var spec = new ParameterSpec("w.weight", [Values], ParameterRole.LinearWeight, "head");
        using var optimizer = make([new ParameterGroup("head", 0.1, decays, [new TrainableTensor(spec, value)])]);
        for (var step = 0; step < Steps; step++)
        {
            value.grad = Gradient(step).mul(2);
            optimizer.Step(rate: 0.5, gradient: 0.5);
            Assert.Null(value.grad);
        }
        return HostTensors.ToHost(value).Data;
    }

    private static void AssertNear(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
}
