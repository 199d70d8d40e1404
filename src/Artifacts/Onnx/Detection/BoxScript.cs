using Graft.Tasks;

namespace Graft.Artifacts;

/// <summary>Arithmetic on boxes in ONNX: values have the four edges as their last axis.</summary>
/// <param name="S">Where it is written.</param>
/// <param name="Height">Height of the input as a float without dimensions.</param>
/// <param name="Width">Width of it.</param>
/// <param name="Sizes">Height and width of each image in the input, N x 2.</param>
internal sealed record BoxScript(OnnxScript S, string Height, string Width, string Sizes)
{
    /// <summary>Boxes of codes relative to centres and sides, cut to their images.</summary>
    /// <param name="codes">P x Q x 4.</param>
    /// <param name="reference">Each P x Q x 1.</param>
    /// <param name="coder">The weights of the codes.</param>
    /// <param name="sizes">Height and width of the image of each row, P x 2.</param>
    public string Decode(string codes, (string X, string Y, string Width, string Height) reference, BoxCoder coder, string sizes)
    {
        var (height, width) = (S.Reshape(S.Slice(sizes, 1, 0, 1), -1, 1, 1), S.Reshape(S.Slice(sizes, 1, 1, 2), -1, 1, 1));
        var (shiftX, shiftY, sizeX, sizeY) = S.Quarters(codes);
        var x = S.Op("Add", S.Op("Mul", Weighed(shiftX, coder.ShiftWeight), reference.Width), reference.X);
        var y = S.Op("Add", S.Op("Mul", Weighed(shiftY, coder.ShiftWeight), reference.Height), reference.Y);
        var halfWidth = Half(S.Op("Mul", Grown(sizeX, coder.SizeWeight), reference.Width));
        var halfHeight = Half(S.Op("Mul", Grown(sizeY, coder.SizeWeight), reference.Height));
        return S.Concat(-1, Cut(S.Op("Sub", x, halfWidth), width), Cut(S.Op("Sub", y, halfHeight), height),
            Cut(S.Op("Add", x, halfWidth), width), Cut(S.Op("Add", y, halfHeight), height));
    }

    /// <summary>Centres and sides of boxes.</summary>
    public (string X, string Y, string Width, string Height) Centred(string boxes)
    {
        var (x1, y1, x2, y2) = S.Quarters(boxes);
        var (width, height) = (S.Op("Sub", x2, x1), S.Op("Sub", y2, y1));
        return (S.Op("Add", x1, Half(width)), S.Op("Add", y1, Half(height)), width, height);
    }

    /// <summary>Whether both sides are at least this long; without the last axis.</summary>
    public string IsLarge(string boxes, float smallest)
    {
        var (_, _, width, height) = Centred(boxes);
        return S.Squeeze(S.Op("And", S.Op("GreaterOrEqual", width, S.Float(smallest)), S.Op("GreaterOrEqual", height, S.Float(smallest))), -1);
    }

    /// <summary>Areas; without the last axis.</summary>
    public string Area(string boxes)
    {
        var (_, _, width, height) = Centred(boxes);
        return S.Squeeze(S.Op("Mul", width, height), -1);
    }

    private string Weighed(string code, float weight) => weight == 1 ? code : S.Op("Div", code, S.Float(weight));

    private string Grown(string code, float weight) => S.Op("Exp", S.Op("Min", Weighed(code, weight), S.Float(BoxCoder.LargestLogarithm)));

    private string Half(string value) => S.Op("Mul", value, S.Float(0.5f));

    private string Cut(string value, string limit) => S.Op("Min", S.Op("Max", value, S.Float(0)), limit);
}
