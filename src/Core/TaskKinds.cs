namespace Graft;

/// <summary>The words for tasks on the command line, in model files and in run folders.</summary>
internal static class TaskKinds
{
    /// <summary>All of them, in the order of the help texts.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<TaskKind>().Select(Name)];

    /// <summary>The word for a task: <c>classify</c>, <c>detect</c>, <c>segment</c>, <c>instances</c> or <c>identities</c>.</summary>
    public static string Name(this TaskKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The task of a word; null where it is not one of ours.</summary>
    public static TaskKind? Find(string? name) => Enum.GetValues<TaskKind>().Cast<TaskKind?>().FirstOrDefault(kind => kind!.Value.Name() == name);

    /// <summary>The task of a model file's word.</summary>
    /// <exception cref="GraftException">No such task.</exception>
    public static TaskKind Parse(string name) => Find(name)
        ?? throw new GraftException($"The task '{name}' is unknown to this version.",
            $"Expected {string.Join(", ", Names)}.",
            "Use the version of Graft that wrote the file, or a newer one.");
}
