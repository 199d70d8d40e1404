using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Reports;
using Graft.Tasks;
using Graft.Training;

namespace Graft;

/// <summary>What a task brings to a run; everything that all tasks do alike stands in <see cref="Run"/>.</summary>
/// <typeparam name="TReport">The task's metrics.</typeparam>
internal interface IRunTask<TReport> : IRunTask
    where TReport : EvaluationReport;

/// <summary>As <see cref="IRunTask{TReport}"/>, whatever its metrics are.</summary>
internal interface IRunTask
{
    /// <summary>What was asked for.</summary>
    TrainRequest Request { get; }

    /// <summary>Reads, examines and splits the data. Nothing is written.</summary>
    /// <exception cref="ProblemsException">The data has problems; all are listed.</exception>
    RunData Read(IProgress<RunEvent>? progress, CancellationToken cancellation);

    /// <summary>Reads the data, see <see cref="Read"/>, and loads the network. Nothing is written.</summary>
    /// <exception cref="ProblemsException">The data has problems; all are listed.</exception>
    /// <exception cref="GraftException">The network or its weights are not at hand.</exception>
    RunSubject Prepare(IProgress<RunEvent>? progress, CancellationToken cancellation);

    /// <summary>A training image as the network gets it in the first epoch.</summary>
    CaptionedImage TrainingImage(int index);

    /// <summary>Trains; cancelled fits say so.</summary>
    FitResult Fit(RunFit run, RunSubject subject) => GradientFit.Run(Request, run.Placed(subject.Job), subject.Plan, run.Progress, run.Cancellation);

    /// <summary>The common manifest with what only this task has.</summary>
    Manifest Describe(Manifest manifest, FitResult fit, RunFit run) => manifest;

    /// <summary>Metadata of the weights beside model and lineage: what building the network again needs.</summary>
    IReadOnlyDictionary<string, string> WeightsMetadata => new Dictionary<string, string>();

    /// <summary>Writes the model file through the parity gate.</summary>
    Parity Export(string path, ParameterSet parameters, Manifest manifest);

    /// <summary>What the largest difference of the parity gate is of: "a score", "an edge in pixels".</summary>
    string ParityUnit { get; }

    /// <summary>What the validation images chose beside the epoch: "the temperature".</summary>
    IReadOnlyList<string> Chosen => [];

    /// <summary>What the augmentation's name leaves open, such as the size of crops; null for nothing.</summary>
    string? AugmentationDetail => null;

    /// <summary>Classes, images and problems of the data, for the report.</summary>
    DatasetSummary Summary { get; }

    /// <summary>Opens a model file as <see cref="Measure"/> does, so that it tests itself.</summary>
    /// <returns>What it says of itself.</returns>
    /// <exception cref="GraftException">It is refused, or of another kind of task.</exception>
    Manifest Open(string model);

    /// <summary>Measures a model file: the exported one, or another of the same task and classes. The data has been read.</summary>
    /// <param name="model">The file.</param>
    /// <param name="splits">What is measured, by the splits' names, and how.</param>
    /// <returns>In the same order.</returns>
    IReadOnlyList<SplitReport> Measure(string model, params IReadOnlyList<Measuring> splits);
}
