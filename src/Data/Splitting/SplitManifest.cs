using System.Text;

namespace Graft.Data;

/// <summary>A split as the manifest <c>file,label,split[,group]</c> that every verb reads; paths are relative to it.</summary>
internal static class SplitManifest
{
    /// <summary>Writes the manifest of a split.</summary>
    /// <param name="file">The CSV file.</param>
    /// <param name="dataset">Class names, and whether there are groups.</param>
    /// <param name="split">The splits.</param>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string file, ImageDataset dataset, Split<Sample> split) => Write(file, dataset with
    {
        Samples = [.. new[] { (SplitNames.Train, split.Train), (SplitNames.Validation, split.Validation), (SplitNames.Test, split.Test) }
            .SelectMany(subset => subset.Item2.Select(sample => sample with { Split = subset.Item1 }))],
    });

    /// <summary>Writes the images of a data set as they are: with splits and groups where it has them. Names are quoted where they need it.</summary>
    /// <param name="file">The CSV file.</param>
    /// <param name="dataset">The images.</param>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string file, ImageDataset dataset)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var (withSplits, withGroups) = (dataset.HasSplits, dataset.Samples.Any(sample => sample.Group is not null));
        var text = new StringBuilder(CsvText.Line(Fields("file", "label", "split", "group")));
        foreach (var sample in dataset.Samples)
            text.Append(CsvText.Line(Fields(
                Path.GetRelativePath(folder, sample.Path).Replace('\\', '/'), dataset.ClassOf(sample), sample.Split ?? SplitNames.Train, sample.Group ?? "")));
        AtomicFile.WriteText(file, text.ToString());

        IEnumerable<string> Fields(string path, string label, string split, string group) =>
            [path, label, .. withSplits ? [split] : Array.Empty<string>(), .. withGroups ? [group] : Array.Empty<string>()];
    }
}
