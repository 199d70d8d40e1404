using Graft.Data;
using Graft.Networks;

namespace Graft.Training;

/// <summary>A strategy as a list of phases.</summary>
/// <param name="Strategy">What was asked for.</param>
/// <param name="Phases">What is done, in order; none for the probe.</param>
internal sealed record TransferPlan(Strategy Strategy, IReadOnlyList<Phase> Phases)
{
    private const double DefaultDecay = 0.6;

    /// <summary>Whether the head holds logistic regression's solution before the first step.</summary>
    public bool HeadIsSolved { get; init; }

    /// <summary>The phases of a strategy for a network whose last stage is its head.</summary>
    /// <exception cref="ProblemsException">An option is out of range.</exception>
    /// <exception cref="GraftException">The network has no stage of that name, or nothing is left to train.</exception>
    public static TransferPlan For(Strategy strategy, TransferOptions options, Graph graph)
    {
        OptionsCheck.Throw("The transfer plan", options);
        var (first, head) = (graph.Stages[0].Name, graph.Stages[^1].Name);
        var decay = options.DecayPerStage ?? DefaultDecay;
        IReadOnlyList<Phase> phases = strategy switch
        {
            Strategy.Probe or Strategy.Adapt => [],
            Strategy.Head => [new(options.Epochs, head, Rate(options, 1e-3))],
            Strategy.Partial => [new(options.Epochs, AfterFrozen(graph, options.Freeze), Rate(options, 3e-4), decay)],
            Strategy.Full => [new(options.Epochs, first, Rate(options, 3e-4), decay)],
            Strategy.Gradual => Gradual(options, first, head, decay),
            Strategy.Scratch => [new(options.Epochs, first, Rate(options, 1e-3), options.DecayPerStage ?? 1)],
            _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, "No such strategy."),
        };
        return new TransferPlan(strategy, phases)
        { HeadIsSolved = strategy is Strategy.Probe or Strategy.Adapt || (strategy == Strategy.Gradual && options.HeadIsSolved) };
    }

    private static Phase[] Gradual(TransferOptions options, string first, string head, double decay)
    {
        var headEpochs = options.HeadIsSolved ? 0 : options.HeadEpochs ?? Math.Max(1, options.Epochs / 5);
        var all = new Phase(Math.Max(1, options.Epochs - headEpochs), first, Rate(options, 2e-4), decay);
        return options.HeadIsSolved ? [all] : [new Phase(headEpochs, head, all.LearningRate * 5), all];
    }

    // SGD with momentum wants about thirty times AdamW's rate.
    private static double Rate(TransferOptions options, double fallback) =>
        options.LearningRate ?? (options.Optimizer == OptimizerKind.Sgd ? 30 * fallback : fallback);

    private static string AfterFrozen(Graph graph, string? freeze)
    {
        var at = freeze is null ? (graph.Stages.Count - 1) / 2 : graph.Stages.ToList().IndexOf(graph.StageNamed(freeze));
        return at + 1 < graph.Stages.Count ? graph.Stages[at + 1].Name
            : throw new GraftException($"Nothing is left to train when '{freeze}' is frozen.", $"It is the last stage of {graph.Name}.",
                $"Freeze an earlier stage, or use {Flag.Of("--strategy", "probe")}.");
    }
}
