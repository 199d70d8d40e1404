using Graft.Data;

namespace Graft;

/// <summary>What preparing the data of every task has in common: progress, warnings, and splits that are not empty.</summary>
internal static class Preparation
{
    /// <summary>Options of the readers.</summary>
    public static ReaderOptions ReadingOf(TrainRequest request, CancellationToken cancellation) =>
        new() { OnBadImage = request.OnBadImage, Cancellation = cancellation };

    /// <summary>Options of the readers, for images that are added to the data.</summary>
    public static ReaderOptions AddingOf(TrainRequest request, IReadOnlyList<string> classes, CancellationToken cancellation) =>
        ReadingOf(request, cancellation) with { Classes = classes, ClassesOf = request.Data };

    /// <summary>Options of the readers, for a model's classes.</summary>
    public static ReaderOptions ReadingOf(EvaluationRequest request, IReadOnlyList<string> classes, CancellationToken cancellation) =>
        new() { Classes = classes, OnBadImage = request.OnBadImage, Cancellation = cancellation };

    /// <summary>What is to be added is there, which is better known before the images of the data are looked at.</summary>
    /// <exception cref="GraftException">It is not, or none of its images has a label.</exception>
    public static void RequireAdded(TrainRequest request)
    {
        if (request.Add is not { } source) return;
        if (!Path.Exists(source)) throw DatasetReader.Missing(source);
        if (request is ClassifyRequest) ReviewedFolder.LabelledOf(source);
    }

    /// <summary>Options of the examination.</summary>
    public static ExaminationOptions OptionsOf(TrainRequest request) => new()
    {
        OnBadImage = request.OnBadImage,
        OnBadObject = request.OnBadImage,
        Workers = request.Workers,
        NearDuplicateBits = request.NearDuplicateBits,
        Looked = request.Add is null ? null : [],
    };

    /// <summary>Options of the examination of what is measured.</summary>
    public static ExaminationOptions OptionsOf(EvaluationRequest request) => new()
    {
        OnBadImage = request.OnBadImage,
        OnBadObject = request.OnBadImage,
        NearDuplicateBits = request.NearDuplicateBits,
    };

    /// <summary>Hears of every examined image.</summary>
    /// <param name="count">Images in all.</param>
    /// <param name="progress">Who is told.</param>
    public static IProgress<ExaminationProgress> Examining(int count, IProgress<RunEvent>? progress) =>
        new EveryImage(new WorkClock("examining images", count, progress), progress);

    /// <summary>Says what was found and does not stop a run.</summary>
    public static IReadOnlyList<Problem> Warn(IEnumerable<Problem> warnings, IProgress<RunEvent>? progress)
    {
        Problem[] all = [.. warnings];
        foreach (var warning in all) progress?.Report(new RunEvent.Message($"{warning.Where}: {warning.What} {warning.Cure}".TrimEnd(), IsWarning: true));
        return all;
    }

    /// <summary>Nothing can be measured, chosen or calibrated without an image, which is better known before the training than after it.</summary>
    /// <exception cref="GraftException">A split is empty.</exception>
    public static void RequireSplits<TSample>(TrainRequest request, Split<TSample> split)
    {
        var (train, validation, test) = (split.Train.Count, split.Validation.Count, split.Test.Count);
        if (train > 0 && validation > 0 && (test > 0 || request.TestShare == 0)) return;
        var tested = request.TestShare > 0 ? $", {validation} to validate on and {test} to test on" : $" and {validation} to validate on";
        throw new GraftException($"'{request.Data}' leaves {train} {(train == 1 ? "image" : "images")} to learn from{tested}.",
            "At least one of each is needed; copies and images of one group stay together, and so does the only image of a class.",
            $"Add images, of other scenes and groups. {CopyFindings.Cure}");
    }

    private sealed class EveryImage(WorkClock clock, IProgress<RunEvent>? progress) : IProgress<ExaminationProgress>
    {
        private readonly Lock _gate = new();
        private WorkClock? _comparing;
        private int _compared;

        public void Report(ExaminationProgress value)
        {
            lock (_gate)
            {
                if (!value.IsComparing)
                {
                    clock.Advance(1);
                    return;
                }
                _comparing ??= new WorkClock("comparing images", value.Total, progress);
                _comparing.Advance(value.Done - _compared);
                _compared = value.Done;
            }
        }
    }
}
