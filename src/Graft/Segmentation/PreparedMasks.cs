using Graft.Data;

namespace Graft;

/// <summary>A data set of class masks that may be trained on.</summary>
/// <param name="Dataset">Classes and samples, without those left out.</param>
/// <param name="Examination">What was found.</param>
/// <param name="Split">Training, validation and, where the data has one, test.</param>
/// <param name="Warnings">Findings that do not stop a run.</param>
internal sealed record PreparedMasks(MaskDataset Dataset, MaskExamination Examination, Split<MaskSample> Split, IReadOnlyList<Problem> Warnings)
{
    /// <summary>What was added to the images to learn from; null where nothing was to be.</summary>
    public AddedImages? Added { get; init; }

    /// <summary>Reads, examines and splits: everything that can be wrong is said before the first step.</summary>
    /// <exception cref="ProblemsException">The data has problems; all are listed.</exception>
    public static PreparedMasks Of(SegmentRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var dataset = MaskReader.Read(request.Data, Preparation.ReadingOf(request, cancellation));
        var options = Preparation.OptionsOf(request);
        var examination = MaskDatasetExamination.Examine(dataset, options, Preparation.Examining(dataset.Samples.Count, progress), cancellation);
        examination.ThrowIfErrors();
        var usable = examination.Usable();
        var split = MaskSplit.Make(usable, examination, request.ValidationShare, request.Seed, request.TestShare);
        var warnings = Preparation.Warn([.. examination.Problems, .. split.Problems], progress);
        Preparation.RequireSplits(request, split);
        var prepared = new PreparedMasks(usable, examination, split, warnings);
        return request.Add is { } source ? prepared.With(source, request, options, progress, cancellation) : prepared;
    }

    private PreparedMasks With(
        string source, SegmentRequest request, ExaminationOptions options, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var read = MaskReader.Read(source, Preparation.AddingOf(request, Dataset.Classes, cancellation));
        var more = read with { Samples = [.. read.Samples.Select(sample => sample with { Split = null })] };
        var found = MaskDatasetExamination.Examine(
            more, options with { JudgesClasses = false }, Preparation.Examining(more.Samples.Count, progress), cancellation);
        found.ThrowIfErrors();
        var (added, split, samples) = AddedImages.Add(source, Examination.Images, Split, found.Images, found.Usable().Samples, options,
            (sample => sample.Name, (sample, name) => sample with { Name = name }), cancellation);
        var pixels = added.Names.Select(pair => KeyValuePair.Create(pair.Value, found.PixelsPerSample[pair.Key]));
        return new PreparedMasks(Dataset with { Samples = [.. Dataset.Samples, .. samples] },
            Examination with { Images = added.Examination, PixelsPerSample = Examination.PixelsPerSample.Concat(pixels).ToDictionary(StringComparer.Ordinal) },
            split, [.. Warnings, .. Preparation.Warn(found.Problems, progress)])
        { Added = added };
    }
}
