using Graft.Networks;
using Graft.Tasks;

namespace Graft.Artifacts;

/// <summary>
/// Writes a detector as one ONNX file with everything inside: normalisation, network, proposals, cutting of regions, decoding,
/// suppression and masks. Batch and size of the images are free; both sides must be multiples of 32.
/// </summary>
internal static class DetectorOnnxWriter
{
    /// <summary>Output: D x 4, edges in pixels of the input.</summary>
    public const string Boxes = "boxes";

    /// <summary>Output: D scores, 0..1.</summary>
    public const string Scores = "scores";

    /// <summary>Output: D class indices, without a background.</summary>
    public const string Labels = "labels";

    /// <summary>Output: which image of the batch each detection is in.</summary>
    public const string ImageIndex = "image_index";

    /// <summary>Input that need not be given: detections must score more than this.</summary>
    public const string ScoreThreshold = "score_threshold";

    /// <summary>Input that need not be given: of detections of one class with more IoU the surest stays.</summary>
    public const string OverlapThreshold = "iou_threshold";

    /// <summary>
    /// Output of networks that draw masks: D x height x width, true for the pixels of each object; both sides are the input's times
    /// <see cref="MaskScale"/>.
    /// </summary>
    public const string Masks = "masks";

    /// <summary>Output of networks that draw masks: D x 28 x 28 probabilities of the predicted class over each box, 0..1.</summary>
    public const string MaskGrids = "mask_grids";

    /// <summary>
    /// Input that need not be given: how many pixels of <see cref="Masks"/> a pixel of the input is, 1 unless given. 0 leaves them empty, for callers
    /// that paste <see cref="MaskGrids"/> themselves.
    /// </summary>
    public const string MaskScale = "mask_scale";

    /// <summary>
    /// Input that need not be given: height and width of each image in pixels of the input, N x 2, where images do not fill it. Boxes are cut to them, as
    /// torchvision cuts them before it drops small ones and suppresses.
    /// </summary>
    public const string ImageSizes = "picture_sizes";

    // Any multiple of 32 gives the same padding.
    internal const int Side = 320;

    /// <summary>Writes the model.</summary>
    /// <exception cref="GraftException">A parameter is missing or of another shape.</exception>
    public static void Write(Stream stream, DetectionNetwork network, ParameterSet parameters, DetectorOnnxOptions options)
    {
        var model = new OnnxModel(network.Architecture.Name) { Form = options.Form };
        var images = NormalisationWriter.Write(model, options.Preprocess);
        var s = new OnnxScript(model, "detect");
        var (height, width) = (s.Cast(s.Side(images, 2), OnnxModel.FloatType), s.Cast(s.Side(images, 3), OnnxModel.FloatType));
        var boxes = new BoxScript(s, height, width, Sizes(s, images, s.Concat(0, s.Unsqueeze(height, 0), s.Unsqueeze(width, 0))));
        var trunk = OperationWriter.Of(model, network.Trunk, parameters, (Side, Side), isFree: true);
        var answers = trunk.WriteAll(images, OnnxWriter.Embedding);
        var levels = network.Strides.Count;
        string[] maps = [.. answers.Take(levels)], scores = [.. answers.Skip(levels).Take(levels)], codes = [.. answers.Skip(2 * levels)];
        model.Constant(ScoreThreshold, [1], [options.Detection.ScoreThreshold]);
        model.OptionalInput(ScoreThreshold, 1);
        model.Constant(OverlapThreshold, [1], [Nms.Single(options.Detection.OverlapThreshold)]);
        model.OptionalInput(OverlapThreshold, 1);
        var smallest = network.Architecture.IsTwoStage ? options.Detection.SmallestSide : 0;
        var detection = options.Detection with { MaxDetections = network.Architecture.MaxDetections, SmallestSide = smallest };
        var candidates = network.BoxHead is { } head
            ? TwoStages(boxes, network, parameters, head, maps, new ProposalScript(boxes, network, options.Proposals).Write(scores, codes))
            : OneStage(boxes, network, scores, codes);
        var kept = Kept(boxes, candidates, detection);
        var found = new SuppressionScript(s, detection).Run(kept.Boxes, kept.Scores, kept.Labels, kept.Images, s.Side(images, 0), network.Classes);
        Name(model, found);
        if (network.MaskHead is { } masks) new MaskScript(boxes, network).Write(maps, (masks, parameters), found);
        OnnxWriter.DeclareEmbedding(model, trunk);
        model.Write(stream);
    }

    // One row an image, none larger than the input; unless given all are as large.
    private static string Sizes(OnnxScript s, string images, string input)
    {
        s.Model.Constant(ImageSizes, [1, 2], [float.MaxValue, float.MaxValue]);
        s.Model.OptionalSizes(ImageSizes);
        return s.Op("Expand", s.Op("Min", ImageSizes, input), s.Concat(0, s.Unsqueeze(s.Side(images, 0), 0), s.Ints(2)));
    }

    // Boxes R x C x 4, scores R x C, labels C (or R x C), images R.
    private static (string Boxes, string Scores, string? Labels, string Images) TwoStages(BoxScript boxes, DetectionNetwork network, ParameterSet parameters,
        Graph head, string[] maps, (string Boxes, string Images) proposals)
    {
        var s = boxes.S;
        var (cells, order) = new RegionScript(boxes, network).Write(maps, proposals.Boxes, proposals.Images, DetectionArchitecture.Cells);
        var answers = Write(s.Model, head, parameters, cells, DetectionArchitecture.Cells, "regions/");
        var scores = s.Slice(s.Op("Softmax", [answers[0]], OnnxAttribute.Integer("axis", 1)), 1, 1);
        var codes = s.Slice(s.Reshape(answers[1], -1, network.Outputs, 4), 1, 1);
        var own = s.Gather(proposals.Images, order);
        var reference = boxes.Centred(s.Unsqueeze(s.Gather(proposals.Boxes, order), 1));
        return (boxes.Decode(codes, reference, BoxCoder.Regions, s.Gather(boxes.Sizes, own)), scores, null, own);
    }

    private static (string Boxes, string Scores, string? Labels, string Images) OneStage(
        BoxScript boxes, DetectionNetwork network, string[] scores, string[] codes)
    {
        var s = boxes.S;
        var anchors = new AnchorScript(boxes, network.Architecture);
        var found = scores.Select((score, level) => anchors.Best(level, score, codes[level], network.Outputs, OneStageDecoder.BeforeSuppression)).ToList();
        var all = s.Concat(1, [.. found.Select(level => level.Boxes)]);
        var sure = s.Op("Sigmoid", s.Concat(1, [.. found.Select(level => level.Logits)]));
        var labels = s.Concat(1, [.. found.Select(level => level.Labels)]);
        return (all, sure, labels, s.Range(s.Side(all, 0)));
    }

    // Of all places (a region and a class, or an image and an anchor) those that are sure and large enough, as lists.
    private static (string Boxes, string Scores, string Labels, string Images) Kept(
        BoxScript boxes, (string Boxes, string Scores, string? Labels, string Images) all, DetectionOptions options)
    {
        var s = boxes.S;
        var keep = s.Op("And", s.Op("Greater", all.Scores, ScoreThreshold), boxes.IsLarge(all.Boxes, options.SmallestSide));
        var places = s.Where(keep);
        var labels = all.Labels is null ? s.Gather(places, s.Int(1), 1) : s.Op("GatherND", all.Labels, places);
        return (s.Op("GatherND", all.Boxes, places), s.Op("GatherND", all.Scores, places), labels, s.Gather(all.Images, s.Gather(places, s.Int(0), 1)));
    }

    internal static IReadOnlyList<string> Write(OnnxModel model, Graph graph, ParameterSet parameters, string input, int side, string prefix) =>
        OperationWriter.Of(model, graph, parameters, (side, side), prefix, isFree: true).WriteAll(input);

    /// <summary>The outputs of a detector under their names.</summary>
    internal static void Name(OnnxModel model, (string Boxes, string Scores, string Labels, string Images) answer)
    {
        const string count = "D";
        model.Node("Identity", Boxes, [answer.Boxes]);
        model.Node("Identity", Scores, [answer.Scores]);
        model.Node("Identity", Labels, [answer.Labels]);
        model.Node("Identity", ImageIndex, [answer.Images]);
        model.Output(Boxes, OnnxModel.FloatType, count, 4);
        model.Output(Scores, OnnxModel.FloatType, count);
        model.Output(Labels, OnnxModel.IntegerType, count);
        model.Output(ImageIndex, OnnxModel.IntegerType, count);
    }
}
