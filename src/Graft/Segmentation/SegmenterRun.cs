using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>What semantic segmentation brings to a run.</summary>
internal sealed class SegmenterRun(SegmentRequest request) : IRunTask<SegmentationReport>
{
    private const int TileSize = 320; // of a training image on samples_train.jpg

    private PreparedMasks _data = null!;
    private SegmentFitTask _task = null!;
    private TrainingJob _job = null!;

    public TrainRequest Request => request;

    public RunData Read(IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        _data = PreparedMasks.Of(request, progress, cancellation);
        var (classes, images) = (_data.Dataset.Classes, _data.Examination.Images);
        return new(classes, SplitRecord.Of(_data.Split, classes, images, sample => sample.Name), images)
        { Added = _data.Added, Annotations = () => AnnotationHashes.Of(_data.Dataset) };
    }

    public RunSubject Prepare(IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var data = Read(progress, cancellation);
        var classes = data.Classes;
        var sizes = SegmentationSizes.For(_data.Examination.Images, request.ImageSize ?? 0, request.CropSize ?? 0);
        _task = new SegmentFitTask
        {
            Request = request,
            Model = request.Strategy == Strategy.Scratch
                ? PretrainedSegmenter.Fresh(request.Model, classes.Count, request.Seed)
                : PretrainedSegmenter.Load(request.Model, request.Weights, classes.Count, request.Seed),
            Train = _data.Split.Train,
            Validation = _data.Split.Validation,
            Classes = classes.Count,
            Sizes = sizes,
            IgnoreValue = _data.Dataset.IgnoreValue,
            PixelsPerClass = request.ClassWeights ? _data.Examination.PixelsOf(_data.Split.Train) : null,
            DataFingerprint = DataFingerprint.Of(_data.Examination.Images),
        };
        _job = SegmenterFit.JobOf(_task);
        return new RunSubject
        {
            Model = _task.Model.Graph.Name,
            Graph = _task.Model.Graph,
            Plan = request.PlanFor(_task.Model.Graph),
            Job = _job,
            Loaded = _task.Model.Report,
            Origin = _task.Model.Origin,
            Preprocess = sizes.Contract(_task.Model.Preprocess),
            Data = data,
            Notes = [$"images are resized to a shorter side of {sizes.Shorter} pixels ({Flag.Of("--imgsz")}), "
                + $"in crops of {sizes.CropWidth} x {sizes.CropHeight}"],
            TrainingImageSize = TileSize,
        };
    }

    public CaptionedImage TrainingImage(int index) => ((MaskImages)_job.Train).Shown(index, _data.Dataset, (_task.Sizes.CropHeight, _task.Sizes.CropWidth));

    public Parity Export(string path, ParameterSet parameters, Manifest manifest) => new(SegmenterExport.Write(path, _task.Model.Graph, parameters, manifest));

    public string ParityUnit => "a probability";

    public string? AugmentationDetail => $"shorter side {_task.Sizes.Shorter}, crops of {_task.Sizes.CropWidth} x {_task.Sizes.CropHeight}";

    public DatasetSummary Summary => new()
    {
        Source = request.Data,
        Classes = [new ClassCount("all", _data.Split.Train.Count, _data.Split.Validation.Count, _data.Split.Test.Count)],
        Problems = _data.Warnings,
    };

    public Manifest Open(string model)
    {
        using var predictor = SegmentationPredictor.Open(model);
        return predictor.Manifest;
    }

    public IReadOnlyList<SplitReport> Measure(string model, params IReadOnlyList<Measuring> splits)
    {
        using var predictor = SegmentationPredictor.Open(model);
        return [.. splits.Select(split => SegmenterSplit.Measure(predictor, split.ImagesOf(_data.Split), _data.Dataset, split))];
    }
}
