using Graft.Data;

namespace Graft;

/// <summary>Reads, examines and splits a data set: everything that can be wrong with it is said before the first step.</summary>
internal static class DataPreparation
{
    public static PreparedData Prepare(ClassifyRequest request, IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var dataset = DatasetReader.Read(request.Data);
        var clock = new WorkClock("examining images", dataset.Samples.Count, progress);
        var examination = DatasetExamination.Examine(dataset, new ExaminationOptions { OnBadImage = request.OnBadImage, Workers = request.Workers },
            new EveryImage(clock), cancellation);
        examination.ThrowIfErrors();
        var cleaned = examination.WithoutBadImages();
        var split = DatasetSplit.Make(cleaned.Dataset, examination, request.ValidationShare, request.Seed);
        List<Problem> warnings = [.. examination.Problems, .. split.Problems];
        foreach (var warning in warnings) progress?.Report(new RunEvent.Message(warning.ToString(), IsWarning: true));
        SplitSizes.Require(request.Data, split.Train.Count, split.Validation.Count);
        return new PreparedData(cleaned.Dataset, examination, split, warnings);
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
