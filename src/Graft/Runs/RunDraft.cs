using Graft.Reports;
using Graft.Training;

namespace Graft;

/// <summary>A run that was fitted and exported, and is to be measured.</summary>
/// <param name="Folder">Its folder, with the model file.</param>
/// <param name="Subject">What was trained on what.</param>
/// <param name="Fit">How the fit went.</param>
/// <param name="Parity">How the parity gate went.</param>
/// <param name="Started">When the run began.</param>
internal sealed record RunDraft(RunFolder Folder, RunSubject Subject, FitResult Fit, Parity Parity, DateTimeOffset Started)
{
    /// <summary>What was loaded, re-initialised and frozen, stage by stage.</summary>
    public IReadOnlyList<TransferRow> Transfer => TransferRows.Of(TransferTable.Of(Subject.Graph, Subject.Plan, Subject.Loaded));

    /// <summary>The result with its metrics.</summary>
    public TrainResult<TReport> Result<TReport>(TReport validation, TReport? test)
        where TReport : class => new()
        {
            Folder = Folder,
            Validation = validation,
            Test = test,
            History = Fit.History,
            FitTime = Fit.Time,
            ParityDifference = Parity.Difference,
            MaskParityDifference = Parity.MaskDifference,
            ParityRejections = Parity.Rejected,
        };
}
