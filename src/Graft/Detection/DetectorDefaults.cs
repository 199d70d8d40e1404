using Graft.Training;

namespace Graft;

/// <summary>What a detector is trained with unless the user says otherwise.</summary>
public static class DetectorDefaults
{
    private static readonly TrainRequest Usual = new() { Data = "" };

    /// <summary>
    /// The request, with the values that were left as a classifier has them changed to a detector's: everything is trained, in batches of
    /// four (detectors want many small steps), with composition and scale jitter, and an average of the weights.
    /// </summary>
    public static TrainRequest Apply(TrainRequest request) => request with
    {
        Strategy = request.Strategy == Usual.Strategy ? TransferStrategy.Full : request.Strategy,
        Epochs = request.Epochs == Usual.Epochs ? 30 : request.Epochs,
        Batch = request.Batch == Usual.Batch ? 4 : request.Batch,
        Augment = request.Augment == Usual.Augment ? "standard" : request.Augment,
        Ema = request.Ema == 0 ? 0.998 : request.Ema,
        Project = request.Project == Usual.Project ? Path.Combine("runs", "detect") : request.Project,
    };
}
