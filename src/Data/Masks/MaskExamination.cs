namespace Graft.Data;

/// <summary>Everything found out about a data set of class masks before the first step.</summary>
/// <param name="Dataset">What was examined.</param>
/// <param name="Images">What was found out about the images: one entry of facts for each sample, and the copies among them.</param>
/// <param name="Problems">All findings with their cures, the reader's included.</param>
internal sealed record MaskExamination(MaskDataset Dataset, Examination Images, IReadOnlyList<Problem> Problems)
{
    /// <summary>True when a run must not start.</summary>
    public bool HasErrors => Problems.Any(problem => !problem.IsWarning);

    /// <summary>Pixels of each class, in the order of the classes.</summary>
    public required IReadOnlyList<long> PixelsPerClass { get; init; }

    /// <summary>The same for each sample, by its name; only samples that can be used are in it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> PixelsPerSample { get; init; } = new Dictionary<string, IReadOnlyList<long>>();

    /// <summary>Pixels that do not count.</summary>
    public long IgnoredPixels { get; init; }

    /// <summary>Names of samples whose image or mask cannot be used.</summary>
    public IReadOnlySet<string> Bad { get; init; } = new HashSet<string>();

    /// <summary>Polygons that cannot be painted, by the name of their image and their place in it.</summary>
    public IReadOnlySet<(string Image, int At)> BadObjects { get; init; } = new HashSet<(string, int)>();

    /// <summary>The data set without the samples and polygons that cannot be used; sizes are those of the upright images.</summary>
    public MaskDataset Usable()
    {
        var facts = Images.Facts.ToDictionary(fact => fact.Name, StringComparer.Ordinal);
        var usable = Dataset.Where(sample => !Bad.Contains(sample.Name)).Paintable(BadObjects);
        return usable with
        {
            Samples = [.. usable.Samples
            .Select(sample => sample with { Width = facts[sample.Name].Width, Height = facts[sample.Name].Height })]
        };
    }

    /// <summary>Pixels of each class of a sample; none for one that cannot be used.</summary>
    public IReadOnlyList<long> PixelsOf(MaskSample sample) => PixelsPerSample.GetValueOrDefault(sample.Name) ?? new long[Dataset.Classes.Count];

    /// <summary>Pixels of each class over some of the samples, such as those to learn from.</summary>
    public IReadOnlyList<long> PixelsOf(IEnumerable<MaskSample> samples) => MaskSplitProblems.Sum(Dataset.Classes.Count, samples.Select(PixelsOf));

    /// <summary>Stops with every finding when one of them is an error.</summary>
    /// <exception cref="ProblemsException">There is an error.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors) throw new ProblemsException($"The data set '{Dataset.Root}'", Problems);
    }
}
