using System.Diagnostics;
using System.Globalization;
using Graft.Reports;
using Graft.Tasks;

namespace Graft;

/// <summary>
/// Tasks whose trainings take minutes: each candidate is trained on one split, first for a quarter of the epochs, and the better ones for all; the
/// validation images compare them, drawn again with replacement, and the test images say what the chosen one reaches.
/// </summary>
/// <param name="training">How candidates are trained.</param>
/// <param name="setsTestAside">Whether test images are set aside where the data has none; a run that follows has the split without.</param>
/// <param name="progress">Hears what happens.</param>
internal sealed class SplitTrials(TrainRequest training, bool setsTestAside, IProgress<RunEvent>? progress) : ITrials
{
    private const double TestShare = 0.2, SecondsForRate = 2;
    private const int MinEpochs = 4;

    private readonly TemporaryFolder _folder = TemporaryFolder.Create();
    private readonly Dictionary<CompareCandidate, double> _rates = [];

    public string Metric { get; private set; } = training.Metrics[0];

    public int Images { get; private set; }

    public IReadOnlyList<int> Rungs { get; } = training.Epochs < MinEpochs ? [1] : [1, 2];

    public int Whole => Rungs[^1];

    public string Method => (Rungs.Count > 1
            ? $"Each candidate is trained for {Words.Count(EpochsOf(0), "epoch")} on one split, and the better ones anew for {training.Epochs}; "
            : $"Each candidate is trained for {Words.Count(training.Epochs, "epoch")} on one split; ")
        + "the validation images compare them.";

    private int EpochsOf(int index) => index < Rungs.Count - 1 ? training.Epochs / 4 : training.Epochs;

    public Trial Run(CompareCandidate candidate, int index, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var request = candidate.Of(training) with
        {
            Epochs = EpochsOf(index),
            Project = _folder.Path,
            Name = Path.GetRandomFileName(),
            TestShare = training.TestShare > 0 || !setsTestAside ? training.TestShare : TestShare,
            ExistOk = false,
            KeepState = false,
            Against = null,
            Log = [],
        };
        var result = TaskTable.Of(training.Task).Train(request, progress is null ? null : new TrainingProgress(progress), cancellation);
        var seconds = watch.Elapsed.TotalSeconds;
        var split = result.Report.Splits.First(split => split.Split == ReportSplits.Validation);
        Images = split.Report.ImageCount;
        Metric = split.Report.Metrics[0].Name;
        if (!_rates.ContainsKey(candidate))
            _rates[candidate] = ModelFileSpeed.Measure([result.Folder.Model], [], SecondsForRate, cancellation).Files[0].ImagesPerSecond;
        var test = result.Report.Splits.FirstOrDefault(one => one.Split == ReportSplits.Test);
        var trial = new SplitTrial(split, test?.Report.Metrics[0], test?.Report.ImageCount ?? 0, new FileInfo(result.Folder.Model).Length, seconds);
        Directory.Delete(result.Folder.FullPath, recursive: true);
        return trial;
    }

    public (Metric Metric, double? Loss) Judge(IReadOnlyList<Trial> trials) =>
        (trials.Count == 0 ? new Metric(Metric, Metric, null) : ((SplitTrial)trials[^1]).Validation.Report.Metrics[0], null);

    public CandidateDifference Compare(IReadOnlyList<Trial> first, IReadOnlyList<Trial> second)
    {
        var common = Math.Min(first.Count, second.Count) - 1;
        var answer = ((SplitTrial)first[common]).Validation.Less(((SplitTrial)second[common]).Validation);
        return new((answer.First ?? 0) - (answer.Second ?? 0), answer.Interval, answer.P);
    }

    public (Metric Metric, string Note)? Headline(IReadOnlyList<IReadOnlyList<Trial>> candidates) =>
        ((SplitTrial)candidates[0][^1]) is { Test: { } test } trial
            ? (test, $"The headline: {Words.Count(trial.TestImages, "test image")}, which neither trained nor chose anything.")
            : null;

    public double? Rate(CompareCandidate candidate, CancellationToken cancellation) =>
        _rates.TryGetValue(candidate, out var rate) ? rate : null;

    public double PreparationSeconds(CompareCandidate candidate) => 0;

    public long? FileBytes(CompareCandidate candidate, IReadOnlyList<Trial> trials) => ((SplitTrial)trials[^1]).FileBytes;

    public void Dispose() => _folder.Dispose();

    // What a training says of its own places and files is of no use here.
    private sealed class TrainingProgress(IProgress<RunEvent> progress) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            if (value is RunEvent.Progress or RunEvent.Message { IsWarning: true }) progress.Report(value);
        }
    }
}

/// <summary>A training on the one split.</summary>
internal sealed record SplitTrial(SplitReport Validation, Metric? Test, int TestImages, long FileBytes, double Seconds) : Trial(Seconds);
