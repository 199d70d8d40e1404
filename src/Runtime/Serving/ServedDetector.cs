using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Tasks;

namespace Graft.Runtime;

/// <summary>A detector that the workers run, with masks or without.</summary>
internal sealed class ServedDetector(DetectionPredictor predictor, bool takesBatches) : ServedModel<DetectionPrediction>(predictor)
{
    private readonly DetectionPredictor _predictor = predictor;

    public override bool TakesBatches => takesBatches;

    // What the file answers: `predict` shows fewer.
    protected override int RowsPerImage => DetectionCatalogue.MaxDetections;

    public override IReadOnlyList<(string Name, string Type, long[] Shape)> Outputs =>
    [
        (DetectorOnnxWriter.Boxes, "FP32", [-1, 4]), (DetectorOnnxWriter.Scores, "FP32", [-1]), (DetectorOnnxWriter.Labels, "INT64", [-1]),
        (DetectorOnnxWriter.ImageIndex, "INT64", [-1]),
        .. _predictor.HasMasks ? new[] { (DetectorOnnxWriter.MaskGrids, "FP32", new long[] { -1, 2 * MaskHeadOptions.Cells, 2 * MaskHeadOptions.Cells }) } : [],
    ];

    public override IReadOnlyList<NamedTensor> Infer(TensorImages images, CancellationToken cancellation)
    {
        var multiple = Math.Max(1, Manifest.Preprocess.SizeMultiple);
        if (images.Height % multiple != 0 || images.Width % multiple != 0)
            throw new GraftException($"The images are {images.Width} x {images.Height}.", $"Both sides must be multiples of {multiple}.");
        var found = _predictor.Detect(images.Bytes.Span, images.Count, (images.Height, images.Width), cancellation: cancellation);
        var all = found.SelectMany((list, image) => list.Select(detection => (Image: (long)image, Detection: detection))).ToList();
        float[] boxes = [.. all.SelectMany(one => new[] { one.Detection.Box.X1, one.Detection.Box.Y1, one.Detection.Box.X2, one.Detection.Box.Y2 })];
        List<NamedTensor> outputs =
        [
            new(DetectorOnnxWriter.Boxes, boxes, all.Count, 4),
            new(DetectorOnnxWriter.Scores, all.Select(one => (float)one.Detection.Score).ToArray(), all.Count),
            new(DetectorOnnxWriter.Labels, all.Select(one => (long)one.Detection.Label).ToArray(), all.Count),
            new(DetectorOnnxWriter.ImageIndex, all.Select(one => one.Image).ToArray(), all.Count),
        ];
        if (_predictor.HasMasks) outputs.Add(Grids(all.Select(one => one.Detection)));
        return outputs;
    }

    public override Prediction Unread(ImageException failure) => new DetectionPrediction("", [], 0, 0, failure);

    protected override object Facts(DetectionPrediction prediction, int number) => DetectedFacts.Of(prediction, number, Manifest);

    private static NamedTensor Grids(IEnumerable<Detection> found)
    {
        var grids = found.Select(detection => detection.Grid!).ToList();
        var side = grids.Count == 0 ? 0 : grids[0].Side;
        return new(DetectorOnnxWriter.MaskGrids, grids.SelectMany(grid => grid.Probabilities).ToArray(), grids.Count, side, side);
    }
}
