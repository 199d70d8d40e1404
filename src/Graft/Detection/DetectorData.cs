using Graft.Data;

namespace Graft;

/// <summary>Annotated images, read, examined and divided.</summary>
internal sealed record DetectorData(ObjectDataset Dataset, ObjectExamination Examination, Split<ObjectSample> Split)
{
    /// <summary>What was added to the images to learn from; null where nothing was to be.</summary>
    public AddedImages? Added { get; init; }

    /// <param name="request">Where they are, and what happens to bad ones.</param>
    /// <param name="needsMasks">Whether objects must have polygons.</param>
    /// <param name="progress">Told after every image.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="ProblemsException">The data has problems; all are listed.</exception>
    public static DetectorData Of(DetectRequest request, bool needsMasks, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var read = ObjectReader.Read(request.Data, Preparation.ReadingOf(request, cancellation));
        var options = Preparation.OptionsOf(request);
        var examination = Examine(read, request, options, needsMasks, progress, cancellation);
        var usable = examination.Usable();
        var split = ObjectSplit.Make(usable, examination, request.ValidationShare, request.Seed, request.TestShare);
        Preparation.RequireSplits(request, split);
        var data = new DetectorData(usable, examination, split);
        return request.Add is { } source ? data.With(source, request, options, needsMasks, progress, cancellation) : data;
    }

    private static ObjectExamination Examine(ObjectDataset read, DetectRequest request, ExaminationOptions options, bool needsMasks,
        IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var examination = ObjectDatasetExamination.Examine(read, options, Preparation.Examining(read.Samples.Count, progress), cancellation);
        if (needsMasks) examination = PolygonExamination.Require(examination, request.OnBadImage);
        examination.ThrowIfErrors();
        Preparation.Warn(examination.Problems, progress);
        return examination;
    }

    private DetectorData With(string source, DetectRequest request, ExaminationOptions options, bool needsMasks, IProgress<RunEvent>? progress,
        CancellationToken cancellation)
    {
        var read = ObjectReader.Read(source, Preparation.AddingOf(request, Dataset.Classes, cancellation));
        var more = read with { Samples = [.. read.Samples.Select(sample => sample with { Split = null })] };
        var found = Examine(more, request, options with { JudgesClasses = false }, needsMasks, progress, cancellation);
        var (added, split, samples) = AddedImages.Add(source, Examination.Images, Split, found.Images, found.Usable().Samples, options,
            (sample => sample.Name, (sample, name) => sample with { Name = name }), cancellation);
        return new DetectorData(Dataset with { Samples = [.. Dataset.Samples, .. samples] },
            Examination with { Images = added.Examination, Problems = [.. Examination.Problems, .. found.Problems] }, split)
        { Added = added };
    }
}
