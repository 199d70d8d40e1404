namespace Graft.Data;

/// <summary>Labelled images: which there are and what they show. Nothing is decoded yet; see <see cref="DatasetExamination"/>.</summary>
/// <param name="Root">The folder that names are relative to.</param>
/// <param name="Classes">Class names, sorted ordinally unless the caller gave an order.</param>
/// <param name="Samples">The images, sorted ordinally by name.</param>
public sealed record ImageDataset(string Root, IReadOnlyList<string> Classes, IReadOnlyList<Sample> Samples)
{
    /// <summary>Files under the root that are not images by their extension, by name; hidden files are not listed.</summary>
    public IReadOnlyList<string> OtherFiles { get; init; } = [];

    /// <summary>What the reader noticed and did not refuse.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>True when the user put images in splits (train, val, test) himself.</summary>
    public bool HasSplits => Samples.Any(sample => sample.Split is not null);

    /// <summary>Images per class, in the order of <see cref="Classes"/>.</summary>
    public IReadOnlyList<int> CountPerClass()
    {
        var counts = new int[Classes.Count];
        foreach (var sample in Samples) counts[sample.Label]++;
        return counts;
    }

    /// <summary>The class name of an image.</summary>
    public string ClassOf(Sample sample) => Classes[sample.Label];

    /// <summary>The same classes with the images that pass.</summary>
    public ImageDataset Where(Func<Sample, bool> keep) => this with { Samples = [.. Samples.Where(keep)] };
}
