namespace Graft.Data;

/// <summary>Everything found out about a data set of objects before the first step.</summary>
/// <param name="Dataset">What was examined.</param>
/// <param name="Images">What was found out about the images: one entry of facts for each sample, and the copies among them.</param>
/// <param name="Problems">All findings with their cures, the reader's included.</param>
internal sealed record ObjectExamination(ObjectDataset Dataset, Examination Images, IReadOnlyList<Problem> Problems)
{
    /// <summary>True when a run must not start.</summary>
    public bool HasErrors => Problems.Any(problem => !problem.IsWarning);

    /// <summary>Images without any object: they teach what is none.</summary>
    public int Negatives { get; init; }

    /// <summary>Boxes that reach beyond their image and are cut off at its edge.</summary>
    public int Clipped { get; init; }

    /// <summary>Objects that cannot be learned, by the name of their image and their place in it.</summary>
    public IReadOnlySet<(string Image, int At)> BadObjects { get; init; } = new HashSet<(string, int)>();

    /// <summary>
    /// Objects whose polygon, or a part of it, could not be read, and why; and the warning of them all, which is among the problems of those who need
    /// boxes alone.
    /// </summary>
    public (Problem? Warning, IReadOnlyList<(string Name, string Fault)> Each) BrokenPolygons { get; init; } = (null, []);

    /// <summary>Names of images that are left out because they are not of the size they were annotated at, or have no object left of those annotated.</summary>
    public IReadOnlySet<string> BadImages { get; init; } = new HashSet<string>();

    /// <summary>
    /// What training uses: undecodable images, those of another size than annotated, bad objects, and images on which only such were, left out; boxes
    /// cut off at the image's edge; sizes those of the upright images.
    /// </summary>
    /// <param name="clip">False keeps boxes as they were annotated, for conversion.</param>
    public ObjectDataset Usable(bool clip = true)
    {
        var facts = Images.Facts.ToDictionary(fact => fact.Name, StringComparer.Ordinal);
        return Dataset with
        {
            Samples = [.. Dataset.Samples.Where(sample => facts[sample.Name].Error is null && !BadImages.Contains(sample.Name))
                .Select(sample => Mended(sample, facts[sample.Name], clip))],
        };
    }

    /// <summary>Stops with every finding when one of them is an error.</summary>
    /// <exception cref="ProblemsException">There is an error.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors) throw new ProblemsException($"The data set '{Dataset.Root}'", Problems);
    }

    private ObjectSample Mended(ObjectSample sample, SampleFacts facts, bool clip) => sample with
    {
        Width = facts.Width,
        Height = facts.Height,
        Objects = [.. sample.Objects.Where((_, at) => !BadObjects.Contains((sample.Name, at)))
            .Select(item => clip ? item with { Box = item.Box.Clip(facts.Width, facts.Height) } : item)],
    };
}
