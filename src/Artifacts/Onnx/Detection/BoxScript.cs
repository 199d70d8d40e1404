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
        var (x1, y1, x2, y2) = Uncut(S, codes, reference, coder);
        return S.Concat(-1, Cut(x1, width), Cut(y1, height), Cut(x2, width), Cut(y2, height));
    }

    /// <summary>As <see cref="Decode"/>, edge by edge and where they are, even outside of the image.</summary>
    public static (string X1, string Y1, string X2, string Y2) Uncut(
        OnnxScript s, string codes, (string X, string Y, string Width, string Height) reference, BoxCoder coder)
    {
        var (shiftX, shiftY, sizeX, sizeY) = s.Quarters(codes);
        var x = s.Op("Add", s.Op("Mul", Weighed(shiftX, coder.ShiftWeight), reference.Width), reference.X);
        var y = s.Op("Add", s.Op("Mul", Weighed(shiftY, coder.ShiftWeight), reference.Height), reference.Y);
        var halfWidth = s.Op("Mul", s.Op("Mul", Grown(sizeX, coder.SizeWeight), reference.Width), s.Float(0.5f));
        var halfHeight = s.Op("Mul", s.Op("Mul", Grown(sizeY, coder.SizeWeight), reference.Height), s.Float(0.5f));
        return (s.Op("Sub", x, halfWidth), s.Op("Sub", y, halfHeight), s.Op("Add", x, halfWidth), s.Op("Add", y, halfHeight));

        string Weighed(string code, float weight) => weight == 1 ? code : s.Op("Div", code, s.Float(weight));

        string Grown(string code, float weight) => s.Op("Exp", s.Op("Min", Weighed(code, weight), s.Float(BoxCoder.LargestLogarithm)));
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

    private string Half(string value) => S.Op("Mul", value, S.Float(0.5f));

    private string Cut(string value, string limit) => S.Op("Min", S.Op("Max", value, S.Float(0)), limit);
}
