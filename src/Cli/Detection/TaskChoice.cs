using Graft.Data;
using Graft.Networks;

namespace Graft.Cli;

/// <summary>The task of a training: as asked for, or what the model is for and the data is laid out for.</summary>
internal static class TaskChoice
{
    /// <summary>What can be trained.</summary>
    public static IReadOnlyList<string> Known { get; } = ["classify", "detect", "segment", "instances"];

    /// <summary>The task; an inferred one other than classification is said.</summary>
    /// <exception cref="GraftException">Nothing can be trained on the data, or the model is for another task.</exception>
    public static string Of(string? asked, TrainRequest request, Terminal terminal)
    {
        var drawsMasks = DetectionCatalogue.HasMasks(WeightsCatalogue.Split(request.Model).Model);
        if (asked == "detect" && drawsMasks)
            throw new GraftException($"{request.Model} draws masks, which --task detect does not learn.", cure: "Use --task instances, or the fasterrcnn_ network or backbone of that name.");
        if (asked is not null) return asked;
        var layout = DatasetLayout.Infer(request.Data);
        var task = drawsMasks ? "instances" : layout.Tasks.FirstOrDefault(Known.Contains)
            ?? throw new GraftException($"'{request.Data}' is laid out for {layout.Task}. {layout.Reason}", $"This verb trains {string.Join(", ", Known)}.");
        if (task != "classify") terminal.Say($"task {task}: {(drawsMasks ? $"{request.Model} draws masks." : layout.Reason)} --task chooses another.");
        return task;
    }
}
