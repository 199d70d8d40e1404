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
    /// <param name="example">
    /// Shape of the map for the size at which shapes were worked out: maps that are alike there are of one stride, and alike always.
    /// </param>
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
        var mask = attention.Shift == 0
            ? null
            : Mask(s, attention, InWindows(s, s.Op("Add", s.Op("Mul", Column(s, down.IsLate(s)), s.Int(2)), Row(s, across.IsLate(s))), down, across, isGrid));
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

/// <summary>Windows along one split of a map, as names of integers without dimensions in the file.</summary>
/// <param name="Length">Pixels of the map.</param>
/// <param name="Side">Pixels of a window.</param>
/// <param name="Windows">Windows there are.</param>
/// <param name="Padded">Pixels with the zeros that fill the last window.</param>
/// <param name="Shift">Pixels the map is rolled by.</param>
internal readonly record struct WindowAxis(string Length, string Side, string Windows, string Padded, string Shift)
{
    public static WindowAxis Of(OnnxScript s, Operation.WindowAttention attention, string length)
    {
        var side = s.Int(attention.Side);
        var windows = s.Op("Div", s.Op("Add", length, s.Int(attention.Side - 1)), side);
        // A window as large as the map has nowhere to go.
        var shift = s.Op("Where", [s.Op("Greater", windows, s.Int(1)), s.Int(attention.Shift), s.Int(0)]);
        return new(length, side, windows, s.Op("Mul", windows, side), shift);
    }

    /// <summary>For each place of the rolled map the pixel that comes there.</summary>
    public string Rolled(OnnxScript s) => s.Op("Mod", s.Op("Add", s.Range(Padded), Shift), Padded);

    /// <summary>For each place of the rolled map 1 if its pixel came from the other edge, or else 0.</summary>
    public string IsLate(OnnxScript s) => s.Cast(s.Op("GreaterOrEqual", s.Range(Padded), s.Op("Sub", Padded, Shift)), OnnxModel.IntegerType);

    /// <summary>For each pixel its window along this side, and its place within it.</summary>
    public (string Window, string Token) Place(OnnxScript s, bool isGrid)
    {
        var rolled = s.Op("Mod", s.Op("Sub", s.Range(Length), Shift), Padded);
        return isGrid ? (s.Op("Mod", rolled, Windows), s.Op("Div", rolled, Windows)) : (s.Op("Div", rolled, Side), s.Op("Mod", rolled, Side));
    }
}

/// <summary>Where the pixels of a map lie in its windows, and the way back; padding, rolling and cutting are one look-up each.</summary>
/// <param name="Pixels">For each place, window by window, its pixel row by row; the number of pixels where a zero is filled in.</param>
/// <param name="Places">For each pixel its place.</param>
/// <param name="Mask">Added to scores, windows x 1 x tokens x tokens; null where nothing is.</param>
/// <param name="IsPadded">Zeros may be needed.</param>
/// <param name="Shape">The shape of the map: 0 (the batch), height, width, channels.</param>
internal sealed record WindowLookup(string Pixels, string Places, string? Mask, bool IsPadded, string Shape)
{
    /// <summary>For a map whose size is known: constants.</summary>
    public static WindowLookup Fixed(OnnxModel model, Operation.WindowAttention attention, int[] map, string prefix)
    {
        var (plan, pixels) = (WindowPlan.Of(attention, map[1], map[2]), map[1] * map[2]);
        var places = plan.Pixels();
        var inOrder = new int[pixels];
        for (var place = 0; place < places.Length; place++)
            if (places[place] < pixels) inOrder[places[place]] = place;
        var mask = plan.Mask() is { } values // the same for every attention of this geometry
            ? model.Constant($"mask.{plan.Side}.{plan.ShiftDown}.{plan.ShiftRight}.{map[1]}.{map[2]}",
                [plan.Rows * plan.Columns, 1, attention.Tokens, attention.Tokens], values)
            : null;
        return new(model.Integers($"{prefix}.pixels", [.. places]), model.Integers($"{prefix}.places", [.. inOrder]), mask, plan.IsPadded,
            model.Integers($"{prefix}.shape", [0, map[1], map[2], attention.Channels]));
    }
}
