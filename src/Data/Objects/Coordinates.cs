using System.Globalization;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>What numbers of annotation files may be; they are ranged where they enter, before anything is computed or allocated by them.</summary>
internal static class Coordinates
{
    /// <summary>More pixels than any image has in a row or a column, and few enough to be exact in single precision but for a sixteenth.</summary>
    public const double Max = 1e6;

    /// <summary>True for a number that can be a coordinate or a side, within an image or beyond its edge.</summary>
    public static bool IsPlausible(double value) => Math.Abs(value) <= Max;

    /// <summary>A number of pixels across or down; 0 where none is given, null where it cannot be one.</summary>
    public static int? Side(double? written) => written switch
    {
        null => 0,
        { } value when value == Math.Floor(value) && value is >= 0 and <= Max => (int)value,
        _ => null,
    };

    /// <summary>Square pixels as annotated; null for what is none, 0 included, which programs write that do not know it.</summary>
    public static double? Area(double? written) => written is > 0 and <= Max * Max ? written : null;

    /// <summary>What is wrong with the numbers of a box; null when nothing is.</summary>
    public static string? FaultOf(params ReadOnlySpan<double> box)
    {
        foreach (var value in box)
            if (!IsPlausible(value))
                return double.IsNaN(value) ? "The box has something that is no number." : $"The box has {Show(value)}, which no image reaches.";
        return null;
    }

    /// <summary>A number for a message.</summary>
    public static string Show(double value) => double.IsNaN(value) ? "that is no number" : value.ToString("G6", CultureInfo.InvariantCulture);
}
