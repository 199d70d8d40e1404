using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Serving;

/// <summary>
/// What is kept of an image's prediction until its request is answered. The worker makes it: a class map has a byte for each pixel of the image, and goes while
/// those are still counted.
/// </summary>
/// <param name="Facts">Its entry in the answer.</param>
/// <param name="Failure">Why the image could not be read, in words for clients; or null.</param>
/// <param name="Best">Class and score of the best class or object; null where there is none.</param>
internal sealed record AnsweredImage(object Facts, ImageException? Failure, (string Class, double Score)? Best)
{
    /// <param name="prediction">Of the image.</param>
    /// <param name="model">That answered.</param>
    /// <param name="name">What the client calls the image.</param>
    /// <param name="number">Of the image in the request, from 1.</param>
    /// <param name="limits">Of the service.</param>
    public static AnsweredImage Of(Prediction prediction, ServedModel model, string name, int number, ServingLimits limits)
    {
        var failure = prediction.Failure is { } refused ? ClientFaults.Of(refused, limits) : null;
        return new(model.Facts(prediction with { Path = name, Failure = failure }, number), failure, prediction switch
        {
            { Failure: not null } => null,
            ClassificationPrediction one => (one.ClassName, one.Score),
            DetectionPrediction { Objects: [var best, ..] } => (best.ClassName, best.Score),
            _ => null,
        });
    }
}
