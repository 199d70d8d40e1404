using Graft.Runtime;

namespace Graft.Cli;

/// <summary>What the command line has for a task, beside what <see cref="TaskTable"/> has: one row per <see cref="TaskKind"/>.</summary>
internal sealed record TaskView
{
    /// <summary>The task.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>What its models are called in messages.</summary>
    public required string Models { get; init; }

    /// <summary>Opens a model file for <c>graft predict</c>.</summary>
    public required Func<PredictSettings, IPredicting> Predicting { get; init; }

    /// <summary>Opens a model file for <c>graft explain</c>; null where <see cref="NotExplained"/> says why not.</summary>
    public Func<string, RuntimeOptions, ExplainedModel>? Explaining { get; init; }

    /// <summary>Why its answers are not explained.</summary>
    public string? NotExplained { get; init; }

    /// <summary>What <c>graft new</c> writes for it.</summary>
    public required ProgramLines Program { get; init; }

    /// <summary>Every task.</summary>
    public static IReadOnlyList<TaskView> Rows { get; } =
    [
        new()
        {
            Kind = TaskKind.Classify,
            Models = "classifiers",
            Predicting = ClassPredicting.Open,
            Explaining = ExplainedModel.Classes,
            Program = ProgramLines.Classes,
        },
        new()
        {
            Kind = TaskKind.Detect,
            Models = "detectors",
            Predicting = ObjectPredicting.Open,
            Explaining = ExplainedModel.Objects,
            Program = ProgramLines.Boxes,
        },
        new()
        {
            Kind = TaskKind.Segment,
            Models = "segmentation networks",
            Predicting = PixelPredicting.Open,
            Explaining = ExplainedModel.Pixels,
            Program = ProgramLines.Pixels,
        },
        new()
        {
            Kind = TaskKind.Instances,
            Models = "detectors",
            Predicting = ObjectPredicting.Open,
            Explaining = ExplainedModel.Objects,
            Program = ProgramLines.Masks,
        },
        new()
        {
            Kind = TaskKind.Identities,
            Models = "networks that describe identities",
            Predicting = DescriptorPredicting.Open,
            NotExplained = "it describes identities, and an image alone has no score",
            Program = ProgramLines.Descriptors,
        },
    ];

    /// <summary>The row of a task.</summary>
    public static TaskView Of(TaskKind kind) => Rows.Single(row => row.Kind == kind);
}
