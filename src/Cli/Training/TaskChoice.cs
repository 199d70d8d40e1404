using Graft.Data;
using Graft.Networks;

namespace Graft.Cli;

/// <summary>The task of a training: as asked for, what the model is for, or what the data is laid out for.</summary>
internal static class TaskChoice
{
    /// <summary>The task; an inferred one is said with its evidence.</summary>
    /// <exception cref="GraftException">There is no data set, or it can be read in two ways.</exception>
    public static TaskKind Of(string? asked, string data, string model, Terminal terminal)
    {
        if (asked is not null) return TaskKinds.Parse(asked);
        var drawsMasks = DetectionCatalogue.HasMasks(WeightsCatalogue.Split(model).Model);
        var layout = DatasetLayout.Infer(data);
        var task = drawsMasks ? TaskKind.Instances : layout.WithoutDoubt().Task;
        terminal.Say($"task {task.Name()}: {(drawsMasks ? $"{model} draws masks." : layout.Reason)} --task chooses another.");
        return task;
    }
}
