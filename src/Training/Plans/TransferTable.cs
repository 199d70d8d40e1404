using Graft.Networks;

namespace Graft.Training;

/// <summary>What is loaded, re-initialised and frozen, with the rate of every stage: shown before the first step, kept as transfer.json.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Phases">The phases in order.</param>
/// <param name="Rows">One row per stage, from the stem to the head.</param>
internal sealed record TransferTable(Strategy Strategy, IReadOnlyList<Phase> Phases, IReadOnlyList<TransferTableRow> Rows)
{
    /// <summary>Whether the head's fresh values are replaced by logistic regression's solution before the first step.</summary>
    public bool HeadIsSolved { get; init; }

    /// <summary>Layout and precision of the steps, and why; null until it is chosen.</summary>
    public EngineChoice? Engine { get; init; }

    /// <summary>The last step that was taken where a time limit ended the training; null where none did.</summary>
    public LastStep? LastStep { get; init; }

    /// <summary>The table of a plan.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="report">What a checkpoint gave; null when every value is fresh.</param>
    internal static TransferTable Of(Graph graph, TransferPlan plan, LoadReport? report)
    {
        var loaded = report?.Loaded.ToHashSet(StringComparer.Ordinal) ?? [];
        return new TransferTable(plan.Strategy, plan.Phases, [.. graph.Stages.Select(stage => Row(graph, plan, stage.Name, loaded))])
        { HeadIsSolved = plan.HeadIsSolved };
    }

    private static TransferTableRow Row(Graph graph, TransferPlan plan, string stage, HashSet<string> loaded)
    {
        // Counters say nothing about where values come from, and some checkpoints leave them out.
        var specs = graph.Parameters.Where(spec => spec.Stage == stage && spec.Role != ParameterRole.BatchCount).ToList();
        var taken = specs.Count(spec => loaded.Contains(spec.Name));
        return new TransferTableRow(stage, specs.Where(spec => spec.IsTrainable).Sum(spec => spec.Count), taken, specs.Count - taken,
            [.. plan.Phases.Select(phase => phase.RateOf(graph, stage))]);
    }
}

/// <summary>What happens to one stage.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Parameters">Trainable values in it.</param>
/// <param name="Loaded">Tensors taken from the checkpoint.</param>
/// <param name="Reinitialised">Tensors with fresh values.</param>
/// <param name="LearningRates">Highest rate in each phase; null while frozen.</param>
internal sealed record TransferTableRow(string Stage, long Parameters, int Loaded, int Reinitialised, IReadOnlyList<double?> LearningRates);

/// <summary>A step at which a training ended before its time.</summary>
/// <param name="Phase">Index of the phase, from 0.</param>
/// <param name="Step">Steps taken in that phase; 0 where it ended before the first.</param>
internal sealed record LastStep(int Phase, long Step);
