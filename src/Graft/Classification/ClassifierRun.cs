using Graft.Artifacts;
using Graft.Data;
using Graft.Imaging;
using Graft.Networks;
using Graft.Reports;
using Graft.Runtime;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>What classification brings to a run.</summary>
internal sealed class ClassifierRun(ClassifyRequest request) : IRunTask<ClassificationReport>
{
    private PreparedData _data = null!;
    private FitTask _task = null!;
    private TrainingJob _job = null!;
    private TemperatureFit? _calibration;

    public TrainRequest Request => request;

    public RunData Read(IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        _data = PreparedData.Of(request, progress, cancellation);
        var classes = _data.Dataset.Classes;
        return new(classes, SplitRecord.Of(_data.Split, classes, _data.Examination, sample => sample.Name), _data.Examination)
        { Added = _data.Added, Annotations = () => AnnotationHashes.Of(_data.Dataset) };
    }

    public RunSubject Prepare(IProgress<RunEvent>? progress, CancellationToken cancellation)
    {
        var data = Read(progress, cancellation);
        var classes = data.Classes;
        var model = request.Strategy == Strategy.Scratch
            ? Pretrained.Fresh(request.Model, classes.Count, request.ImageSize ?? 0, request.Seed)
            : Pretrained.Load(request.Model, request.Weights, classes.Count, request.ImageSize ?? 0, request.Seed);
        model = model.SeeingAs(request);
        ChooseDefault(model, classes, progress);
        _task = new FitTask
        {
            Request = request,
            Model = model,
            Train = _data.Split.Train,
            Groups = Unit.GroupsOf(_data.Split.Train, _data.Examination),
            Validation = _data.Split.Validation,
            Classes = classes.Count,
            Hashes = _data.Examination.Hashes(),
            Engine = new OnnxForwardFactory(),
        };
        var plan = ClassifierFit.PlanOf(_task);
        RequireTrained(model, plan);
        RequireRanges(model);
        RequireFolds(classes);
        _job = ClassifierFit.JobOf(_task, plan, model.Parameters);
        return new RunSubject
        {
            Model = model.Graph.Name,
            Graph = model.Graph,
            Plan = plan,
            Job = _job,
            Loaded = model.Report,
            Origin = model.Origin,
            Preprocess = model.Preprocess,
            Data = data,
        };
    }

    // What nobody asked for is no reason to refuse; whoever asked for a probe is told what it needs.
    private void ChooseDefault(Pretrained model, IReadOnlyList<string> classes, IProgress<RunEvent>? progress)
    {
        if (request.IsStrategyGiven || request.Strategy != Strategy.Probe) return;
        var reason = FewImages(classes) is [var few, ..] ? $"{few.Where}: {few.What}"
            : FreshStages(model).FirstOrDefault(stage => stage != "head") is { } fresh ? $"The stage '{fresh}' has fresh values, which a probe never trains."
            : null;
        if (reason is not null) request = request with { Strategy = Strategy.Gradual };
        progress?.Report(new RunEvent.Message(reason is not null ? $"{reason} The strategy is gradual, in place of the default, a probe."
            : "The strategy is the default, a probe; `graft compare` measures whether training in steps is better on these images."));
    }

    // Each fold of the probe leaves images out, and every class must have others.
    private List<Problem> FewImages(IReadOnlyList<string> classes)
    {
        var counts = _data.Split.Train.CountBy(sample => sample.Label).ToDictionary();
        return [.. classes.Index().Where(pair => counts.GetValueOrDefault(pair.Index) < 2)
            .Select(pair => new Problem(pair.Item,
                $"It has {Words.Count(counts.GetValueOrDefault(pair.Index), "training image")}, and a probe needs 2 of each class.",
                $"Add images that are not copies of one another, leave the class out, or use {Flag.Of("--strategy", "gradual")}."))];
    }

    private void RequireFolds(IReadOnlyList<string> classes)
    {
        if (request.Strategy == Strategy.Probe && FewImages(classes) is { Count: > 0 } few) throw new ProblemsException($"The data set '{request.Data}'", few);
    }

    private static IEnumerable<string> FreshStages(Pretrained model) => model.FeaturesOnly is not null && model.Report is { } report
        ? model.Graph.Parameters.Where(spec => report.Reinitialised.Contains(spec.Name)).Select(spec => spec.Stage).Distinct() : [];

    // Between features and head such a network has layers with fresh values: left frozen, they would be random for good.
    private void RequireTrained(Pretrained model, TransferPlan plan)
    {
        if (model.FeaturesOnly is not { } name) return;
        var fresh = FreshStages(model);
        if (fresh.FirstOrDefault(stage => stage != "head" && plan.Phases.All(phase => phase.RateOf(model.Graph, stage) is null)) is not { } frozen) return;
        var strategy = request.Strategy.ToString().ToLowerInvariant();
        throw new GraftException(
            $"{name} is published for its features alone: its stage '{frozen}' has fresh values, which the strategy '{strategy}' never trains.",
            "A strategy that trains this stage is needed.",
            $"Use {Flag.Of("--strategy", "full")}, or {Flag.Of("--model", WeightsCatalogue.For(model.Graph.Name)[0].Name)}.");
    }

    // Those of layers with fresh values would be of answers that change at once.
    private void RequireRanges(Pretrained model)
    {
        var fresh = model.Graph.Parameters.Where(spec => model.Report?.Reinitialised.Contains(spec.Name) == true).Select(spec => spec.Stage).Distinct();
        if (!request.QuantisationAware || fresh.FirstOrDefault(stage => stage != "head") is not { } changed) return;
        throw new GraftException($"The stage '{changed}' has fresh values, so it has no ranges of 8 bits before it is trained.",
            "Weights of the whole network but its head are needed.", $"Train it without {Flag.Of("--qat")} first, then from its {Flag.Of("--weights")}.");
    }

    public CaptionedImage TrainingImage(int index)
    {
        var contract = _task.Model.Preprocess;
        var image = new RgbImage(contract.Width, contract.Height);
        _job.Train.Load(index, epoch: 0, image.Pixels);
        return new CaptionedImage(image, _data.Dataset.Classes[_task.Train[index].Label]);
    }

    public FitResult Fit(RunFit run, RunSubject subject)
    {
        using var store = new FeatureCache(progress: run.Progress);
        var task = _task with { Store = store, Run = run };
        if (Int8Training.IsAsked(request))
        {
            var (graph, parameters, contract) = (subject.Graph, _task.Model.Parameters, subject.Preprocess);
            var ranges = RunRanges.Of(run, graph, parameters, contract, [.. _task.Train.Select(sample => sample.Path)]).Ranges;
            task = task with
            {
                Frozen = new Int8Features(ranges),
                Quantisation = request.QuantisationAware ? FakeQuantising.Of(graph, parameters, contract, ranges) : null,
            };
        }
        return ClassifierFit.Run(task, run.Progress, run.Cancellation);
    }

    // The temperature is fitted on images that were not trained on (Guo et al., arXiv:1706.04599): those that the probe's folds held out, or else the
    // validation images.
    public Manifest Describe(Manifest manifest, FitResult fit, RunFit run)
    {
        var (logits, labels) = fit.HeldOut ?? Validated();
        _calibration = TemperatureScaling.Fit(logits, labels, TemperatureScaling.PriorDeviation);
        if (_calibration.Note is { } note) run.Progress.Report(new RunEvent.Message(note));
        return manifest with { Temperature = _calibration.Temperature };

        (float[] Logits, int[] Labels) Validated() => (ClassifierFit.Logits(_task, fit.Parameters, _data.Split.Validation, run.Cancellation),
            [.. _data.Split.Validation.Select(sample => sample.Label)]);
    }

    public Parity Export(string path, ParameterSet parameters, Manifest manifest) => new(ClassifierExport.Write(path, _task.Model.Graph, parameters, manifest));

    public string ParityUnit => "a score";

    public IReadOnlyList<string> Chosen => request.Strategy == Strategy.Probe ? []
        : ClassifierFit.StartsWithProbe(_task) ? ["the blend of probe and tuned weights", "the temperature"]
        : ["the temperature"];

    public DatasetSummary Summary => DatasetSummaries.Of(request.Data, _data);

    public Manifest Open(string model)
    {
        using var predictor = ClassificationPredictor.Open(model);
        return predictor.Manifest;
    }

    public IReadOnlyList<SplitReport> Measure(string model, params IReadOnlyList<Measuring> splits)
    {
        using var predictor = ClassificationPredictor.Open(model, new RuntimeOptions { TellsEmbedding = true });
        return [.. splits.Select(split => ClassifierSplit.Measure(predictor, split.ImagesOf(_data.Split),
            split.Split == ReportSplits.Validation ? split with { Calibration = _calibration } : split))];
    }
}
