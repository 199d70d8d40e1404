using Graft.Data;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft.Cli;

/// <summary>
/// The main job on bundled photographs: a third of them is held out, then one network is transferred and its twin is trained
/// from scratch with the same seconds. Both are judged on the photographs neither has seen.
/// </summary>
internal static class Demonstration
{
    // 1 of 3 folds: with 107 photographs that leaves 71 to learn from and 36 to judge by
    private const int Folds = 3;

    // far more than the seconds allow: the time limit ends the run
    private const int ScratchEpochs = 400;

    /// <summary>Runs it; two minutes on two slow cores.</summary>
    /// <exception cref="GraftException">The photographs are not there.</exception>
    public static DemoResult Run(DemoRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        var dataset = DatasetReader.Read(request.Photos);
        var examination = DatasetExamination.Examine(dataset, cancellation: cancellation);
        var fold = StratifiedFolds.Make(dataset, examination, Folds, request.Seed)[0];
        // In a folder of its own: names of images are relative to a list above them, and the numbers must not depend on the project's place.
        var manifest = Path.GetFullPath(Path.Combine(request.Project, "split", "photos.csv"));
        SplitManifest.Write(manifest, dataset, new Split<Sample>(fold.Train, [], fold.Validation, request.Seed));
        var held = fold.Validation;

        progress?.Report(new RunEvent.Message($"1 of 3: transfer. {dataset.Samples.Count} photos in {dataset.Classes.Count} classes, {held.Count} held "
            + $"out; a network trained on ImageNet gets a new head."));
        var transfer = Classifier.Train(TransferRequest(request, manifest), progress, cancellation);
        progress?.Report(new RunEvent.Message($"2 of 3: from scratch. The same network without what it had learned, for the same "
            + $"{transfer.FitTime.TotalSeconds:0} seconds."));
        var scratch = Classifier.Train(ScratchRequest(request, manifest, transfer.FitTime.TotalSeconds), progress, cancellation);
        progress?.Report(new RunEvent.Message("3 of 3: a photo neither has seen, through the exported file."));

        using var predictor = ClassificationPredictor.Open(transfer.Folder.Model);
        var photo = held[(int)(request.Seed % (ulong)held.Count)];
        var comparison = Compare(transfer, scratch, (held, examination), cancellation);
        ReportPage.Write(transfer.Folder.Report, transfer.Report! with { Baseline = comparison });
        return new DemoResult(transfer, scratch, comparison, predictor.Predict(photo.Path), dataset.ClassOf(photo));
    }

    private static ClassifyRequest TransferRequest(DemoRequest request, string manifest) => new()
    {
        Data = manifest,
        Strategy = Strategy.Gradual,
        Epochs = request.Epochs,
        Seed = request.Seed,
        Project = request.Project,
        Name = "transfer",
        ExistOk = true,
    };

    private static ClassifyRequest ScratchRequest(DemoRequest request, string manifest, double seconds) => TransferRequest(request, manifest) with
    {
        Strategy = Strategy.Scratch,
        Epochs = ScratchEpochs,
        SecondsLimit = seconds,
        Name = "scratch",
    };

    private static BaselineComparison Compare(
        TrainResult<ClassificationReport> transfer, TrainResult<ClassificationReport> scratch, (IReadOnlyList<Sample> Images, Examination Examination) held,
        CancellationToken cancellation)
    {
        return new BaselineComparison(
        [
            new BaselineEntry("transfer (gradual, ImageNet weights)", transfer.Test!.Accuracy, transfer.Test["accuracy"].Interval, transfer.FitTime),
            new BaselineEntry("from scratch, same seconds", scratch.Test!.Accuracy, scratch.Test["accuracy"].Interval, scratch.FitTime),
        ], PairedShares.Difference(Correct(transfer, held.Images, cancellation), Correct(scratch, held.Images, cancellation),
            Unit.CopiesOf([.. held.Images.Select(image => image.Name)], held.Examination)));
    }

    private static List<bool> Correct(TrainResult<ClassificationReport> run, IReadOnlyList<Sample> held, CancellationToken cancellation)
    {
        using var predictor = ClassificationPredictor.Open(run.Folder.Model);
        var scores = ClassifierEvaluation.Scores(predictor, held, null, cancellation);
        var classes = predictor.Manifest.Classes.Count;
        return [.. held.Select((sample, row) =>
            System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(scores.AsSpan(row * classes, classes)) == sample.Label)];
    }
}
