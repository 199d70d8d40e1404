using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Training;

namespace Graft;

/// <summary>What a task brings to a run; everything that all tasks do alike stands in <see cref="Run"/>.</summary>
/// <typeparam name="TReport">The task's metrics.</typeparam>
internal interface IRunTask<TReport>
    where TReport : class
{
    /// <summary>What was asked for.</summary>
    TrainRequest Request { get; }

    /// <summary>Reads, examines and splits the data, and loads the network. Nothing is written.</summary>
    /// <exception cref="ProblemsException">The data has problems; all are listed.</exception>
    /// <exception cref="GraftException">The network or its weights are not at hand.</exception>
    RunSubject Prepare(IProgress<RunEvent>? progress, CancellationToken cancellation);

    /// <summary>What is given to the trainer; where a phase before it solves the head, without that solution.</summary>
    TrainingJob Job();

    /// <summary>A training image as the network gets it in the first epoch.</summary>
    CaptionedImage TrainingImage(int index);

    /// <summary>Trains; cancelled fits say so.</summary>
    FitResult Fit(RunFit run);

    /// <summary>The common manifest with what only this task has.</summary>
    Manifest Describe(Manifest manifest, FitResult fit, RunFit run);

    /// <summary>Metadata of the weights beside model and lineage: what building the network again needs.</summary>
    IReadOnlyDictionary<string, string> WeightsMetadata { get; }

    /// <summary>Writes the model file through the parity gate.</summary>
    Parity Export(string path, ParameterSet parameters, Manifest manifest);

    /// <summary>Measures the exported file and writes metrics, predictions, plots and the report.</summary>
    TrainResult<TReport> Measure(RunDraft draft, IProgress<RunEvent>? progress, CancellationToken cancellation);
}
