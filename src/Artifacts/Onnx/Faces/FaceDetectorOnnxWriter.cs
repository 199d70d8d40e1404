using Graft.Networks;
using Graft.Tasks;

namespace Graft.Artifacts;

/// <summary>
/// Writes a face detector as ONNX with everything inside: normalisation, network, decoding and suppression. Inputs and outputs are called as those of
/// <see cref="DetectorOnnxWriter"/>; boxes are in pixels of the input and may reach over its edges.
/// </summary>
internal static class FaceDetectorOnnxWriter
{
    private const int MaxDetections = 200;

    /// <summary>The model.</summary>
    /// <param name="network">A detector.</param>
    /// <param name="graph">Its graph.</param>
    /// <param name="parameters">Its parameters.</param>
    public static byte[] ToBytes(FaceNetwork network, Graph graph, ParameterSet parameters)
    {
        var model = new OnnxModel(network.Name);
        var images = NormalisationWriter.Write(model, network.Preprocess);
        var s = new OnnxScript(model, "detect");
        var answers = OperationWriter.Of(model, graph, parameters, (network.Preprocess.Height, network.Preprocess.Width)).WriteAll(images);
        var isSsd = network.Name == FaceCatalogue.All[0].Name;
        model.Constant(DetectorOnnxWriter.ScoreThreshold, [1], [0.5f]);
        model.OptionalInput(DetectorOnnxWriter.ScoreThreshold, 1);
        model.Constant(DetectorOnnxWriter.OverlapThreshold, [1], [isSsd ? 0.5f : Nms.Single(0.4)]);
        model.OptionalInput(DetectorOnnxWriter.OverlapThreshold, 1);
        var (boxes, scores) = isSsd ? Ssd(s, answers) : Tiny(s, answers[0]);
        var places = s.Where(s.Op("Greater", scores, DetectorOnnxWriter.ScoreThreshold));
        var own = s.Gather(places, s.Int(0), 1);
        var found = new SuppressionScript(s, new() { MaxDetections = MaxDetections }).Run(s.Op("GatherND", boxes, places), s.Op("GatherND", scores, places),
            s.Op("Sub", own, own), own, s.Side(images, 0), classes: 1);
        DetectorOnnxWriter.Name(model, found);
        var stream = new MemoryStream();
        model.Write(stream);
        return stream.ToArray();
    }

    // Boxes N x Q x 4 and scores N x Q.
    private static (string Boxes, string Scores) Ssd(OnnxScript s, IReadOnlyList<string> answers)
    {
        var levels = answers.Count / 2;
        var logits = s.Concat(1, [.. answers.Take(levels).Select(map => Rows(s, map, SsdMobileNet.Classes))]);
        var scores = s.Squeeze(s.Op("Sigmoid", s.Slice(logits, 2, SsdMobileNet.Face, SsdMobileNet.Face + 1)), 2);
        var codes = s.Concat(1, [.. answers.Skip(levels).Select(map => Rows(s, map, 4))]);
        var across = s.Gather(codes, s.Ints(1, 0, 3, 2), 2); // y, x, height, width to x, y, width, height
        var anchors = FaceAnchors.Ssd();
        const int side = SsdMobileNet.Side;
        var edges = BoxScript.Uncut(s, across, (
            Column(s, "x", anchors.Select(box => side * (box.X1 + box.X2) / 2)), Column(s, "y", anchors.Select(box => side * (box.Y1 + box.Y2) / 2)),
            Column(s, "width", anchors.Select(box => side * box.Width)), Column(s, "height", anchors.Select(box => side * box.Height))), BoxCoder.Regions);
        return (s.Concat(-1, edges.X1, edges.Y1, edges.X2, edges.Y2), scores);
    }

    private static (string Boxes, string Scores) Tiny(OnnxScript s, string map)
    {
        const int grid = TinyFaceDetector.Grid;
        const float cell = (float)TinyFaceDetector.Side / grid;
        var rows = Rows(s, map, 5);
        var boxes = TinyFaceDetector.Anchors.Count;
        var places = Enumerable.Range(0, grid * grid * boxes).ToList();
        var centre = s.Op("Sigmoid", s.Slice(rows, 2, 0, 2));
        var x = s.Op("Mul", s.Op("Add", s.Slice(centre, 2, 0, 1), Column(s, "column", places.Select(at => (float)(at / boxes % grid)))), s.Float(cell));
        var y = s.Op("Mul", s.Op("Add", s.Slice(centre, 2, 1, 2), Column(s, "row", places.Select(at => (float)(at / boxes / grid)))), s.Float(cell));
        var size = s.Op("Exp", s.Slice(rows, 2, 2, 4));
        var halfWidth = s.Op("Mul", s.Slice(size, 2, 0, 1), Column(s, "width", places.Select(at => TinyFaceDetector.Anchors[at % boxes].Width * cell / 2)));
        var halfHeight = s.Op("Mul", s.Slice(size, 2, 1, 2), Column(s, "height", places.Select(at => TinyFaceDetector.Anchors[at % boxes].Height * cell / 2)));
        var edges = s.Concat(2, s.Op("Sub", x, halfWidth), s.Op("Sub", y, halfHeight), s.Op("Add", x, halfWidth), s.Op("Add", y, halfHeight));
        return (edges, s.Squeeze(s.Op("Sigmoid", s.Slice(rows, 2, 4, 5)), 2));
    }

    // N x (boxes x values) x height x width to N x (height x width x boxes) x values.
    private static string Rows(OnnxScript s, string map, int values) => s.Reshape(s.Transpose(map, 0, 2, 3, 1), 0, -1, values);

    private static string Column(OnnxScript s, string name, IEnumerable<float> values)
    {
        float[] all = [.. values];
        return s.Model.Constant($"anchors.{name}", [1, all.Length, 1], all);
    }
}
