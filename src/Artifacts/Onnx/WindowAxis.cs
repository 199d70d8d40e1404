using Graft.Networks;

namespace Graft.Artifacts;

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
