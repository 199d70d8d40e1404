using Graft.Networks;
using Graft.Reports;
using Graft.Training;

namespace Graft;

/// <summary>Fitted parameters and how they came about.</summary>
/// <param name="Parameters">Every parameter of the network.</param>
/// <param name="History">One entry per epoch; none for the probe.</param>
/// <param name="Time">Duration of the fit.</param>
/// <param name="Notes">What a reader of the report should know, such as the penalty the probe chose.</param>
public sealed record FitResult(
    ParameterSet Parameters, IReadOnlyList<EpochRecord> History, TimeSpan Time, IReadOnlyList<string> Notes)
{
    /// <summary>Metrics on the validation images; null without any, and for the probe.</summary>
    public ValidationMetrics? Metrics { get; init; }

    /// <summary>Whether training was cut short by the user; a checkpoint was left.</summary>
    public bool IsCancelled { get; init; }
}
