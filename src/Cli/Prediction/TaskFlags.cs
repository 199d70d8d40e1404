using System.CommandLine;
using Graft.Data;

namespace Graft.Cli;

/// <summary>Which flags have a meaning for which tasks; nothing that was given is left out of account in silence.</summary>
internal sealed class TaskFlags
{
    private readonly List<(Option Option, TaskKind[] Tasks)> _rows = [];

    /// <summary>What these flags are for.</summary>
    public void Add(TaskKind[] tasks, params IEnumerable<Option> options) => _rows.AddRange(options.Select(option => (option, tasks)));

    /// <summary>Refuses what was given and is for other tasks, all at once.</summary>
    /// <exception cref="GraftException">A flag has no meaning for the task.</exception>
    public void Check(ParseResult parsed, TaskKind task)
    {
        var wrong = _rows.Where(row => !row.Tasks.Contains(task) && parsed.IsGiven(row.Option)).ToList();
        if (wrong.Count == 0) return;
        throw new GraftException(string.Join("; ",
            wrong.GroupBy(row => For(row.Tasks), row => row.Option.Name)
                .Select(group => $"{Words.And(group)} {(group.Count() == 1 ? "is" : "are")} for {group.Key}"))
            + $"; this is a model for the task '{task.Name()}'.", cure: $"Leave {Words.And(wrong.Select(row => row.Option.Name))} out.");
    }

    private static string For(TaskKind[] tasks) => Words.And(tasks.Select(task => TaskView.Of(task).Models).Distinct());
}
