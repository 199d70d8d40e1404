using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>From a folder of photos to a tested model file: the main job.</summary>
internal static class ClassifierTraining
{
    /// <summary>Examines the data, trains, exports through the parity gate, measures the exported file and writes the report.</summary>
    /// <exception cref="ProblemsException">The request or the data has problems; all are listed and nothing was trained.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was left to resume from.</exception>
    public static TrainResult<ClassificationReport> Run(ClassifyRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default)
    {
        request.Validate();
        RunPlace.RequireCheckpoint(request);
        var started = DateTimeOffset.Now;
        var data = DataPreparation.Prepare(request, progress, cancellation);
        var model = request.Strategy == Strategy.Scratch
            ? Pretrained.Fresh(request.Model, data.Dataset.Classes.Count, request.ImageSize, request.Seed)
            : Pretrained.Load(request.Model, request.Weights, data.Dataset.Classes.Count, request.ImageSize, request.Seed);
        OnnxSize.Require(model.Graph);
        var folder = RunPlace.Create(request);
        using var log = new EventLog(folder["events.jsonl"], progress);
        using var store = new FeatureCache(progress: log);
        var task = new FitTask
        {
            Request = request,
            Model = model,
            Train = data.Split.Train,
            Validation = data.Split.Validation,
            Classes = data.Dataset.Classes.Count,
            Hashes = data.Examination.Facts.ToDictionary(facts => facts.Name, facts => facts.Sha256, StringComparer.Ordinal),
            Engine = new OnnxForwardFactory(),
            Store = store,
            CheckpointFolder = folder.FullPath,
        };
        Announce(folder, task, data, log);

        var fit = ClassifierFit.Run(task, log, cancellation);
        if (fit.IsCancelled)
            throw new OperationCanceledException($"Stopped after a step. `graft train {request.Data} --project {request.Project} --name {folder.Name} --resume` goes on from the checkpoint in {folder.Weights}.");
        var calibration = Calibrate(task, data, fit.Parameters, log, cancellation);
        var manifest = ManifestOf(task, data, calibration.Temperature);
        SafeTensors.Write(Path.Combine(folder.Weights, "best.safetensors"), fit.Parameters, WeightsLedger.Header(model.Graph.Name, model.Origin));
        var parity = ClassifierExport.Write(folder.Model, model.Graph, fit.Parameters, manifest);
        var draft = Draft(task, data, fit, calibration) with { RunName = folder.Name, Started = started, Duration = DateTimeOffset.Now - started };
        var report = new ClassifierReport(folder, data, draft).Write(request.Seed, parity, log, cancellation);
        log.Report(new RunEvent.Finished(RunMetrics.Of(report.Validation!)));
        return new TrainResult<ClassificationReport>
        {
            Folder = folder,
            Validation = report.Validation!,
            Test = report.Test,
            History = fit.History,
            FitTime = fit.Time,
            ParityDifference = parity,
            Report = report,
        };
    }

    private static void Announce(RunFolder folder, FitTask task, PreparedData data, IProgress<RunEvent> log)
    {
        var request = task.Request;
        var table = Graft.Training.TransferTable.Of(task.Model.Graph, ClassifierFit.PlanOf(request, task.Model.Graph, task), task.Model.Report);
        folder.WriteJson("args.json", request);
        folder.WriteJson("transfer.json", table);
        SplitFile.Write(folder["split.json"], data.Dataset, data.Split, DataFingerprint.Of(data.Examination));
        SampleImages.WriteTrainingSheet(folder, task, data.Dataset.Classes);
        log.Report(new RunEvent.Started(folder.FullPath,
            $"{request.Strategy.ToString().ToLowerInvariant()} on {task.Model.Graph.Name}: {data.Split.Train.Count} training and {data.Split.Validation.Count} validation images in {task.Classes} classes"));
        log.Report(new RunEvent.Transfer(TransferRows.Of(table)));
    }

    private static TemperatureFit Calibrate(FitTask task, PreparedData data, ParameterSet parameters, IProgress<RunEvent> log, CancellationToken cancellation)
    {
        var logits = ClassifierFit.Logits(task, parameters, data.Split.Validation, cancellation);
        var fit = TemperatureScaling.Fit(logits, [.. data.Split.Validation.Select(sample => sample.Label)]);
        if (fit.Note is not null) log.Report(new RunEvent.Message(fit.Note));
        return fit;
    }

    private static Manifest ManifestOf(FitTask task, PreparedData data, double temperature) => new()
    {
        Task = "classify",
        Model = task.Model.Graph.Name,
        Classes = data.Dataset.Classes,
        Preprocess = task.Model.Preprocess,
        PreprocessHash = task.Model.Preprocess.Hash,
        Temperature = temperature,
        Origin = task.Model.Origin,
        DataFingerprint = DataFingerprint.Of(data.Examination),
        Producer = $"Graft {typeof(ClassifierTraining).Assembly.GetName().Version?.ToString(3)}",
    };

    private static ReportData Draft(FitTask task, PreparedData data, FitResult fit, TemperatureFit calibration) => new()
    {
        RunName = "",
        Model = task.Model.Graph.Name,
        Strategy = task.Request.Strategy.ToString().ToLowerInvariant(),
        Dataset = DatasetSummaries.Of(task.Request.Data, data),
        Transfer = TransferRows.Of(Graft.Training.TransferTable.Of(task.Model.Graph, ClassifierFit.PlanOf(task.Request, task.Model.Graph, task), task.Model.Report)),
        History = fit.History,
        Calibration = calibration,
        Origin = task.Model.Origin,
        Environment = RunEnvironment.Describe(task.Request, fit),
    };
}
