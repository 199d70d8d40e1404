namespace Graft.Artifacts;

/// <summary>The end of every detector in ONNX: candidates of a batch, suppressed within each image and class, the best of each image.</summary>
internal sealed class SuppressionScript(OnnxScript s, Graft.Tasks.DetectionOptions options)
{
    /// <summary>Detections of all images: those of the first image first, the surest of each first; possibly none.</summary>
    /// <param name="boxes">Candidates, Q x 4.</param>
    /// <param name="scores">Q.</param>
    /// <param name="labels">Q.</param>
    /// <param name="images">Image of each, Q.</param>
    /// <param name="imageCount">Number of images, without dimensions.</param>
    /// <param name="classes">Number of classes.</param>
    public (string Boxes, string Scores, string Labels, string Images) Run(string boxes, string scores, string labels, string images, string imageCount, int classes)
    {
        // One candidate too many, of no image and with a score below everything: no step ever meets an empty list.
        boxes = s.Concat(0, boxes, s.Model.Constant("nobody.box", [1, 4], new float[4]));
        scores = s.Concat(0, scores, s.Floats(-1));
        labels = s.Concat(0, labels, s.Ints(0));
        images = s.Concat(0, images, s.Unsqueeze(imageCount, 0));

        var groups = s.Op("Add", s.Op("Mul", images, s.Int(classes)), labels);
        var all = s.Range(s.Op("Mul", imageCount, s.Int(classes)));
        var isOwn = s.Op("Equal", s.Unsqueeze(groups, 0), s.Unsqueeze(all, 1));
        var byGroup = s.Op("Where", [isOwn, s.Unsqueeze(scores, 0), s.Float(-1)]);
        var kept = s.Op("NonMaxSuppression", [s.Unsqueeze(boxes, 0), s.Unsqueeze(byGroup, 0), s.Ints(options.MaxDetections), DetectorOnnxWriter.OverlapThreshold, s.Floats(0)]);
        var last = s.Op("Sub", s.Op("Shape", scores), s.Ints(1));
        var chosen = s.Concat(0, s.Gather(kept, s.Int(2), 1), last);
        return Best(s.Gather(boxes, chosen), s.Gather(scores, chosen), s.Gather(labels, chosen), s.Gather(images, chosen), imageCount);
    }

    private (string Boxes, string Scores, string Labels, string Images) Best(string boxes, string scores, string labels, string images, string imageCount)
    {
        // Sorted by image, then by falling score; in double precision, so that many images cost no digit of the score.
        var key = s.Op("Sub", s.Op("Mul", s.Cast(images, OnnxModel.DoubleType), s.Cast(s.Int(2), OnnxModel.DoubleType)), s.Cast(scores, OnnxModel.DoubleType));
        var (_, order) = s.Sorted(key, 0, s.Op("Shape", key), largest: false);
        (boxes, scores, labels, images) = (s.Gather(boxes, order), s.Gather(scores, order), s.Gather(labels, order), s.Gather(images, order));

        // A detection's rank in its image is its place less that of the image's first.
        var all = s.Range(s.Op("Add", imageCount, s.Int(1)));
        var isOwn = s.Cast(s.Op("Equal", s.Unsqueeze(images, 1), s.Unsqueeze(all, 0)), OnnxModel.IntegerType);
        var counts = s.Op("ReduceSum", [isOwn, s.Ints(0)], OnnxAttribute.Integer("keepdims", 0));
        var firsts = s.Op("CumSum", [counts, s.Int(0)], OnnxAttribute.Integer("exclusive", 1));
        var rank = s.Op("Sub", s.Range(s.Side(images, 0)), s.Gather(firsts, images));
        var keep = s.Op("And", s.Op("Less", rank, s.Int(options.MaxDetections)), s.Op("Greater", scores, s.Float(0)));
        var rows = s.Squeeze(s.Op("NonZero", keep), 0);
        return (s.Gather(boxes, rows), s.Gather(scores, rows), s.Gather(labels, rows), s.Gather(images, rows));
    }
}
