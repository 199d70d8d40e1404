namespace Graft.Data;

/// <summary>Everything found out about a data set before the first step.</summary>
/// <param name="Dataset">What was examined.</param>
/// <param name="Facts">One for each sample, in the order of the samples.</param>
/// <param name="DuplicateGroups">Names of images with the same bytes; only groups of two and more.</param>
/// <param name="NearDuplicateGroups">
/// Names of images that are copies to the eye (re-encoded, resized, brightened), groups of two and more: an image, those within
/// <see cref="ExaminationOptions.NearDuplicateBits"/> of it, and those within as much of these.
/// </param>
/// <param name="Problems">All findings with their cures, the reader's warnings included.</param>
public sealed record Examination(
    ImageDataset Dataset,
    IReadOnlyList<SampleFacts> Facts,
    IReadOnlyList<IReadOnlyList<string>> DuplicateGroups,
    IReadOnlyList<IReadOnlyList<string>> NearDuplicateGroups,
    IReadOnlyList<Problem> Problems)
{
    /// <summary>Identical and near-identical groups: images that must stay in one split.</summary>
    public IEnumerable<IReadOnlyList<string>> CopyGroups => DuplicateGroups.Concat(NearDuplicateGroups);

    /// <summary>True when a run must not start.</summary>
    public bool HasErrors => Problems.Any(problem => !problem.IsWarning);

    /// <summary>Images per class that decode, in the order of the classes.</summary>
    public IReadOnlyList<int> CountPerClass() => WithoutBadImages().Dataset.CountPerClass();

    /// <summary>SHA-256 of each image's file by its name.</summary>
    internal Dictionary<string, string> Hashes() => Facts.ToDictionary(facts => facts.Name, facts => facts.Sha256, StringComparer.Ordinal);

    /// <summary>The data set without the images that cannot be used, and those with the reason.</summary>
    internal CleanedDataset WithoutBadImages()
    {
        var bad = Facts.Where(facts => facts.Error is not null).ToDictionary(facts => facts.Name, StringComparer.Ordinal);
        return new CleanedDataset(Dataset.Where(sample => !bad.ContainsKey(sample.Name)), [.. bad.Values]);
    }

    /// <summary>Stops with every finding when one of them is an error.</summary>
    /// <exception cref="ProblemsException">There is an error.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors) throw new ProblemsException($"The data set '{Dataset.Root}'", Problems);
    }
}

/// <summary>A data set whose images all decode, and what was left out of it.</summary>
/// <param name="Dataset">The usable images; the classes are unchanged.</param>
/// <param name="LeftOut">The others, each with its error.</param>
internal sealed record CleanedDataset(ImageDataset Dataset, IReadOnlyList<SampleFacts> LeftOut);
