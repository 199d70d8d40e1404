using Graft.Data;

namespace Graft;

/// <summary>A data set of class masks that may be trained on.</summary>
/// <param name="Dataset">Classes and samples, without those left out.</param>
/// <param name="Examination">What was found.</param>
/// <param name="Split">Training, validation and, where the data has one, test.</param>
/// <param name="Warnings">Findings that do not stop a run.</param>
internal sealed record PreparedMasks(MaskDataset Dataset, MaskExamination Examination, Split<MaskSample> Split, IReadOnlyList<Problem> Warnings)
{
    /// <summary>Reads, examines and splits: everything that can be wrong is said before the first step.</summary>
    /// <exception cref="ProblemsException">The data has problems; all are listed.</exception>
    public static PreparedMasks Of(SegmentRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var dataset = MaskReader.Read(request.Data, Preparation.ReadingOf(request, cancellation));
        var examination = MaskDatasetExamination.Examine(
            dataset, Preparation.OptionsOf(request), Preparation.Examining(dataset.Samples.Count, progress), cancellation);
        examination.ThrowIfErrors();
        var usable = examination.Usable();
        var split = MaskSplit.Make(usable, examination, request.ValidationShare, request.Seed, request.TestShare);
        var warnings = Preparation.Warn([.. examination.Problems, .. split.Problems], progress);
        Preparation.RequireSplits(request, split);
        return new PreparedMasks(usable, examination, split, warnings);
    }
}
