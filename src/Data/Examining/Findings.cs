namespace Graft.Data;

/// <summary>Turns facts into problems with their cures.</summary>
internal sealed class Findings(Examination examination, ExaminationOptions options)
{
    private readonly ImageDataset _dataset = examination.Dataset;

    public IEnumerable<Problem> All() =>
        [.. BadImages(), .. Classes(), .. Unseen(), .. new CopyFindings(examination).All()];

    /// <summary>What concerns the images alone, whatever is annotated on them: the one examination of images, which those of every task pass.</summary>
    public IEnumerable<Problem> OfImages() => [.. BadImages(), .. Unseen(), .. new CopyFindings(examination).All()];

    private IEnumerable<Problem> BadImages() =>
        examination.Facts.Where(facts => facts.Error is not null).Select(facts => facts.Error!.Under(options.OnBadImage));

    // What no one sees who looks at the files in a viewer.
    private IEnumerable<Problem> Unseen() => [.. SmallImages(), .. FlatImages(), .. HiddenColours()];

    private IEnumerable<Problem> Classes()
    {
        var (before, after) = (_dataset.CountPerClass(), examination.CountPerClass());
        var (fullest, emptiest) = (0, 0);
        for (var label = 0; label < after.Count; label++)
        {
            var name = _dataset.Classes[label];
            if (before[label] > 0 && after[label] == 0)
                yield return new Problem(name, $"None of the {Words.Count(before[label], "image")} of the class can be used.",
                    "Fix or replace them, or remove the class.");
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
            yield return new Problem(_dataset.Root,
                $"The classes are imbalanced: {Words.Count(after[fullest], "image")} of '{_dataset.Classes[fullest]}', "
                    + $"{after[emptiest]} of '{_dataset.Classes[emptiest]}'.",
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

    private IEnumerable<Problem> FlatImages()
    {
        var flat = examination.Facts.Where(facts => facts.FlatLevels is not null).ToList();
        if (flat.Count == 0) yield break;
        var isTiff = flat.Any(facts => Path.GetExtension(facts.Name).StartsWith(".tif", StringComparison.OrdinalIgnoreCase));
        yield return new Problem(_dataset.Root,
            $"{Words.Count(flat.Count, "image is", "images are")} (nearly) {(flat.All(facts => facts.FlatLevels!.Value.IsBlack) ? "black" : "of one colour")} "
                + "when read: "
                + Words.List([.. flat.Select(facts => $"{facts.Name} (levels {facts.FlatLevels!.Value.Min} to {facts.FlatLevels.Value.Max} of 255)")]) + ".",
            isTiff ? "Nothing is scaled when TIFF is read: bring floating-point numbers and 12 bits to 0..255, or to all of 16 bits, first."
                : "Look at them: nothing can be learned from an image that shows nothing.", IsWarning: true);
    }

    private IEnumerable<Problem> HiddenColours()
    {
        var hidden = examination.Facts.Where(facts => facts.HasHiddenColours).ToList();
        if (hidden.Count > 0)
            yield return new Problem(_dataset.Root,
                $"{Words.Count(hidden.Count, "image has", "images have")} transparent pixels, of which the stored colours are read, though no viewer shows "
                    + $"them: {Words.List([.. hidden.Select(facts => facts.Name)])}.",
                "Put them on a background of one colour if what is hidden is not meant to be seen.", IsWarning: true);
    }
}
