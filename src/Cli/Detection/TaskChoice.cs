using Graft.Data;

namespace Graft.Cli;

/// <summary>The task of a training: as asked for, or what the data is laid out for.</summary>
internal static class TaskChoice
{
    private static readonly string[] Known = ["classify", "detect", "segment"];

    /// <summary>The task; an inferred one other than classification is said.</summary>
    public static string Of(string? asked, string data, Terminal terminal)
    {
        if (asked is not null) return asked;
        var layout = DatasetLayout.Infer(data);
        var task = layout.Tasks.FirstOrDefault(Known.Contains) ?? throw new GraftException($"'{data}' is laid out for {layout.Task}. {layout.Reason}", "This verb trains classify, detect and segment.");
        if (task != "classify") terminal.Say($"task {task}: {layout.Reason} --task chooses another.");
        return task;
    }
}
