using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>Masks of what was found, in ONNX: the mask head on each detection, the map of its class, and that map pasted.</summary>
internal sealed class MaskScript(BoxScript boxes, DetectionNetwork network)
{
    private const float Threshold = 0.5f;

    /// <summary>Writes both outputs and the input that scales the pasted one.</summary>
    /// <param name="levels">The pyramid.</param>
    /// <param name="head">The mask head and all parameters.</param>
    /// <param name="found">What the suppression kept.</param>
    public void Write(string[] levels, (Graph Graph, ParameterSet Parameters) head, (string Boxes, string Scores, string Labels, string Images) found)
    {
        var (model, side) = (boxes.S.Model, 2 * MaskHeadOptions.Cells);
        model.Constant(DetectorOnnxWriter.MaskScale, [1], [1]);
        model.OptionalInput(DetectorOnnxWriter.MaskScale, 1);
        model.Node("Identity", DetectorOnnxWriter.MaskGrids, [Grids(levels, head, found)]);
        model.Node("Identity", DetectorOnnxWriter.Masks, [Pasted(DetectorOnnxWriter.MaskGrids, found.Boxes, side)]);
        model.Output(DetectorOnnxWriter.MaskGrids, OnnxModel.FloatType, "D", side, side);
        model.Output(DetectorOnnxWriter.Masks, OnnxModel.BooleanType, "D", OnnxModel.FreeMaskHeight, OnnxModel.FreeMaskWidth);
    }

    private string Grids(string[] levels, (Graph Graph, ParameterSet Parameters) head, (string Boxes, string Scores, string Labels, string Images) found)
    {
        var s = boxes.S;
        // One region too many, taken away again: no step ever meets an empty list. Files of 8 bits test their mask head by it, so that it covers many places.
        var regions = s.Concat(0, found.Boxes, s.Model.Constant("nobody.region", [1, 4], [0, 0, DetectorOnnxWriter.Side, DetectorOnnxWriter.Side]));
        var images = s.Concat(0, found.Images, s.Ints(0));
        var (cells, order) = new RegionScript(boxes, network).Write(levels, regions, images, MaskHeadOptions.Cells);
        var logits = DetectorOnnxWriter.Write(s.Model, head.Graph, head.Parameters, cells, MaskHeadOptions.Cells, "masks/")[0];
        var (_, places) = s.Sorted(order, 0, s.Op("Shape", order), largest: false); // where each region is
        var outputs = s.Op("Add", s.Concat(0, found.Labels, s.Ints(0)), s.Int(1));
        var own = s.Op("GatherND", [s.Gather(logits, places), s.Unsqueeze(outputs, 1)], OnnxAttribute.Integer("batch_dims", 1));
        return s.Slice(s.Op("Sigmoid", own), 0, 0, -1);
    }

    // Bilinear interpolation is a product of both axes: a matrix that spreads the grid's rows over the image's, and one for the columns.
    private string Pasted(string grids, string found, int side)
    {
        var s = boxes.S;
        var scale = s.Squeeze(DetectorOnnxWriter.MaskScale, 0);
        var (x1, y1, x2, y2) = s.Quarters(s.Op("Mul", found, scale));
        var rows = Spread(y1, y2, s.Op("Mul", boxes.Height, scale), side);
        var columns = Spread(x1, x2, s.Op("Mul", boxes.Width, scale), side);
        var pasted = s.Op("MatMul", s.Op("MatMul", rows, grids), s.Transpose(columns, 0, 2, 1));
        return s.Op("GreaterOrEqual", pasted, s.Float(Threshold));
    }

    // D x pixels x side: what each pixel takes from each cell, as torchvision pastes: the mask with a zero all round, over the box cut to whole
    // pixels. A pixel outside is more than a cell away from all of them and takes nothing.
    private string Spread(string low, string high, string pixels, int side)
    {
        var s = boxes.S;
        var padded = side + 2;
        var centre = s.Op("Mul", s.Op("Add", low, high), s.Float(0.5f));
        var half = s.Op("Mul", s.Op("Sub", high, low), s.Float((float)padded / side / 2));
        var (first, last) = (Whole(s.Op("Sub", centre, half)), Whole(s.Op("Add", centre, half)));
        var count = s.Op("Max", s.Op("Add", s.Op("Sub", last, first), s.Float(1)), s.Float(1));
        var pixel = s.Unsqueeze(s.Cast(s.Range(s.Cast(pixels, OnnxModel.IntegerType)), OnnxModel.FloatType), 0);
        var at = s.Op("Div", s.Op("Mul", s.Op("Add", s.Op("Sub", pixel, first), s.Float(0.5f)), s.Float(padded)), count);
        var cells = s.Model.Constant($"cells.{side}", [1, 1, side], [.. Enumerable.Range(0, side).Select(cell => cell + 1.5f)]);
        var distance = s.Op("Abs", s.Op("Sub", s.Unsqueeze(at, 2), cells));
        return s.Op("Relu", s.Op("Sub", s.Float(1), distance));
    }

    // Without its fraction, as a float.
    private string Whole(string value) => boxes.S.Cast(boxes.S.Cast(value, OnnxModel.IntegerType), OnnxModel.FloatType);
}
