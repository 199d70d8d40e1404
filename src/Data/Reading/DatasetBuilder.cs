namespace Graft.Data;

/// <summary>Collects files and findings of any layout; at the end either a data set or everything that is wrong with it.</summary>
internal sealed class DatasetBuilder(string source, string root, ReaderOptions options)
{
    private const string ClassFolders = "Put the images of each class in a folder named after the class.";
    private readonly List<LabelledFile> _files = [];
    private readonly List<string> _others = [];
    private readonly List<Problem> _problems = [];
    private readonly List<(string Label, string Folder, string? Split)> _empty = [];

    /// <summary>What the user most likely meant when too little was found.</summary>
    public string Hint { get; set; } = "";

    public void Add(LabelledFile file) => _files.Add(file);

    public void AddOther(string name) => _others.Add(name);

    public void AddEmptyClass(string label, string folder, string? split) => _empty.Add((label, folder, split));

    public void Error(string where, string what, string cure) => _problems.Add(new Problem(where, what, cure));

    /// <summary>An error of one line, which is left out where bad images are.</summary>
    public void ErrorOfOne(string where, string what, string cure) => _problems.Add(Problem.OfOne(where, what, cure).Under(options.OnBadImage));

    public void Warning(string where, string what, string cure) => _problems.Add(new Problem(where, what, cure, IsWarning: true));

    /// <exception cref="ProblemsException">With all that was found, warnings included.</exception>
    public ImageDataset Build()
    {
        var classes = options.Classes ?? Labels(_files.Where(IsTraining));
        CheckEmptyFolders(classes);
        if (_files.Count == 0) NothingFound();
        else CheckClasses(classes);
        if (_others.Count > 0)
            Warning(source, $"{Words.Count(_others.Count, "file has", "files have")} no image's extension and {Words.Was(_others.Count)} left out: "
                + $"{Words.List(_others)}.",
                "Nothing to do unless images are among them; jpeg, png, webp, gif, bmp and tiff are read.");
        if (_problems.Any(problem => !problem.IsWarning)) throw new ProblemsException($"The data set '{source}'", _problems);

        var (index, names) = (PlacesAmong(classes), new ImageNames(root, [.. _files.Select(file => file.Path)]));
        return new ImageDataset(names.Root, classes,
            [.. _files.Select(file => new Sample(file.Path, NameOf(file), index[file.Label], file.Group, file.Split))
                .OrderBy(sample => sample.Name, StringComparer.Ordinal)])
        {
            OtherFiles = _others,
            Warnings = _problems,
        };

        string NameOf(LabelledFile file) => names.AreOther ? names.Of(file.Path) : file.Name;
    }

    private bool IsTraining(LabelledFile file) => options.AnySplitHasClasses || file.Split is null or SplitNames.Train;

    private static List<string> Labels(IEnumerable<LabelledFile> files) =>
        [.. files.Select(file => file.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    // The model's "dining table" may be called "diningtable" or "Dining Table" in the data.
    private Dictionary<string, int> PlacesAmong(IReadOnlyList<string> classes)
    {
        var labels = Labels(_files);
        return labels.Zip(ClassMatch.Find(labels, classes)).Where(pair => pair.Second >= 0)
            .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    private void NothingFound()
    {
        if (_problems.All(problem => problem.IsWarning))
            Error(source, "No image was found.", Hint.Length > 0 ? Hint : ClassFolders);
    }

    private void CheckClasses(IReadOnlyList<string> classes)
    {
        if (options.Classes is null && classes.Count == 0)
            Error(source, "There are images to validate or test with, but none to train on.", "Add a folder 'train' with the same class folders.");
        else if (options.Classes is null && classes.Count == 1 && !options.OneClassWillDo)
            Error(source, $"All images are of one class, '{classes[0]}'; a classifier needs at least two.", Hint.Length > 0 ? Hint : ClassFolders);
        if (classes.Count > 0) CheckUnknown(classes);
        _problems.AddRange(ClassMatch.Alike(source, classes, options.AnySplitHasClasses));
    }

    private void CheckUnknown(IReadOnlyList<string> classes)
    {
        var known = options.Classes is null ? classes.ToHashSet(StringComparer.Ordinal) : [.. PlacesAmong(classes).Keys];
        foreach (var unknown in _files.Where(file => !known.Contains(file.Label)).GroupBy(file => (file.Label, file.Split)))
        {
            var (where, count) = ($"{source} ({unknown.Key.Split ?? "all"})", Words.Count(unknown.Count(), "image"));
            if (options.Classes is null)
                Error(where, $"The class '{unknown.Key.Label}' ({count}) is unknown to train, which has {Words.List(classes)}"
                    + (classes.Any(name => NameLook.OfLabel(name) == NameLook.OfLabel(unknown.Key.Label))
                        ? "; one of them looks the same and is written with other characters." : "."),
                    "Add images of it to train, or remove it here.");
            else
                Error(where, options.Unknown($"The class '{unknown.Key.Label}' ({count})", Labels(_files)), "Rename or remove the folder.");
        }
    }

    private void CheckEmptyFolders(IReadOnlyList<string> classes)
    {
        foreach (var (label, folder, split) in _empty)
        {
            var what = $"The folder '{folder}' holds no image.";
            if (options.Classes is not null || split is SplitNames.Validation or SplitNames.Test)
                Warning(folder, what, $"Add images of '{label}' if there are any.");
            else if (_files.Count > 0 || classes.Count > 0)
                Error(folder, what, $"Add images of '{label}', or remove the folder.");
        }
    }
}

/// <summary>An image before the classes are known.</summary>
internal sealed record LabelledFile(string Path, string Name, string Label, string? Split, string? Group = null);
