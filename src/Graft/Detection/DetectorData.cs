using Graft.Data;

namespace Graft;

/// <summary>Annotated images, read, examined and divided.</summary>
internal sealed record DetectorData(ObjectDataset Dataset, ObjectExamination Examination, ObjectSplit Split)
{
    /// <param name="request">Where they are, and what happens to bad ones.</param>
    /// <param name="needsMasks">Whether objects must have polygons.</param>
    /// <param name="progress">Told after every image.</param>
    /// <param name="cancellation">Stops between images.</param>
    public static DetectorData Prepare(DetectRequest request, bool needsMasks, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var read = ObjectReader.Read(request.Data);
        var clock = new WorkClock("examining images", read.Samples.Count, progress);
        var examination = ObjectDatasetExamination.Examine(read, new ExaminationOptions { OnBadImage = request.OnBadImage, OnBadObject = request.OnBadImage, Workers = request.Workers },
            new EveryImage(clock), cancellation);
        if (needsMasks) examination = PolygonExamination.Require(examination, request.OnBadImage);
        examination.ThrowIfErrors();
        foreach (var warning in examination.Problems) progress?.Report(new RunEvent.Message(warning.ToString(), IsWarning: true));
        var usable = examination.Usable();
        var split = ObjectSplit.Make(usable, examination, request.ValidationShare, request.Seed);
        SplitSizes.Require(request.Data, split.Train.Count, split.Validation.Count);
        return new DetectorData(usable, examination, split);
    }

    private sealed class EveryImage(WorkClock clock) : IProgress<ExaminationProgress>
    {
        private readonly Lock _gate = new();

        public void Report(ExaminationProgress value)
        {
            lock (_gate) clock.Advance(1);
        }
    }
}
