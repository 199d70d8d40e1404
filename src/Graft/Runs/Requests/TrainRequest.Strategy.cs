using System.ComponentModel.DataAnnotations;

namespace Graft;

public abstract partial record TrainRequest
{
    private readonly Strategy? _strategy;
    private readonly int? _epochs;

    /// <summary>
    /// What is trained. By default the task's own; a classifier is a probe, unless something is set that only training steps have a use for: then it is
    /// gradual.
    /// </summary>
    public Strategy Strategy
    {
        get => _strategy ?? DefaultStrategy;
        init => _strategy = value;
    }

    /// <summary>Whether the strategy was chosen: then a comparison leaves it as it is.</summary>
    internal bool IsStrategyGiven => _strategy is not null;

    private protected virtual Strategy DefaultStrategy => TaskDefaults.Of(Task).Strategy;

    /// <summary>Passes over the training images.</summary>
    [Range(1, 10_000)]
    public int Epochs
    {
        get => _epochs ?? TaskDefaults.Of(Task).Epochs;
        init => _epochs = value;
    }

    /// <summary>Whether they were chosen, be it the default.</summary>
    private protected bool AreEpochsGiven => _epochs is not null;
}
