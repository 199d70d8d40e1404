using Graft.Networks;
using Graft.Training;
using TorchSharp;

namespace Graft.Tests.Training;

public sealed class TorchGraphTests
{
    [Fact]
    public void A_frozen_stage_keeps_its_batch_norm_statistics()
    {
        using var model = Tiny("resnet_tiny", out var before);
        model.TrainFrom("stage3", fixStatistics: false);

        Backward(model);

        var after = Values(model);
        foreach (var spec in model.Graph.Parameters.Where(spec => spec.Role is ParameterRole.RunningMean or ParameterRole.RunningVariance or ParameterRole.BatchCount))
        {
            var isTrained = spec.Stage is "stage3" or "stage4" or "neck" or "head";
            Assert.Equal(!isTrained, before[spec.Name].Data.SequenceEqual(after[spec.Name].Data));
        }
    }

    [Fact]
    public void A_frozen_stage_has_no_gradient_and_a_trained_one_has()
    {
        using var model = Tiny("mobilenet_v2_tiny", out _);
        model.TrainFrom("stage5", fixStatistics: true);

        Backward(model);

        Assert.Equal(["stage5", "neck", "head"], model.Trainable.Select(parameter => parameter.Spec.Stage).Distinct());
        Assert.All(model.Trainable, parameter => Assert.NotNull(parameter.Value.grad));
    }

    [Fact]
    public void A_trained_stage_keeps_its_statistics_too_when_told_to()
    {
        using var model = Tiny("resnet_tiny", out var before);
        model.TrainFrom("stem", fixStatistics: true);

        Backward(model);

        var after = Values(model);
        Assert.All(before, pair => Assert.Equal(pair.Value.Data, after[pair.Key].Data));
    }

    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("efficientnet_lite_tiny")]
    public void Folding_a_fixed_norm_into_its_convolution_changes_no_gradient(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        var parameters = ParameterInitialiser.Create(graph, 3);
        var gradients = new[] { true, false }.Select(fold =>
        {
            using var model = new TorchGraph(graph, parameters, new TorchGraphOptions { FoldFixedNorms = fold, ParameterType = torch.ScalarType.Float64 });
            model.TrainFrom("stem", fixStatistics: true);
            Backward(model);
            return model.Trainable.Select(parameter => HostTensors.ToHost(parameter.Value.grad!)).ToList();
        }).ToList();

        for (var i = 0; i < gradients[0].Count; i++)
            Assert.All(gradients[0][i].Data.Zip(gradients[1][i].Data), pair => Assert.Equal(pair.Second, pair.First, 1e-6 + 1e-5 * Math.Abs(pair.Second)));
    }

    [Theory]
    [InlineData("resnet_tiny")]
    [InlineData("mobilenet_v2_tiny")]
    [InlineData("efficientnet_lite_tiny")]
    [InlineData("inception_tiny")]
    [InlineData("vgg_bn_tiny")]
    [InlineData("convnext_twin")]
    [InlineData("vit_twin")]
    [InlineData("swin_twin")]
    [InlineData("swin_v2_twin")]
    [InlineData("maxvit_twin")]
    public void Both_layouts_have_the_same_loss_and_gradients(string name)
    {
        var graph = ModelCatalogue.Build(name, 5);
        graph = graph.FittedTo(128, 128);
        var parameters = ParameterInitialiser.Create(graph, 3);
        var gradients = new[] { MemoryLayout.ChannelsFirst, MemoryLayout.ChannelsLast }.Select(layout =>
        {
            using var model = new TorchGraph(graph, parameters, new TorchGraphOptions { Layout = layout, ParameterType = torch.ScalarType.Float64 });
            model.TrainFrom(graph.Stages[0].Name, fixStatistics: false);
            Backward(model, 128);
            return model.Trainable.Select(parameter => HostTensors.ToHost(parameter.Value.grad!)).ToList();
        }).ToList();

        for (var i = 0; i < gradients[0].Count; i++)
            Assert.All(gradients[0][i].Data.Zip(gradients[1][i].Data), pair => Assert.Equal(pair.Second, pair.First, 1e-6 + 1e-5 * Math.Abs(pair.Second)));
    }

    [Fact]
    public void The_auxiliary_classifier_answers_while_training_only()
    {
        var graph = ModelCatalogue.Build("inception_tiny", 5);
        using var model = new TorchGraph(graph, ParameterInitialiser.Create(graph, 1));
        using var scope = torch.NewDisposeScope();
        Assert.Null(model.Forward(torch.zeros(2, 3, 128, 128), isTraining: false).Auxiliary);
        Assert.Equal([2, 5], model.Forward(torch.zeros(2, 3, 128, 128), isTraining: true).Auxiliary!.shape);
    }

    [Fact]
    public void Bfloat16_is_near_float32_and_its_parameters_stay_float32()
    {
        var graph = ModelCatalogue.Build("resnet_tiny", 5);
        var parameters = ParameterInitialiser.Create(graph, 3);
        var logits = new[] { Precision.Float32, Precision.Bfloat16 }.Select(precision =>
        {
            using var model = new TorchGraph(graph, parameters, new TorchGraphOptions { Precision = precision });
            Assert.All(Values(model), pair => Assert.Equal(parameters[pair.Key].Data, pair.Value.Data));
            using var scope = torch.NewDisposeScope();
            return HostTensors.ToHost(model.Forward(Images(64), isTraining: false).Output).Data;
        }).ToList();
        var spread = logits[0].Max() - logits[0].Min();
        Assert.All(logits[0].Zip(logits[1]), pair => Assert.Equal(pair.First, pair.Second, 0.05 * spread));
        Assert.NotEqual(logits[0], logits[1]);
    }

    [Fact]
    public void A_missing_and_a_misshapen_parameter_are_named_together()
    {
        var graph = ModelCatalogue.Build("resnet_tiny", 5);
        var parameters = new ParameterSet();
        foreach (var (name, tensor) in ParameterInitialiser.Create(graph, 1))
            if (name != "bn1.weight") parameters.Set(name, name == "fc.bias" ? new HostTensor([1], [0]) : tensor);

        var problems = Assert.Throws<ProblemsException>(() => new TorchGraph(graph, parameters)).Problems;

        Assert.Equal(["bn1.weight", "fc.bias"], problems.Select(problem => problem.Where));
    }

    private static TorchGraph Tiny(string name, out ParameterSet parameters)
    {
        var graph = ModelCatalogue.Build(name, 5);
        parameters = ParameterInitialiser.Create(graph, 3);
        return new TorchGraph(graph, parameters);
    }

    private static torch.Tensor Images(int side) => torch.tensor(ReferenceFill.Input(4, 3, side, side), [4, 3, side, side]);

    private static void Backward(TorchGraph model, int side = 64)
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(7);
        var output = model.Forward(Images(side), isTraining: true);
        var loss = output.Output.sin().sum();
        if (output.Auxiliary is { } auxiliary) loss = loss.add(auxiliary.cos().sum());
        loss.backward();
    }

    private static ParameterSet Values(TorchGraph model)
    {
        var values = new ParameterSet();
        model.CopyTo(values);
        return values;
    }
}
