using System.Globalization;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>One line of a label file: a class and a box, or a class and a polygon, or a box with key points behind it, relative to the image's size.</summary>
/// <param name="File">The file.</param>
/// <param name="Number">The line, from 1 on.</param>
/// <param name="Numbers">What it consists of.</param>
/// <param name="Fault">Why it cannot be read; null when it can.</param>
internal sealed record YoloLine(string File, int Number, double[] Numbers, string? Fault)
{
    /// <summary>A class with a greater number and no name is a mistake, and not the last of as many classes.</summary>
    public const int MaxUnnamed = 10_000;

    private const int BoxLength = 5;

    /// <summary>The file and the line.</summary>
    public string Where => $"{File}, line {Number}";

    public static YoloLine Parse(string line, string file, int number)
    {
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var numbers = new double[words.Length];
        for (var i = 0; i < words.Length; i++)
            if (!double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
                return new YoloLine(file, number, [], $"'{Short(words[i])}' is not a number.");
        var fault = numbers[0] != Math.Floor(numbers[0]) || numbers[0] is < 0 or > 1e6 ? $"'{Short(words[0])}' is not a number of a class."
            : numbers.Length < BoxLength ? Expected(numbers.Length)
            : numbers.AsSpan(1).ContainsAnyExceptInRange(-2, 2) ? "The coordinates are not relative to the image's size; they seem to be pixels." : null;
        return new YoloLine(file, number, numbers, fault);
    }

    /// <summary>What is wrong with the number of numbers where there are no key points; null when nothing is.</summary>
    public string? FaultOfShape() =>
        Numbers.Length == BoxLength || (Numbers.Length >= 7 && Numbers.Length % 2 == 1) ? null : Expected(Numbers.Length);

    /// <param name="width">Pixels across of the image.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="isBox">Whether what follows the box is something else than a polygon.</param>
    public ObjectAnnotation Object(int width, int height, bool isBox)
    {
        var label = (int)Numbers[0];
        if (isBox || Numbers.Length == BoxLength)
            return new(Box.FromCentre(Numbers[1] * width, Numbers[2] * height, Numbers[3] * width, Numbers[4] * height), label) { Number = Number };
        var polygon = new Polygon(Numbers[1..]).Map(width, height, 0, 0);
        return new ObjectAnnotation(polygon.Bounds, label) { Polygons = [polygon], Number = Number };
    }

    private static string Expected(int length) =>
        $"There are {length} numbers; expected 5 (class, centre x and y, width, height) or a class and x, y of three points and more.";

    private static string Short(string word) => word.Length > 40 ? word[..40] + "..." : word;
}

/// <summary>Key points behind the box of every line: their number and the numbers of each, x and y and mostly whether it is seen.</summary>
internal sealed record YoloKeyPoints(int Count, int Dimensions, string Evidence)
{
    public string Words => $"{Graft.Words.Count(Count, "key point")} of {Dimensions} numbers";

    private int Length => 5 + Count * Dimensions;

    /// <summary>
    /// Where no file describes them: every line has a box and then points of three numbers, of which the third is 0, 1 or 2, as only the flag is that says
    /// whether a point is seen.
    /// </summary>
    public static YoloKeyPoints? Evident(IEnumerable<YoloLine> lines)
    {
        var (length, count, isSeen) = (0, 0, false);
        foreach (var numbers in lines.Where(line => line.Fault is null).Select(line => line.Numbers))
        {
            if (length == 0) length = numbers.Length;
            if (numbers.Length != length || length < 8 || (length - 5) % 3 != 0) return null;
            for (var at = 7; at < length; at += 3)
            {
                if (numbers[at] is not (0 or 1 or 2)) return null;
                isSeen |= numbers[at] > 0;
            }
            count++;
        }
        return isSeen && (count > 1 || length % 2 == 0) ? new((length - 5) / 3, 3, "all lines are alike, and every third number is 0, 1 or 2") : null;
    }

    /// <summary>What is wrong with a line; null when it is a box with these points, or a box alone.</summary>
    public string? FaultOf(YoloLine line) => line.Numbers.Length == Length || line.Numbers.Length == 5 ? null
        : $"There are {line.Numbers.Length} numbers; expected {Length}: 5 of the box and {Count} x {Dimensions} of its key points.";
}
