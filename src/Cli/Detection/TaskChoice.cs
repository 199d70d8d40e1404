using Graft.Data;
using Graft.Networks;

namespace Graft.Cli;

/// <summary>The task of a training: as asked for, what the model is for, or what the data is laid out for.</summary>
internal static class TaskChoice
{
    /// <summary>What can be trained.</summary>
    public static IReadOnlyList<string> Known { get; } = ["classify", "detect", "segment", "instances"];

    /// <summary>The task; an inferred one other than classification is said.</summary>
    /// <exception cref="GraftException">Nothing can be trained on the data.</exception>
    public static string Of(string? asked, string data, string model, Terminal terminal)
    {
        if (asked is not null) return asked;
        var drawsMasks = DetectionCatalogue.HasMasks(WeightsCatalogue.Split(model).Model);
        var layout = DatasetLayout.Infer(data);
        var task = drawsMasks ? "instances" : layout.Tasks.FirstOrDefault(Known.Contains)
            ?? throw new GraftException($"'{data}' is laid out for {layout.Task}. {layout.Reason}", $"This verb trains {string.Join(", ", Known)}.");
        if (task != "classify") terminal.Say($"task {task}: {(drawsMasks ? $"{model} draws masks." : layout.Reason)} --task chooses another.");
        return task;
    }
}
