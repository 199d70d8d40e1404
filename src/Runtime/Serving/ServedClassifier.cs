using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>A classifier that the workers run.</summary>
internal sealed class ServedClassifier(ClassificationPredictor predictor) : ServedModel<ClassificationPrediction>(predictor)
{
    private readonly ClassificationPredictor _predictor = predictor;

    public override bool TakesBatches => true;

    public override IReadOnlyList<(string Name, string Type, long[] Shape)> Outputs => [(OnnxWriter.Scores, "FP32", [-1, Manifest.Classes.Count])];

    public override IReadOnlyList<NamedTensor> Infer(TensorImages images, CancellationToken cancellation)
    {
        var contract = Manifest.Preprocess;
        if ((images.Height, images.Width) != (contract.Height, contract.Width))
            throw new GraftException($"The images are {images.Width} x {images.Height}.", $"The model takes {contract.Width} x {contract.Height}.");
        var scores = _predictor.ScoresHere(images.Bytes.Span, images.Count, cancellation);
        return [new NamedTensor(OnnxWriter.Scores, scores, images.Count, Manifest.Classes.Count)];
    }

    public override Prediction Unread(ImageException failure) => new ClassificationPrediction("", [], -1, "", 0, failure);

    protected override object Facts(ClassificationPrediction prediction, int number) => PredictionDto.Of(prediction, Manifest.Classes, threshold: 0);
}
