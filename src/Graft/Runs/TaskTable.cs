using Graft.Artifacts;
using Graft.Data;
using Graft.Networks;
using Graft.Runtime;

namespace Graft;

/// <summary>What a task has: one row per <see cref="TaskKind"/>. Adding a task is a row here and a folder.</summary>
internal sealed record TaskTable
{
    /// <summary>The task.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>The record its training is asked for with.</summary>
    public required Type RequestType { get; init; }

    /// <summary>A request with the task's defaults.</summary>
    public required Func<string, TrainRequest> Request { get; init; }

    /// <summary>Trains.</summary>
    public required Func<TrainRequest, IProgress<RunEvent>?, CancellationToken, ITrainResult> Train { get; init; }

    /// <summary>Goes on with a run.</summary>
    public required Func<string, Func<TrainRequest, TrainRequest>, IProgress<RunEvent>?, CancellationToken, ITrainResult> Resume { get; init; }

    /// <summary>Measures a model file on labelled data.</summary>
    public required Func<EvaluationRequest, IProgress<RunEvent>?, CancellationToken, Evaluated> Evaluate { get; init; }

    /// <summary>The network of a finished run from its weights, ready to be written as a model file again.</summary>
    public required Func<ICheckpoint, Manifest, NetworkFile> Network { get; init; }

    /// <summary>What the task brings to a run of that request.</summary>
    public required Func<TrainRequest, IRunTask> Run { get; init; }

    /// <summary>Whether a run's model file gets a reference, which `graft drift` compares new images with.</summary>
    public bool HasReference { get; init; } = true;

    /// <summary>The networks over a backbone, as `--model` takes them, that `graft compare` tries.</summary>
    public Func<string, IReadOnlyList<string>> Networks { get; init; } = backbone => [backbone];

    /// <summary>The strategies that `graft compare` tries; null for the task's default alone.</summary>
    public IReadOnlyList<Strategy>? Compared { get; init; }

    /// <summary>Why `graft compare` has nothing to do for it; null where it has.</summary>
    public string? NotCompared { get; init; }

    /// <summary>Judges its data (<see cref="DataAudit"/>); null where <see cref="NotAudited"/> says why not.</summary>
    public Func<AuditRequest, IProgress<RunEvent>?, CancellationToken, AuditResult>? Audit { get; init; }

    /// <summary>Takes the suggestions of a table: the table, the data, how they are read; null where there is no audit.</summary>
    public Func<string, string, ReaderOptions, AuditCorrection>? Correct { get; init; }

    /// <summary>Why its data are not audited; null where they are.</summary>
    public string? NotAudited { get; init; }

    /// <summary>Why its models do not abstain, in one sentence; null where a run's model file learns when not to answer.</summary>
    public string? NoAbstention => AbstainingTasks.WhyNot(Kind);

    /// <summary>Every task.</summary>
    public static IReadOnlyList<TaskTable> Rows { get; } =
    [
        new()
        {
            Kind = TaskKind.Classify,
            RequestType = typeof(ClassifyRequest),
            Request = data => new ClassifyRequest(data),
            Train = (request, progress, cancellation) => Classifier.Train((ClassifyRequest)request, progress, cancellation),
            Resume = (run, change, progress, cancellation) => Classifier.Resume(run, request => (ClassifyRequest)change(request), progress, cancellation),
            Evaluate = ClassifierEvaluation.Run,
            Network = RunExport.Classifier,
            Run = request => new ClassifierRun((ClassifyRequest)request),
            Compared = [Strategy.Probe, Strategy.Head, Strategy.Gradual, Strategy.Full, Strategy.Scratch],
            Audit = ClassAudit.Run,
            Correct = AuditCorrection.OfClasses,
        },
        new()
        {
            Kind = TaskKind.Detect,
            RequestType = typeof(DetectRequest),
            Request = data => new DetectRequest(data),
            Train = (request, progress, cancellation) => Detector.Train((DetectRequest)request, progress, cancellation),
            Resume = (run, change, progress, cancellation) => Detector.Resume(run, request => (DetectRequest)change(request), progress, cancellation),
            Evaluate = DetectorEvaluation.Run,
            Network = RunExport.Detector,
            Run = request => new DetectorRun((DetectRequest)request),
            Networks = DetectionCatalogue.Over,
            Audit = ObjectAudit.Run,
            Correct = AuditCorrection.OfObjects,
        },
        new()
        {
            Kind = TaskKind.Segment,
            RequestType = typeof(SegmentRequest),
            Request = data => new SegmentRequest(data),
            Train = (request, progress, cancellation) => Segmenter.Train((SegmentRequest)request, progress, cancellation),
            Resume = (run, change, progress, cancellation) => Segmenter.Resume(run, request => (SegmentRequest)change(request), progress, cancellation),
            Evaluate = SegmenterEvaluation.Run,
            Network = RunExport.Segmenter,
            Run = request => new SegmenterRun((SegmentRequest)request),
            Networks = SegmentationCatalogue.Over,
            Audit = SegmentAudit.Run,
            Correct = AuditCorrection.OfMasks,
        },
        new()
        {
            Kind = TaskKind.Instances,
            RequestType = typeof(InstanceRequest),
            Request = data => new InstanceRequest(data),
            Train = (request, progress, cancellation) => Detector.Train((InstanceRequest)request, progress, cancellation),
            Resume = (run, change, progress, cancellation) => Detector.Resume(run, request => (InstanceRequest)change(request), progress, cancellation),
            Evaluate = DetectorEvaluation.Run,
            Network = RunExport.Detector,
            Run = request => new DetectorRun((DetectRequest)request),
            Audit = ObjectAudit.Run,
            Correct = AuditCorrection.OfInstances,
        },
        new()
        {
            Kind = TaskKind.Identities,
            RequestType = typeof(IdentityRequest),
            Request = data => new IdentityRequest(data),
            Train = (request, progress, cancellation) => Identifier.Train((IdentityRequest)request, progress, cancellation),
            Resume = (run, change, progress, cancellation) => Identifier.Resume(run, request => (IdentityRequest)change(request), progress, cancellation),
            Evaluate = IdentityEvaluation.Run,
            Network = RunExport.Identities,
            Run = request => new IdentityRun((IdentityRequest)request),
            HasReference = false,
            NotAudited = "Its classes are people or things of which hardly two images need be alike; `graft faces audit` looks for mixed-up people.",
            NotCompared = "A training for identities compares itself with the frozen network, and keeps what is better.",
        },
    ];

    /// <summary>The row of a task.</summary>
    public static TaskTable Of(TaskKind kind) => Rows.Single(row => row.Kind == kind);
}
