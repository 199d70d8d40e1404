using Graft.Networks;

namespace Graft.Artifacts;

/// <summary>
/// Windows on a map whose size is known only when the network runs: what <see cref="WindowPlan"/> says, worked out inside the file. One for
/// all attentions of a geometry.
/// </summary>
internal sealed class FreeWindows(OnnxModel model)
{
    private readonly Dictionary<(int Height, int Width, int Side, int Shift, bool IsGrid), WindowLookup> _made = [];

    /// <summary>The look-up.</summary>
    /// <param name="attention">The attention.</param>
    /// <param name="example">Shape of the map for the size at which shapes were worked out: maps that are alike there are of one stride, and alike always.</param>
    /// <param name="x">The map, N x H x W x C.</param>
    /// <param name="prefix">Of names.</param>
    public WindowLookup Of(Operation.WindowAttention attention, int[] example, string x, string prefix)
    {
        var key = (example[1], example[2], attention.Side, attention.Shift, attention.Form is AttentionForm.MaxVitGrid);
        if (!_made.TryGetValue(key, out var made)) _made[key] = made = Make(new OnnxScript(model, $"{prefix}/free"), attention, x);
        return made;
    }

    private static WindowLookup Make(OnnxScript s, Operation.WindowAttention attention, string x)
    {
        var isGrid = attention.Form is AttentionForm.MaxVitGrid;
        var (down, across) = (WindowAxis.Of(s, attention, s.Side(x, 1)), WindowAxis.Of(s, attention, s.Side(x, 2)));
        var mask = attention.Shift == 0 ? null : Mask(s, attention, InWindows(s, s.Op("Add", s.Op("Mul", Column(s, down.IsLate(s)), s.Int(2)), Row(s, across.IsLate(s))), down, across, isGrid));
        var shape = s.Concat(0, s.Ints(0), s.Unsqueeze(down.Length, 0), s.Unsqueeze(across.Length, 0), s.Ints(attention.Channels));
        return new(Pixels(s, down, across, isGrid), Places(s, down, across, isGrid), mask, IsPadded: true, shape);
    }

    private static string Pixels(OnnxScript s, WindowAxis down, WindowAxis across, bool isGrid)
    {
        var (y, x) = (down.Rolled(s), across.Rolled(s));
        var isInside = s.Op("And", Column(s, s.Op("Less", y, down.Length)), Row(s, s.Op("Less", x, across.Length)));
        var pixel = s.Op("Add", s.Op("Mul", Column(s, y), across.Length), Row(s, x));
        return s.Reshape(InWindows(s, s.Op("Where", [isInside, pixel, s.Op("Mul", down.Length, across.Length)]), down, across, isGrid), -1);
    }

    private static string Places(OnnxScript s, WindowAxis down, WindowAxis across, bool isGrid)
    {
        var ((windowDown, tokenDown), (windowAcross, tokenAcross)) = (down.Place(s, isGrid), across.Place(s, isGrid));
        var window = s.Op("Add", Column(s, s.Op("Mul", windowDown, across.Windows)), Row(s, windowAcross));
        var token = s.Op("Add", Column(s, s.Op("Mul", tokenDown, down.Side)), Row(s, tokenAcross));
        return s.Reshape(s.Op("Add", s.Op("Mul", window, s.Op("Mul", down.Side, across.Side)), token), -1);
    }

    // Pixels that came from opposite edges do not attend to each other. Only within a window does it matter, so early or late is enough.
    private static string Mask(OnnxScript s, Operation.WindowAttention attention, string regions)
    {
        var (queries, keys) = (s.Reshape(regions, -1, 1, attention.Tokens, 1), s.Reshape(regions, -1, 1, 1, attention.Tokens));
        return s.Op("Where", [s.Op("Equal", queries, keys), s.Float(0), s.Float(WindowPlan.Apart)]);
    }

    // Values of the padded map, H x W, window by window: rows x columns x side x side.
    private static string InWindows(OnnxScript s, string map, WindowAxis down, WindowAxis across, bool isGrid)
    {
        var (rows, columns, side) = (s.Unsqueeze(down.Windows, 0), s.Unsqueeze(across.Windows, 0), s.Unsqueeze(down.Side, 0));
        return isGrid
            ? s.Transpose(s.Op("Reshape", map, s.Concat(0, side, rows, side, columns)), 1, 3, 0, 2)
            : s.Transpose(s.Op("Reshape", map, s.Concat(0, rows, side, columns, side)), 0, 2, 1, 3);
    }

    private static string Column(OnnxScript s, string value) => s.Unsqueeze(value, 1);

    private static string Row(OnnxScript s, string value) => s.Unsqueeze(value, 0);
}
