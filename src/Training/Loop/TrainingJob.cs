using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Training;

/// <summary>Everything a training needs.</summary>
internal sealed record TrainingJob
{
    /// <summary>The network; its outputs are what the task expects: N x classes for classification.</summary>
    public required Graph Graph { get; init; }

    /// <summary>
    /// Networks that the task runs on parts of the outputs (regions of a detector). Their parameters are in <see cref="Parameters"/> too, and
    /// they are trained like the last stage of <see cref="Graph"/>, whose name all their stages have.
    /// </summary>
    public IReadOnlyList<Graph> Heads { get; init; } = [];

    /// <summary>Values to start from; not changed.</summary>
    public required ParameterSet Parameters { get; init; }

    /// <summary>What is trained, in order (<see cref="TransferPlan"/>).</summary>
    public required IReadOnlyList<Phase> Phases { get; init; }

    /// <summary>How.</summary>
    public TrainingOptions Options { get; init; } = new();

    /// <summary>Images to learn from.</summary>
    public required IImageSource Train { get; init; }

    /// <summary>Images to choose the best weights by; null keeps the last.</summary>
    public IImageSource? Validation { get; init; }

    /// <summary>Size and normalisation of the images.</summary>
    public required Preprocess Preprocess { get; init; }

    /// <summary>That of the validation images where they differ (whole images where crops are trained on); null for the same.</summary>
    public Preprocess? ValidationPreprocess { get; init; }

    /// <summary>What is learnt.</summary>
    public ITrainingTask Task { get; init; } = new ClassificationTask();

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Whether the parameters come from pretraining; false for training from scratch, where batch norms must move.</summary>
    public bool IsPretrained { get; init; } = true;

    /// <summary>
    /// Layers that start from fresh values in a pretrained network (a new decoder): their norms have no statistics to keep, and use the
    /// batch's also where those of other trained stages are fixed.
    /// </summary>
    public IReadOnlySet<string> FreshLayers { get; init; } = new HashSet<string>();

    /// <summary>A hash over the images' contents: a checkpoint of others is refused. Empty where it is not known.</summary>
    public string DataFingerprint { get; init; } = "";

    /// <summary>What <see cref="Train"/> changes in its images at random, as a text: a checkpoint of other changes is refused.</summary>
    public string Augmentation { get; init; } = "";

    /// <summary>Runs the frozen prefix; null for torch.</summary>
    public IForwardFactory? Forward { get; init; }

    /// <summary>Keeps outputs of the frozen prefix beyond the run; null for memory only.</summary>
    public IFeatureStore? Features { get; init; }

    /// <summary>Where the network rounds to 8 bits while it is trained, by the nodes of <see cref="Graph"/>; null for nowhere.</summary>
    public FakeQuantisation? Quantisation { get; init; }

    /// <summary>When bfloat16 is tried before the first step.</summary>
    public TrialSettings Trial { get; init; } = new();

    /// <summary>Layout and precision that another run chose, to be repeated; null to choose.</summary>
    public EngineChoice? Engine { get; init; }

    /// <summary>The processes that train together; each has the same job, rank 0 alone with a folder.</summary>
    public ICollective Collective { get; init; } = OneProcess.Instance;

    /// <summary>How they work together.</summary>
    public RankOptions Ranks { get; init; } = new();

    /// <summary>The run's folder, which gets weights/ and state.json; null keeps nothing on disk.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Go on from the folder's checkpoint; from the start where there is none.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Pieces in which this job may differ from the checkpoint's, since the user changed them:
    /// <c>epochs</c>, <c>learning rates</c>, <c>patience</c>.
    /// </summary>
    public IReadOnlySet<string> Changed { get; init; } = new HashSet<string>();
}
