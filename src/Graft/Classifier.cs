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
    /// <exception cref="OperationCanceledException">Cancelled; <see cref="Resume"/> goes on from the checkpoint.</exception>
    public static TrainResult<ClassificationReport> Train(
        ClassifyRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default) =>
        Run.Start(request, asked => new ClassifierRun(asked), progress, cancellation);

    /// <summary>Goes on with a run that was stopped, from its last checkpoint; it ends with the same numbers as if it had not been.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="change">
    /// What is to be different: <see cref="TrainRequest.Epochs"/>, <see cref="TrainRequest.LearningRate"/>, <see cref="TrainRequest.Patience"/>,
    /// <see cref="TrainRequest.Workers"/>, <see cref="TrainRequest.SecondsLimit"/>, <see cref="TrainRequest.Log"/> or
    /// <see cref="TrainRequest.KeepState"/>; null for nothing.
    /// </param>
    /// <param name="progress">Hears what happens.</param>
    /// <param name="cancellation">Stops after the step under way and leaves a checkpoint.</param>
    /// <exception cref="GraftException">
    /// It is not the folder of a run of this task, another process writes into it, it is finished, or data, weights or settings are not those of its
    /// checkpoint. Nothing was changed.
    /// </exception>
    public static TrainResult<ClassificationReport> Resume(
        string run, Func<ClassifyRequest, ClassifyRequest>? change = null, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default) =>
        Resuming.Run(run, request => new ClassifierRun(request), change, progress, cancellation);

    /// <summary>Opens a classifier's model file, or the model file of a run folder.</summary>
    /// <exception cref="GraftException">There is no such file, it is not a classifier, or it fails its self-test.</exception>
    public static ClassificationPredictor Open(string model, RuntimeOptions? options = null) =>
        ClassificationPredictor.Open(FasterFile.Of(model, options), options);
}
