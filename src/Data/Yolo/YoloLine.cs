using System.Globalization;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>One line of a label file: a class and a box, or a class and a polygon, relative to the image's size.</summary>
internal static class YoloLine
{
    /// <returns>The object, or null with the reason.</returns>
    public static ObjectAnnotation? Parse(string line, int width, int height, out string fault)
    {
        fault = "";
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
            {
                fault = $"'{words[i]}' is not a number.";
                return null;
            }
        if (numbers.Length == 0 || numbers[0] != Math.Floor(numbers[0]) || numbers[0] is < 0 or > 1e6) fault = $"'{words[0]}' is not a number of a class.";
        else if (numbers.Length != 5 && (numbers.Length < 7 || numbers.Length % 2 == 0))
            fault = $"There are {numbers.Length} numbers; expected 5 (class, centre x and y, width, height) or a class and x, y of three points and more.";
        else if (numbers.Skip(1).Any(value => Math.Abs(value) > 2)) fault = "The coordinates are not relative to the image's size; they seem to be pixels.";
        if (fault.Length > 0) return null;
        return numbers.Length == 5
            ? new ObjectAnnotation(Box.FromCentre(numbers[1] * width, numbers[2] * height, numbers[3] * width, numbers[4] * height), (int)numbers[0])
            : PolygonOf(new Polygon([.. numbers.Skip(1)]).Map(width, height, 0, 0), (int)numbers[0]);
    }

    private static ObjectAnnotation PolygonOf(Polygon polygon, int label) => new(polygon.Bounds, label) { Polygons = [polygon] };
}
