using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Image classification: train a network on a folder of images, open its model file, predict.</summary>
public static class Classifier
{
    /// <summary>Examines the data, trains, exports through the parity gate, measures the exported file and writes the report.</summary>
    /// <param name="request">The data, the network, the strategy and everything else; the defaults are those of <c>graft train</c>.</param>
    /// <param name="progress">Hears what happens, such as a <see cref="ConsoleProgress"/>.</param>
    /// <param name="cancellation">Stops after the step under way and leaves a checkpoint.</param>
    /// <returns>Where the model file and the report are, and the metrics measured on the exported file.</returns>
    /// <exception cref="ProblemsException">The request or the data has problems; all are listed and nothing was trained.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; <c>Resume</c> goes on from the checkpoint.</exception>
    public static TrainResult<ClassificationReport> Train(ClassifyRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default) =>
        ClassifierTraining.Run(request, progress, cancellation);

    /// <summary>Opens a classifier's model file, or the model file of a run folder.</summary>
    /// <exception cref="GraftException">There is no such file, it is not a classifier, or it fails its self-test.</exception>
    public static ClassificationPredictor Open(string model, RuntimeOptions? options = null) => ClassificationPredictor.Open(model, options);
}
