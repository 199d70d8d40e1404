namespace Graft.Data.Tests;

/// <summary>Data sets without files, for dividing.</summary>
internal static class MadeUp
{
    public static ImageDataset Dataset(params int[] counts) => new("/data",
        [.. counts.Select((_, label) => $"class{label}")],
        [.. counts.SelectMany((count, label) => Enumerable.Range(0, count)
            .Select(i => new Sample($"/data/class{label}/{i}.jpg", $"class{label}/{i:d4}.jpg", label)))]);

    /// <summary>An examination that found these copies.</summary>
    public static Examination Copies(ImageDataset dataset, params string[][] groups) => new(dataset, [], [.. groups], [], []);

    public static int[] CountPerClass(ImageDataset dataset, IEnumerable<Sample> samples)
    {
        var count = new int[dataset.Classes.Count];
        foreach (var sample in samples) count[sample.Label]++;
        return count;
    }

    public static IEnumerable<string> Names(IEnumerable<Sample> samples) => samples.Select(sample => sample.Name);
}
