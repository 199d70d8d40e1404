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
public static class ClassifierTraining
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
        using var predictor = ClassificationPredictor.Open(folder.Model);
        var measuring = new Measuring(ReportSplits.Validation, request.Seed, log, cancellation);
        var validation = ClassifierSplit.Measure(predictor, data.Split.Validation, measuring with { Calibration = calibration });
        var test = data.Split.Test.Count > 0 ? ClassifierSplit.Measure(predictor, data.Split.Test, measuring with { Split = ReportSplits.Test }) : null;
        var report = ReportWriter.Write(folder, FactsOf(folder.Name, task, fit, started), FormattableString.Invariant($"largest difference of a score {parity:0.0e0}"),
            [validation, test], fit.History, DatasetSummaries.Of(request.Data, data));
        log.Report(new RunEvent.Finished(RunMetrics.Of(validation.Report)));
        return new TrainResult<ClassificationReport>
        {
            Folder = folder,
            Validation = validation.Report,
            Test = test?.Report,
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
        WriteTrainingSheet(folder, task, data.Dataset.Classes);
        log.Report(new RunEvent.Started(folder.FullPath,
            $"{request.Strategy.ToString().ToLowerInvariant()} on {task.Model.Graph.Name}: {data.Split.Train.Count} training and {data.Split.Validation.Count} validation pictures in {task.Classes} classes"));
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

    private static RunFacts FactsOf(string name, FitTask task, FitResult fit, DateTimeOffset started)
    {
        var transfer = TransferRows.Of(Graft.Training.TransferTable.Of(task.Model.Graph, ClassifierFit.PlanOf(task.Request, task.Model.Graph, task), task.Model.Report));
        string[] chosen = task.Request.Strategy == Strategy.Gradual ? ["the blend of probe and tuned weights", "the temperature"] : ["the temperature"];
        return RunEnvironment.FactsOf(task.Request, name, "classify", started, transfer) with
        {
            Model = task.Model.Graph.Name,
            FitTime = fit.Time,
            Selection = RunEnvironment.SelectionOf(task.Request, fit.History, chosen),
            Origin = task.Model.Origin,
            Notes = fit.Notes,
        };
    }

    private static void WriteTrainingSheet(RunFolder folder, FitTask task, IReadOnlyList<string> classes)
    {
        var source = GradientFit.TrainingSource(task);
        TrainingSheet.Write(folder, source.Count, index =>
        {
            var image = new RgbImage(task.Model.Preprocess.Width, task.Model.Preprocess.Height);
            source.Load(index, epoch: 0, image.Pixels);
            return new CaptionedImage(image, classes[(int)source.TargetOf(index)]);
        });
    }
}
