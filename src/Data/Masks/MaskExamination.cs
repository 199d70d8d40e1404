namespace Graft.Data;

/// <summary>Everything found out about a data set of class masks before the first step.</summary>
/// <param name="Dataset">What was examined.</param>
/// <param name="Pictures">What was found out about the pictures: one entry of facts for each sample, and the copies among them.</param>
/// <param name="Problems">All findings with their cures, the reader's included.</param>
public sealed record MaskExamination(MaskDataset Dataset, Examination Pictures, IReadOnlyList<Problem> Problems)
{
    /// <summary>True when a run must not start.</summary>
    public bool HasErrors => Problems.Any(problem => !problem.IsWarning);

    /// <summary>Pixels of each class, in the order of the classes.</summary>
    public required IReadOnlyList<long> PixelsPerClass { get; init; }

    /// <summary>Pixels that do not count.</summary>
    public long IgnoredPixels { get; init; }

    /// <summary>Names of samples whose picture or mask cannot be used.</summary>
    public IReadOnlySet<string> Bad { get; init; } = new HashSet<string>();

    /// <summary>The data set without the samples that cannot be used.</summary>
    public MaskDataset Usable() => Dataset.Where(sample => !Bad.Contains(sample.Name));

    /// <summary>Stops with every finding when one of them is an error.</summary>
    /// <exception cref="ProblemsException">There is an error.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors) throw new ProblemsException($"The data set '{Dataset.Root}'", Problems);
    }
}
