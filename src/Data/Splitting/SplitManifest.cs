using System.Text;

namespace Graft.Data;

/// <summary>A split as the manifest <c>file,label,split[,group]</c> that every verb reads; paths are relative to it.</summary>
internal static class SplitManifest
{
    /// <summary>Writes the manifest; names are quoted where they need it.</summary>
    /// <param name="file">The CSV file.</param>
    /// <param name="dataset">Class names, and whether there are groups.</param>
    /// <param name="split">The splits.</param>
    /// <exception cref="GraftException">The file cannot be written.</exception>
    public static void Write(string file, ImageDataset dataset, Split<Sample> split)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var withGroups = dataset.Samples.Any(sample => sample.Group is not null);
        var text = new StringBuilder(withGroups ? "file,label,split,group\n" : "file,label,split\n");
        foreach (var (subset, samples) in new[] { ("train", split.Train), ("val", split.Validation), ("test", split.Test) })
            foreach (var sample in samples)
            {
                var path = Path.GetRelativePath(folder, sample.Path).Replace('\\', '/');
                string[] fields = withGroups ? [path, dataset.ClassOf(sample), subset, sample.Group ?? ""] : [path, dataset.ClassOf(sample), subset];
                text.Append(CsvText.Line(fields));
            }
        AtomicFile.WriteText(file, text.ToString());
    }
}
