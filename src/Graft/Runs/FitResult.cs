using Graft.Networks;
using Graft.Reports;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>Fitted parameters and how they came about.</summary>
/// <param name="Parameters">Every parameter of the network.</param>
/// <param name="History">One entry per epoch; none for the probe.</param>
/// <param name="Time">Duration of the fit.</param>
/// <param name="Notes">What a reader of the report should know, such as the penalty the probe chose.</param>
internal sealed record FitResult(
    ParameterSet Parameters, IReadOnlyList<EpochRecord> History, TimeSpan Time, IReadOnlyList<string> Notes)
{
    /// <summary>Metrics on the validation images; null without any, and for the probe.</summary>
    public ValidationMetrics? Metrics { get; init; }

    /// <summary>
    /// Logits and labels of the training images, each by a classifier that had not seen it: what else the validation images would have to choose, a
    /// temperature, is chosen by these. Null where there are none.
    /// </summary>
    public (float[] Logits, int[] Labels)? HeldOut { get; init; }

    /// <summary>
    /// What all the weights that were chosen among say to the validation images; empty where the task does not keep it.
    /// </summary>
    public IReadOnlyList<CandidateAnswers> Candidates { get; init; } = [];

    /// <summary>Whether the values are those that training started from, so that no image has been learned.</summary>
    public bool IsUntrained { get; init; }

    /// <summary>Layout and precision of the steps, and why; null where none were taken.</summary>
    public EngineChoice? Engine { get; init; }

    /// <summary>The last step where a time limit ended the training; null where none did.</summary>
    public LastStep? LastStep { get; init; }

    /// <summary>Whether training was cut short by the user; a checkpoint was left.</summary>
    public bool IsCancelled { get; init; }
}
