using Graft.Runtime;
using Graft.Tasks;

namespace Graft;

/// <summary>Identities: train a network on a folder of people, animals or parts, open its model file, describe images of others.</summary>
public static class Identifier
{
    /// <summary>
    /// Examines the data, divides the identities, trains, compares with the frozen network on identities that were not seen, exports what is better through
    /// the parity gate, measures the exported file and writes the report.
    /// </summary>
    /// <inheritdoc cref="Classifier.Train" path="/*[not(self::summary)]"/>
    public static TrainResult<IdentityReport> Train(
        IdentityRequest request, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default) =>
        Run.Start(request, asked => new IdentityRun(asked), progress, cancellation);

    /// <summary>Goes on with a run that was stopped, from its last checkpoint; it ends with the same numbers as if it had not been.</summary>
    /// <inheritdoc cref="Classifier.Resume" path="/*[not(self::summary)]"/>
    public static TrainResult<IdentityReport> Resume(
        string run, Func<IdentityRequest, IdentityRequest>? change = null, IProgress<RunEvent>? progress = null, CancellationToken cancellation = default) =>
        Resuming.Run(run, request => new IdentityRun(request), change, progress, cancellation);

    /// <summary>Opens the model file of identities, or that of a run folder.</summary>
    /// <exception cref="GraftException">There is no such file, it is of another task, or it fails its self-test.</exception>
    public static IdentityPredictor Open(string model, RuntimeOptions? options = null) => IdentityPredictor.Open(FasterFile.Of(model, options), options);
}
