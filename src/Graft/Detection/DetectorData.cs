using Graft.Data;

namespace Graft;

/// <summary>Annotated images, read, examined and divided.</summary>
internal sealed record DetectorData(ObjectDataset Dataset, ObjectExamination Examination, Split<ObjectSample> Split)
{
    /// <param name="request">Where they are, and what happens to bad ones.</param>
    /// <param name="needsMasks">Whether objects must have polygons.</param>
    /// <param name="progress">Told after every image.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <exception cref="ProblemsException">The data has problems; all are listed.</exception>
    public static DetectorData Of(DetectRequest request, bool needsMasks, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var read = ObjectReader.Read(request.Data, Preparation.ReadingOf(request, cancellation));
        var examination = ObjectDatasetExamination.Examine(
            read, Preparation.OptionsOf(request), Preparation.Examining(read.Samples.Count, progress), cancellation);
        if (needsMasks) examination = PolygonExamination.Require(examination, request.OnBadImage);
        examination.ThrowIfErrors();
        Preparation.Warn(examination.Problems, progress);
        var usable = examination.Usable();
        var split = ObjectSplit.Make(usable, examination, request.ValidationShare, request.Seed, request.TestShare);
        Preparation.RequireSplits(request, split);
        return new DetectorData(usable, examination, split);
    }
}
