using System.Globalization;
using System.Text.Json;
using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>What detection and instance segmentation bring to a run.</summary>
internal sealed class DetectorRun(DetectRequest request) : IRunTask<DetectionReport>
{
    private const int TileSize = 320; // of a training image on samples_train.jpg

    private DetectorData _data = null!;
    private DetectionModel _model = null!;
    private TrainingJob _job = null!;

    public TrainRequest Request => request;

    public IReadOnlyDictionary<string, string> WeightsMetadata
    {
        get
        {
            var metadata = new Dictionary<string, string>();
            if (request.Pyramid is { } pyramid) metadata[RunExport.Pyramid] = JsonSerializer.Serialize(pyramid, Json.Compact);
            if (_model.Network.Architecture.NormEpsilon is { } epsilon) metadata[RunExport.NormEpsilon] = epsilon.ToString("R", CultureInfo.InvariantCulture);
            return metadata;
        }
    }

    public RunData Read(IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        _data = DetectorData.Of(request, HasMasks, progress, cancellation);
        var (classes, images) = (_data.Dataset.Classes, _data.Examination.Images);
        return new(classes, SplitRecord.Of(_data.Split, classes, images, sample => sample.Name), images)
        { Added = _data.Added, Annotations = () => AnnotationHashes.Of(_data.Dataset) };
    }

    private bool HasMasks => DetectionCatalogue.Find(WeightsCatalogue.Split(request.Network).Model, request.Pyramid).MaskHead is not null;

    public RunSubject Prepare(IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var data = Read(progress, cancellation);
        var (name, classes) = (request.Network, data.Classes);
        _model = request.Strategy == Strategy.Scratch
            ? DetectionModel.Fresh(name, classes.Count, request.ImageSize ?? 0, request.Seed, request.Pyramid)
            : DetectionModel.Load(name, request.Weights, classes.Count, request.ImageSize ?? 0, request.Seed, request.Pyramid);
        var architecture = _model.Network.Architecture;
        var kind = HasMasks ? "Mask R-CNN" : architecture.IsTwoStage ? "Faster R-CNN" : "RetinaNet";
        var fingerprint = DataFingerprint.Of(_data.Examination.Images);
        _job = DetectorFit.JobOf(request, _model, classes, _data.Split) with { DataFingerprint = fingerprint };
        return new RunSubject
        {
            Model = WeightsCatalogue.Split(name).Model,
            Description = $"{architecture.Name} ({kind})",
            Graph = _model.Network.Whole,
            Plan = request.PlanFor(_model.Network.Trunk),
            Job = _job,
            Loaded = _model.Report,
            Origin = _model.Origin,
            Preprocess = _model.Preprocess,
            Data = data,
            TrainingImageSize = TileSize,
        };
    }

    public CaptionedImage TrainingImage(int index) => ((SceneImages)_job.Train).Shown(index, _data.Dataset.Classes);

    public Manifest Describe(Manifest manifest, FitResult fit, RunFit run) => manifest with { CategoryIds = _data.Dataset.CategoryIds };

    public Parity Export(string path, ParameterSet parameters, Manifest manifest) => DetectorExport.Write(path, _model.Network, parameters, manifest);

    public string ParityUnit => "an edge in pixels";

    public IReadOnlyList<string> Chosen => ["the score threshold"];

    public DatasetSummary Summary => new()
    {
        Source = request.Data,
        Classes = DatasetSummaries.Counts(_data.Dataset.Classes, _data.Split, sample => sample.Counted.Select(item => item.Label)),
        Unit = "objects",
        Problems = _data.Examination.Problems,
    };

    public Manifest Open(string model)
    {
        using var predictor = DetectionPredictor.Open(model);
        return predictor.Manifest;
    }

    public IReadOnlyList<SplitReport> Measure(string model, params IReadOnlyList<Measuring> splits)
    {
        using var predictor = DetectionPredictor.Open(model);
        return [.. splits.Select(split =>
            DetectorSplit.Measure(predictor, split.ImagesOf(_data.Split), predictor.HasMasks, split, _data.Dataset.CategoryIds))];
    }
}
