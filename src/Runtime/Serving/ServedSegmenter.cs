using Graft.Artifacts;
using Graft.Imaging;

namespace Graft.Runtime;

/// <summary>A segmentation network that the workers run.</summary>
internal sealed class ServedSegmenter(SegmentationPredictor predictor) : ServedModel<SegmentationPrediction>(predictor)
{
    private readonly SegmentationPredictor _predictor = predictor;

    public override bool TakesBatches => false;

    public override IReadOnlyList<(string Name, string Type, long[] Shape)> Outputs =>
    [
        (SegmenterOnnxWriter.Probabilities, "FP32", [-1, Manifest.Classes.Count, -1, -1]), (SegmenterOnnxWriter.ClassMap, "UINT8", [-1, -1, -1]),
    ];

    public override IReadOnlyList<NamedTensor> Infer(TensorImages images, CancellationToken cancellation)
    {
        var (count, height, width, classes) = (images.Count, images.Height, images.Width, Manifest.Classes.Count);
        var probabilities = _predictor.Probabilities(images.Bytes.Span, count, height, width, cancellation);
        var map = new byte[count * height * width];
        var plane = height * width;
        for (var image = 0; image < count; image++)
            for (var at = 0; at < plane; at++)
            {
                var (first, best) = (image * classes * plane + at, 0);
                for (var label = 1; label < classes; label++)
                    if (probabilities[first + label * plane] > probabilities[first + best * plane]) best = label;
                map[image * plane + at] = (byte)best;
            }
        return
        [
            new NamedTensor(SegmenterOnnxWriter.Probabilities, probabilities, count, classes, height, width),
            new NamedTensor(SegmenterOnnxWriter.ClassMap, map, count, height, width),
        ];
    }

    public override Prediction Unread(ImageException failure) => new SegmentationPrediction("", null, Manifest.Classes, failure);

    protected override object Facts(SegmentationPrediction prediction, int number) => SegmentedFacts.Of(prediction);
}
