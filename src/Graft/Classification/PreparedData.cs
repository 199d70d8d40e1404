using Graft.Data;

namespace Graft;

/// <summary>A data set that may be trained on.</summary>
/// <param name="Dataset">Classes and samples, without those left out.</param>
/// <param name="Examination">What was found.</param>
/// <param name="Split">Training, validation and, where the data has one, test.</param>
/// <param name="Warnings">Findings that do not stop a run.</param>
internal sealed record PreparedData(ImageDataset Dataset, Examination Examination, Split<Sample> Split, IReadOnlyList<Problem> Warnings)
{
    /// <summary>What was added to the images to learn from; null where nothing was to be.</summary>
    public AddedImages? Added { get; init; }

    /// <summary>Reads, examines and splits: everything that can be wrong is said before the first step.</summary>
    /// <exception cref="ProblemsException">The data has problems; all are listed.</exception>
    public static PreparedData Of(ClassifyRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var dataset = DatasetReader.Read(request.Data, Preparation.ReadingOf(request, cancellation));
        var options = Preparation.OptionsOf(request);
        var examination = DatasetExamination.Examine(dataset, options, Preparation.Examining(dataset.Samples.Count, progress), cancellation);
        examination.ThrowIfErrors();
        var cleaned = examination.WithoutBadImages();
        var split = DatasetSplit.Make(cleaned.Dataset, examination, request.ValidationShare, request.Seed, request.TestShare);
        var warnings = Preparation.Warn([.. examination.Problems, .. split.Problems], progress);
        Preparation.RequireSplits(request, split);
        var prepared = new PreparedData(cleaned.Dataset, examination, split, warnings);
        return request.Add is { } source ? prepared.With(ReviewedFolder.LabelledOf(source), request, options, progress, cancellation) : prepared;
    }

    private PreparedData With(
        string source, ClassifyRequest request, ExaminationOptions options, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var read = DatasetReader.Read(source, Preparation.AddingOf(request, Dataset.Classes, cancellation));
        var more = read with { Samples = [.. read.Samples.Select(sample => sample with { Split = null })] };
        var found = DatasetExamination.OfImages(more, options, Preparation.Examining(more.Samples.Count, progress), cancellation);
        found = found with { Problems = [.. more.Warnings, .. found.Problems] };
        found.ThrowIfErrors();
        var (added, split, samples) = AddedImages.Add(source, Examination, Split, found, found.WithoutBadImages().Dataset.Samples, options,
            (sample => sample.Name, (sample, name) => sample with { Name = name }), cancellation);
        return new PreparedData(Dataset with { Samples = [.. Dataset.Samples, .. samples] }, added.Examination, split,
            [.. Warnings, .. Preparation.Warn([.. found.Problems, .. added.Warnings], progress)])
        { Added = added };
    }
}
