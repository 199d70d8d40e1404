namespace Graft.Runtime;

/// <summary>Which tasks can abstain: one row for each.</summary>
internal static class AbstainingTasks
{
    private const string OfObjects =
        "A detector gives each object its own score, and what it misses has none: there is no one answer for an image that could be withheld.";

    private static readonly Dictionary<TaskKind, string?> Reasons = new()
    {
        [TaskKind.Classify] = null,
        [TaskKind.Detect] = OfObjects,
        [TaskKind.Segment] = "A segmentation network answers for every pixel, and pixels of an image are no independent cases that an error rate could be "
            + "promised of.",
        [TaskKind.Instances] = OfObjects,
        [TaskKind.Identities] = "A network that describes identities names nobody: whoever compares its descriptors decides, by a threshold of their own.",
    };

    /// <summary>Why models of a task do not abstain, in one sentence; null where they do.</summary>
    public static string? WhyNot(TaskKind task) => Reasons[task];

    /// <summary>Refuses an error rate for a model of a task that does not abstain.</summary>
    /// <exception cref="GraftException">It does not.</exception>
    public static void Require(TaskKind task, double? rate)
    {
        if (rate is not null && WhyNot(task) is { } reason)
            throw new GraftException(reason, $"{Flag.Of("--abstain")} is for classifiers; this is a model for the task '{task.Name()}'.", "Leave it out.");
    }
}
