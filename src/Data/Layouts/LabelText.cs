using System.Globalization;

namespace Graft.Data;

/// <summary>Tells label files of numbers from captions and other texts that lie beside images.</summary>
internal static class LabelText
{
    /// <summary>What a text file is by its first line that is not empty.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isOfImage">Whether an image has its name.</param>
    public static AnnotationKind? KindOf(string path, bool isOfImage)
    {
        if (TextFile.FirstLine(path) is not { } line) return null;
        if (!isOfImage) return IsListOfBoxes(line) ? AnnotationKind.BoxTable : null;
        var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (IsYolo(words)) return AnnotationKind.Yolo;
        if (words.Length is 15 or 16 && Number(words[0]) is null && words.Skip(1).All(word => Number(word) is not null)) return AnnotationKind.Kitti;
        if (IsDota(words) || line.StartsWith("imagesource:", StringComparison.Ordinal)) return AnnotationKind.Dota;
        var numbers = line.Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Count(word => Number(word) is not null);
        return numbers >= 4 ? AnnotationKind.Numbers : null;
    }

    /// <summary>Whether a line is a class number and coordinates, good or bad.</summary>
    public static bool IsYolo(string line) => IsYolo(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsYolo(string[] words) =>
        words.Length >= 5 && words.All(word => Number(word) is not null) && Number(words[0]) is { } label && label >= 0 && label == Math.Floor(label);

    /// <summary>A number as programs write it; null for another word.</summary>
    public static double? Number(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    // "train/a.jpg 10,20,30,40,0 50,60,70,80,1".
    private static bool IsListOfBoxes(string line)
    {
        var words = line.Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 5 && ImageFiles.IsImage(words[0]) && words.Skip(1).Count(word => Number(word) is not null) >= 4;
    }

    // Four corners, a class and how difficult it is.
    private static bool IsDota(string[] words) =>
        words.Length is 9 or 10 && words.Take(8).All(word => Number(word) is not null) && Number(words[8]) is null;
}
