using System.Diagnostics;
using System.Text.Json;
using Graft.Artifacts;
using Graft.Data;
using Graft.Networks;
using Graft.Reports;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>
/// From annotated images to a tested file that finds things, with masks where the model draws them: the main job of detection and of instance
/// segmentation.
/// </summary>
internal static class DetectorTraining
{
    private const int Side = 320; // of a training image on samples_train.jpg

    /// <summary>Examines the data, trains, exports through the parity gate, measures the exported file and writes the report.</summary>
    /// <param name="request">Data, model, rates; an <see cref="InstanceRequest"/> for masks.</param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops after a step and leaves a checkpoint.</param>
    /// <exception cref="ProblemsException">The request or the data has problems; all are listed and nothing was trained.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was left to resume from.</exception>
    public static TrainResult<DetectionReport> Run(DetectRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        request.Validate();
        RunPlace.RequireCheckpoint(request);
        var started = DateTimeOffset.Now;
        request = request with { Model = request.Network };
        var masks = DetectionCatalogue.Find(WeightsCatalogue.Split(request.Model).Model, request.Pyramid).MaskHead is not null;
        var data = DetectorData.Prepare(request, masks, progress, cancellation);
        var classes = data.Dataset.Classes;
        var model = request.Strategy == Strategy.Scratch
            ? DetectionModel.Fresh(request.Model, classes.Count, request.ImageSize, request.Seed, request.Pyramid)
            : DetectionModel.Load(request.Model, request.Weights, classes.Count, request.ImageSize, request.Seed, request.Pyramid);
        OnnxSize.Require(model.Network.Whole);
        var folder = RunPlace.Create(request);
        using var log = new EventLog(folder["events.jsonl"], progress);
        var table = Training.TransferTable.Of(model.Network.Whole, DetectorFit.PlanOf(request, model.Network), model.Report);
        Announce(folder, request, model, data, table, log);

        var watch = Stopwatch.StartNew();
        var (result, history) = Fit(request, model, data, folder, log, cancellation);
        if (result.Stopped == StopReason.Cancelled && cancellation.IsCancellationRequested)
            throw new OperationCanceledException($"Stopped after a step. `graft train {request.Data} --project {request.Project} --name {folder.Name} --resume` goes on from the checkpoint in {folder.Weights}.");
        var time = watch.Elapsed;
        SafeTensors.Write(Path.Combine(folder.Weights, "best.safetensors"), result.Best, MetadataOf(request, model));
        var manifest = ManifestOf(request, model, data);
        var parity = DetectorExport.Write(folder.Model, model.Network, result.Best, manifest);
        if (parity.Rejected.Count > 0) log.Report(new RunEvent.Message($"The parity gate passed over {parity.Rejected.Count} of its images and took others: {string.Join(" ", parity.Rejected)}", IsWarning: true));
        var run = new TrainResult<DetectionReport> { Folder = folder, Validation = null!, History = history, FitTime = time, ParityDifference = parity.Largest.Edge, MaskParityDifference = parity.Largest.Mask, ParityRejections = parity.Rejected };
        (run, var worst, var best) = new DetectorReport(run, data, request.Seed).Measure(log, cancellation);
        new DetectorReportPage(run, request, data) { Worst = worst, Best = best, Transfer = TransferRows.Of(table), Started = started, Origin = model.Origin }.Write();
        log.Report(new RunEvent.Finished(RunMetrics.Of(run.Validation)));
        return run;
    }

    // What building the network again needs beside its name.
    private static Dictionary<string, string> MetadataOf(DetectRequest request, DetectionModel model)
    {
        var metadata = new Dictionary<string, string> { ["model"] = request.Model };
        if (request.Pyramid is { } pyramid) metadata[RunExport.Pyramid] = JsonSerializer.Serialize(pyramid, Json.Compact);
        if (model.Network.Architecture.NormEpsilon is { } epsilon) metadata[RunExport.NormEpsilon] = epsilon.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return metadata;
    }

    private static (TrainingResult Result, IReadOnlyList<EpochRecord> History) Fit(DetectRequest request, DetectionModel model, DetectorData data, RunFolder folder, IProgress<RunEvent> log, CancellationToken cancellation)
    {
        using var limit = request.SecondsLimit > 0 ? new CancellationTokenSource(TimeSpan.FromSeconds(request.SecondsLimit)) : null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit?.Token ?? default);
        var metric = model.Network.MaskHead is null ? DetectionTask.AP50 : DetectionTask.MaskAP50;
        var observer = new TrainingEvents(DetectorFit.PlanOf(request, model.Network), log, request.SecondsLimit > 0 ? request.SecondsLimit : double.PositiveInfinity, request.Shown((metric, metric)));
        var job = DetectorFit.JobOf(request, model, data.Dataset.Classes, data.Split, folder.FullPath) with { DataFingerprint = DataFingerprint.Of(data.Examination.Images) };
        var result = new Trainer().Train(job, observer, either.Token);
        return (result, observer.RecordsOf(result));
    }

    private static void Announce(RunFolder folder, DetectRequest request, DetectionModel model, DetectorData data, Training.TransferTable table, IProgress<RunEvent> log)
    {
        folder.WriteJson("args.json", request);
        folder.WriteJson("transfer.json", table);
        folder.WriteJson("split.json", new Dictionary<string, IReadOnlyList<string>>
        {
            ["train"] = Names(data.Split.Train),
            ["val"] = Names(data.Split.Validation),
            ["test"] = Names(data.Split.Test),
        });
        var images = DetectorFit.TrainingImages(request, model, data.Split);
        TrainingSheet.Write(folder, images.Count, index => images.Shown(index, data.Dataset.Classes), Side);
        var kind = model.Network.MaskHead is not null ? "Mask R-CNN" : model.Network.Architecture.IsTwoStage ? "Faster R-CNN" : "RetinaNet";
        log.Report(new RunEvent.Started(folder.FullPath,
            $"{request.Strategy.ToString().ToLowerInvariant()} on {model.Network.Architecture.Name} ({kind}): {data.Split.Train.Count} training and {data.Split.Validation.Count} validation images with objects of {data.Dataset.Classes.Count} classes"));
        log.Report(new RunEvent.Transfer(TransferRows.Of(table)));
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<ObjectSample> samples) => [.. samples.Select(sample => sample.Name)];

    private static Manifest ManifestOf(DetectRequest request, DetectionModel model, DetectorData data) => new()
    {
        Task = model.Network.MaskHead is null ? "detect" : "instances",
        Model = WeightsCatalogue.Split(request.Model).Model,
        Classes = data.Dataset.Classes,
        CategoryIds = data.Dataset.CategoryIds,
        Preprocess = model.Preprocess,
        PreprocessHash = model.Preprocess.Hash,
        Origin = model.Origin,
        DataFingerprint = DataFingerprint.Of(data.Examination.Images),
        Producer = $"Graft {typeof(DetectorTraining).Assembly.GetName().Version?.ToString(3)}",
    };
}
