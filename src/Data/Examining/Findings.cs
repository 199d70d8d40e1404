namespace Graft.Data;

/// <summary>Turns facts into problems with their cures.</summary>
internal sealed class Findings(Examination examination, ExaminationOptions options)
{
    private readonly ImageDataset _dataset = examination.Dataset;

    public IEnumerable<Problem> All() =>
        [.. BadImages(), .. Classes(), .. SmallImages(), .. new CopyFindings(examination).All()];

    /// <summary>What concerns the images alone, whatever is annotated on them.</summary>
    public IEnumerable<Problem> OfImages() => [.. BadImages(), .. SmallImages(), .. new CopyFindings(examination).All()];

    private IEnumerable<Problem> BadImages()
    {
        var skip = options.OnBadImage == OnBadImage.Skip;
        return examination.Facts.Where(facts => facts.Error is not null).Select(facts => facts.Error! with { IsWarning = skip });
    }

    private IEnumerable<Problem> Classes()
    {
        var (before, after) = (_dataset.CountPerClass(), examination.CountPerClass());
        var (fullest, emptiest) = (0, 0);
        for (var label = 0; label < after.Count; label++)
        {
            var name = _dataset.Classes[label];
            if (before[label] > 0 && after[label] == 0)
                yield return new Problem(name, $"None of the {Words.Count(before[label], "image")} of the class can be used.", "Fix or replace them, or remove the class.");
            else if (after[label] == 1)
                yield return new Problem(name, "The class has one image: it cannot be in both training and validation.", "Add images of it.", IsWarning: true);
            if (after[label] > after[fullest]) fullest = label;
            if (after[label] > 0 && (after[emptiest] == 0 || after[label] < after[emptiest])) emptiest = label;
        }
        var small = Enumerable.Range(0, after.Count).Where(label => after[label] > 1 && after[label] < options.SmallestClass).ToList();
        if (small.Count > 0)
            yield return new Problem(_dataset.Root,
                $"{Words.Count(small.Count, "class has", "classes have")} fewer than {options.SmallestClass} images: "
                + Words.List([.. small.Select(label => $"{_dataset.Classes[label]} ({after[label]})")]) + ".",
                "Metrics on so few images are unreliable; add some.", IsWarning: true);
        if (after.Count > 0 && after[emptiest] > 0 && after[fullest] > options.LargestImbalance * after[emptiest])
            yield return new Problem(_dataset.Root, $"The classes are imbalanced: {after[fullest]} images of '{_dataset.Classes[fullest]}', {after[emptiest]} of '{_dataset.Classes[emptiest]}'.",
                "Add images of the rare classes, or train with class weights; watch the balanced accuracy.", IsWarning: true);
    }

    private IEnumerable<Problem> SmallImages()
    {
        var small = examination.Facts.Where(facts => facts.Error is null && Math.Min(facts.Width, facts.Height) < options.SmallestSide).ToList();
        if (small.Count > 0)
            yield return new Problem(_dataset.Root,
                $"{Words.Count(small.Count, "image is", "images are")} smaller than {options.SmallestSide} pixels: "
                + Words.List([.. small.Select(facts => $"{facts.Name} ({facts.Width} x {facts.Height})")]) + ".",
                "Check whether they are thumbnails or icons; use the originals.", IsWarning: true);
    }
}
