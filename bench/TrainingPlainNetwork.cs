using Graft.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace Graft.Bench;

/// <summary>A network as a user of TorchSharp writes it, of modules; the names are the checkpoint keys, so that it starts from our values.</summary>
internal abstract class TrainingPlainNetwork(string name) : Module<torch.Tensor, torch.Tensor>(name)
{
    public static TrainingPlainNetwork Create(string model, int classes) => model switch
    {
        "resnet18" => new TrainingPlainResNet(classes),
        "efficientnet_lite0" => new TrainingPlainLite(classes),
        _ => throw new GraftException($"There are no plain modules for '{model}'.", "They are written by hand, so as to owe nothing to our graph."),
    };

    /// <summary>Copies values into parameters and buffers.</summary>
    public void Load(ParameterSet values)
    {
        using var noGradient = torch.no_grad();
        foreach (var (name, tensor) in named_parameters().Select(one => (one.name, (torch.Tensor)one.parameter)).Concat(named_buffers()))
        {
            var value = values[name];
            using var given = torch.tensor(value.Data, [.. value.Shape.Select(dimension => (long)dimension)]);
            tensor.copy_(given);
        }
    }

    /// <summary>Switches the gradients of earlier stages off, and the statistics of their norms; those of all norms where they are fixed.</summary>
    public void TrainFrom(Graph stages, string first, bool normsMove)
    {
        var trained = stages.Stages.SkipWhile(stage => stage.Name != first).Select(stage => stage.Name).ToHashSet();
        var isTrained = stages.Parameters.ToDictionary(spec => spec.Name, spec => trained.Contains(spec.Stage));
        train();
        foreach (var (name, parameter) in named_parameters()) parameter.requires_grad = isTrained[name];
        foreach (var (name, module) in named_modules())
            if (module is BatchNorm2d && !(normsMove && isTrained[$"{name}.weight"])) module.eval();
    }
}
