using Graft.Runtime;

namespace Graft.Cli;

/// <summary>An open model of whatever task, for <c>graft explain</c>.</summary>
/// <param name="Model">To be closed.</param>
/// <param name="Explain">Of an image and a class, or none, what the answer rests on.</param>
internal sealed record ExplainedModel(IDisposable Model, Func<string, string?, CancellationToken, IReadOnlyList<Explanation>> Explain) : IDisposable
{
    /// <summary>Of a classifier.</summary>
    public static ExplainedModel Classes(string model, RuntimeOptions options) => Of(ClassificationPredictor.Open(model, options));

    /// <summary>Of a detector, whether it finds masks or not.</summary>
    public static ExplainedModel Objects(string model, RuntimeOptions options) => Of(DetectionPredictor.Open(model, options));

    /// <summary>Of a segmentation network.</summary>
    public static ExplainedModel Pixels(string model, RuntimeOptions options) => Of(SegmentationPredictor.Open(model, options));

    public void Dispose() => Model.Dispose();

    private static ExplainedModel Of<TPrediction>(Predictor<TPrediction> predictor) where TPrediction : Prediction => new(predictor, predictor.Explain);
}
