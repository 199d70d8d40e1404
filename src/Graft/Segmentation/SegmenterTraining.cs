using Graft.Artifacts;
using Graft.Data;
using Graft.Networks;
using Graft.Reports;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>From images with masks to a tested model file: the main job of segmentation.</summary>
internal static class SegmenterTraining
{
    private const int Side = 320; // of a training image on samples_train.jpg

    /// <summary>Examines the data, trains, exports through the parity gate, measures the exported file and writes the report.</summary>
    /// <exception cref="ProblemsException">The request or the data has problems; all are listed and nothing was trained.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was left to resume from.</exception>
    public static TrainResult<SegmentationReport> Run(SegmentRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        request.Validate();
        RunPlace.RequireCheckpoint(request);
        var started = DateTimeOffset.Now;
        var data = PreparedMasks.Prepare(request, progress, cancellation);
        var classes = data.Dataset.Classes.Count;
        var task = new SegmentFitTask
        {
            Request = request,
            Model = request.Strategy == Strategy.Scratch
                ? PretrainedSegmenter.Fresh(request.Model, classes, request.Seed)
                : PretrainedSegmenter.Load(request.Model, request.Weights, classes, request.Seed),
            Train = data.Split.Train,
            Validation = data.Split.Validation,
            Classes = classes,
            Sizes = SegmentationSizes.For(data.Examination.Images, request.ImageSize, request.CropSize),
            IgnoreValue = data.Dataset.IgnoreValue,
            PixelsPerClass = data.Examination.PixelsOf(data.Split.Train),
            DataFingerprint = DataFingerprint.Of(data.Examination.Images),
        };
        OnnxSize.Require(task.Model.Graph);
        var folder = RunPlace.Create(request);
        task = task with { CheckpointFolder = folder.FullPath };
        using var log = new EventLog(folder["events.jsonl"], progress);
        var table = Training.TransferTable.Of(task.Model.Graph, SegmenterFit.PlanOf(request, task.Model.Graph), task.Model.Report);
        Announce(folder, task, data, table, log);

        var fit = SegmenterFit.Run(task, log, cancellation);
        if (fit.IsCancelled)
            throw new OperationCanceledException($"Stopped after a step. `graft train {request.Data} --task segment --project {request.Project} --name {folder.Name} --resume` goes on from the checkpoint in {folder.Weights}.");
        SafeTensors.Write(Path.Combine(folder.Weights, "best.safetensors"), fit.Parameters, WeightsLedger.Header(task.Model.Graph.Name, task.Model.Origin));
        var parity = SegmenterExport.Write(folder.Model, task.Model.Graph, fit.Parameters, ManifestOf(task, data));
        var draft = new TrainResult<SegmentationReport> { Folder = folder, Validation = null!, History = fit.History, FitTime = fit.Time, ParityDifference = parity };
        var result = new SegmentReport(draft, data, task).Write(TransferRows.Of(table), started, log, cancellation);
        log.Report(new RunEvent.Finished(RunMetrics.Of(result.Validation)));
        return result;
    }

    private static void Announce(RunFolder folder, SegmentFitTask task, PreparedMasks data, Training.TransferTable table, IProgress<RunEvent> log)
    {
        var request = task.Request;
        folder.WriteJson("args.json", request);
        folder.WriteJson("transfer.json", table);
        folder.WriteJson("split.json", new Dictionary<string, IReadOnlyList<string>>
        {
            ["train"] = Names(data.Split.Train),
            ["val"] = Names(data.Split.Validation),
            ["test"] = Names(data.Split.Test),
        });
        var images = SegmenterFit.TrainingImages(task);
        TrainingSheet.Write(folder, images.Count, index => images.Shown(index, data.Dataset, (task.Sizes.CropHeight, task.Sizes.CropWidth)), Side);
        log.Report(new RunEvent.Started(folder.FullPath,
            $"{request.Strategy.ToString().ToLowerInvariant()} on {task.Model.Graph.Name}: {data.Split.Train.Count} training and {data.Split.Validation.Count} validation images in {task.Classes} classes"));
        log.Report(new RunEvent.Message($"images are resized to a shorter side of {task.Sizes.Shorter} pixels (--imgsz), in crops of {task.Sizes.CropWidth} x {task.Sizes.CropHeight}"));
        log.Report(new RunEvent.Transfer(TransferRows.Of(table)));
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<MaskSample> samples) => [.. samples.Select(sample => sample.Name)];

    private static Manifest ManifestOf(SegmentFitTask task, PreparedMasks data)
    {
        var contract = task.Sizes.Contract(task.Model.Preprocess);
        return new Manifest
        {
            Task = "segment",
            Model = task.Model.Graph.Name,
            Classes = data.Dataset.Classes,
            Preprocess = contract,
            PreprocessHash = contract.Hash,
            Origin = task.Model.Origin,
            DataFingerprint = DataFingerprint.Of(data.Examination.Images),
            Producer = $"Graft {typeof(SegmenterTraining).Assembly.GetName().Version?.ToString(3)}",
        };
    }
}
