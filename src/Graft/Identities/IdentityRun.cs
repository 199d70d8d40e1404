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

/// <summary>What identities bring to a run.</summary>
internal sealed class IdentityRun(IdentityRequest request) : IRunTask<IdentityReport>
{
    private IdentityData _data = null!;
    private IdentityNetwork _network = null!;
    private IdentityFit? _fit;
    private TrainingJob _job = null!;

    public TrainRequest Request => request;

    public RunData Read(IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        _data = IdentityData.Of(request, progress, cancellation);
        var classes = _data.Dataset.Classes;
        return new(classes, SplitRecord.Of(_data.Split, classes, _data.Examination, sample => sample.Name), _data.Examination)
        { Annotations = () => AnnotationHashes.Of(_data.Dataset) };
    }

    public RunSubject Prepare(IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var data = Read(progress, cancellation);
        var (train, names) = IdentityData.Numbered(_data.Split.Train, _data.Dataset.Classes);
        _network = IdentityNetwork.Load(request, request.Strategy == Strategy.Adapt ? names.Count : null);
        _fit = new(request, _data, _network);
        var plan = request.PlanFor(_network.Graph);
        _job = Job(train, names.Count, plan);
        return new RunSubject
        {
            Model = _network.Graph.Name,
            Graph = _network.Graph,
            Plan = plan,
            Job = _job,
            Loaded = _network.Source.Report,
            Origin = _network.Source.Origin,
            Preprocess = _network.Preprocess,
            Data = data,
            ClassWords = ("identity", "identities"),
            Notes = [.. Notes(names.Count, _network.Graph.OutputChannels)],
        };
    }

    private IEnumerable<string> Notes(int identities, int dimension)
    {
        yield return $"Of the identities {identities} are learned from; none of them is in validation or test.";
        if (dimension < request.Dimension)
            yield return $"A discriminant of {identities} identities has {dimension} directions, and so many numbers has a descriptor.";
        if (request.Strategy != Strategy.Adapt && _data.Small(request.ImagesPerIdentity) is { Count: > 0 } few)
            yield return $"{Words.Count(few.Count, "identity has", "identities have")} fewer than {request.ImagesPerIdentity} images to learn from: they come "
                + "several times in a batch, "
                + (request.Augmentation == AugmentationOptions.None ? "the same each time, since nothing is changed at random."
                    : "each time changed at random in another way.");
    }

    private TrainingJob Job(IReadOnlyList<Sample> train, int identities, TransferPlan plan)
    {
        var (validation, _) = IdentityData.Numbered(_data.Split.Validation, _data.Dataset.Classes);
        var hashes = _data.Examination.Hashes();
        var heads = IdentityTask.HeadsOf(request.Loss, _network.Graph, identities);
        var parameters = new ParameterSet();
        foreach (var (name, tensor) in heads.SelectMany(head => ParameterInitialiser.Create(head, request.Seed)).Concat(_network.Parameters))
            parameters.Set(name, tensor);
        var augmentation = request.Augmentation == AugmentationOptions.None ? null : request.Augmentation;
        var (each, options) = (request.ImagesPerIdentity, request.OptionsFor(request.Batch));
        return new TrainingJob
        {
            Graph = _network.Graph,
            Heads = heads,
            Parameters = parameters,
            Phases = plan.Phases,
            // Never more identities than there are.
            Options = options with { BatchSize = Math.Clamp(request.Batch / each, 2, identities) * each },
            Train = new IdentityImages(train, _network.Preprocess, augmentation, request.Seed, each, hashes),
            Validation = new ImageSource(validation, _network.Preprocess, null, request.Seed, index => hashes.GetValueOrDefault(validation[index].Name)),
            Preprocess = _network.Preprocess,
            Task = new IdentityTask(request.LossOptions),
            Classes = identities,
            Forward = new OnnxForwardFactory(),
            Ranks = request.RankOptions,
            DataFingerprint = DataFingerprint.Of(_data.Examination),
            Augmentation = JsonSerializer.Serialize(augmentation, Json.Compact),
        };
    }

    public CaptionedImage TrainingImage(int index)
    {
        var image = new RgbImage(_network.Preprocess.Width, _network.Preprocess.Height);
        _job.Train.Load(index, epoch: 0, image.Pixels);
        return new CaptionedImage(image, Path.GetFileName(_job.Train.NameOf(index)));
    }

    public FitResult Fit(RunFit run, RunSubject subject) => _fit!.Run(run, subject);

    // Who was learned from is nobody's business who gets the file.
    public Manifest Describe(Manifest manifest, FitResult fit, RunFit run) => manifest with { Classes = [] };

    public IReadOnlyDictionary<string, string> WeightsMetadata =>
        IdentityNetwork.Metadata(IsTrained ? _network.Graph.OutputChannels : null, request.Alignment);

    // The frozen network may be what is kept.
    private bool IsTrained => ReferenceEquals(_fit!.Kept, _network.Graph);

    public Parity Export(string path, ParameterSet parameters, Manifest manifest) =>
        new(IdentityExport.Write(path, _fit!.Kept, parameters, manifest, request.Alignment, IsTrained));

    public string ParityUnit => "a number of a descriptor";

    public DatasetSummary Summary => _data.Summary(request.Data);

    public Manifest Open(string model)
    {
        using var predictor = IdentityPredictor.Open(model);
        return predictor.Manifest;
    }

    public IReadOnlyList<SplitReport> Measure(string model, params IReadOnlyList<Measuring> splits)
    {
        using var predictor = IdentityPredictor.Open(model);
        return [.. splits.Select(split => IdentitySplitReport.Measure(predictor, split.ImagesOf(_data.Split), _data.Dataset.Classes, split,
            split.Split == ReportSplits.Test ? _fit?.Comparison : null))];
    }
}
