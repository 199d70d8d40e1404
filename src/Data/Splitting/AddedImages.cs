namespace Graft.Data;

/// <summary>
/// Images that are learned from beside a data set whose split stays as it is. Those that the held-out images know, as copies, near-copies or members of a
/// group, are left out, and so is what is learned from already.
/// </summary>
internal sealed record AddedImages
{
    private const string Prefix = "added:";

    /// <summary>Where they are from, as the user gave it.</summary>
    public required string Source { get; init; }

    /// <summary>Usable images that were found there.</summary>
    public required int Found { get; init; }

    /// <summary>The new name of each image that is learned from, by its own: no image of the data set has it.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>Names of those left out because a validation or test image is a copy, a near-copy or of the same group.</summary>
    public required IReadOnlyList<string> HeldOut { get; init; }

    /// <summary>Names of those left out because an identical image is learned from.</summary>
    public required IReadOnlyList<string> Repeated { get; init; }

    /// <summary>The data set's examination with them: facts, and copies among the images to learn from.</summary>
    public required Examination Examination { get; init; }

    /// <summary>Near-copies of training images that are added under another label.</summary>
    public required IReadOnlyList<Problem> Warnings { get; init; }

    /// <summary>As in "12 of 13 images of 'labelled' were added to the training images; of the others 1 is an identical copy ...".</summary>
    public string Summary
    {
        get
        {
            List<string> left = [];
            if (HeldOut.Count > 0) left.Add($"{HeldOut.Count} {Are(HeldOut.Count)} of validation or test images ({Words.List(HeldOut)})");
            if (Repeated.Count > 0)
                left.Add($"{Repeated.Count} {(Repeated.Count == 1 ? "is an identical copy" : "are identical copies")} of training images "
                    + $"({Words.List(Repeated)})");
            var added = $"{Names.Count} of {Words.Count(Found, "image")} of '{Source}' {Words.Was(Names.Count)} added to the training images";
            return left.Count == 0 ? added : $"{added}; of the others {Words.And(left)}";
        }
    }

    /// <summary>Adds images to those that are learned from.</summary>
    /// <param name="source">Where the images are from, as the user gave it.</param>
    /// <param name="data">What was found out about the data set.</param>
    /// <param name="split">Its split, in which nothing that is there changes its place.</param>
    /// <param name="more">What was found out about the images, with the same options.</param>
    /// <param name="usable">Those without errors.</param>
    /// <param name="options">How both were examined; it has what was seen of the images.</param>
    /// <param name="naming">A sample's name, and a sample with another one.</param>
    /// <param name="cancellation">Stops between images.</param>
    /// <returns>What was chosen, the split with it, and the samples of it under their new names.</returns>
    /// <exception cref="ProblemsException">An image is learned from under another class.</exception>
    public static (AddedImages Added, Split<TSample> Split, IReadOnlyList<TSample> Samples) Add<TSample>(string source, Examination data,
        Split<TSample> split, Examination more, IReadOnlyList<TSample> usable, ExaminationOptions options,
        (Func<TSample, string> Of, Func<TSample, string, TSample> With) naming, CancellationToken cancellation)
    {
        var known = data.Dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);
        var offered = usable.Select(naming.Of).ToHashSet(StringComparer.Ordinal);
        var added = Choose(source, data, [.. split.Train.Select(sample => known[naming.Of(sample)])],
            [.. split.Validation.Concat(split.Test).Select(sample => known[naming.Of(sample)])], more,
            [.. more.Dataset.Samples.Where(sample => offered.Contains(sample.Name))], options, cancellation);
        TSample[] samples = [.. usable.Where(sample => added.Names.ContainsKey(naming.Of(sample)))
            .Select(sample => naming.With(sample, added.Names[naming.Of(sample)]))];
        return (added, split with { Train = [.. split.Train.Concat(samples).OrderBy(naming.Of, StringComparer.Ordinal)] }, samples);
    }

    private static AddedImages Choose(string source, Examination data, Sample[] train, Sample[] held, Examination more, Sample[] offered,
        ExaminationOptions options, CancellationToken cancellation)
    {
        var (hashes, own) = (data.Hashes(), more.Hashes());
        var contents = held.Select(sample => hashes[sample.Name]).ToHashSet(StringComparer.Ordinal);
        var groups = held.Select(sample => sample.Group).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var near = CopyFinder.NearAny(offered, held, options, cancellation);
        var learned = train.DistinctBy(sample => hashes[sample.Name])
            .ToDictionary(sample => hashes[sample.Name], sample => (Label: data.Dataset.ClassOf(sample), Image: $"'{sample.Name}' of '{data.Dataset.Root}'"));
        List<Sample> kept = [];
        List<string> leaking = [], repeated = [];
        List<Problem> problems = [];
        foreach (var (at, sample) in offered.Index())
        {
            var (hash, label) = (own[sample.Name], more.Dataset.ClassOf(sample));
            if (contents.Contains(hash) || near[at] || sample.Group is { } group && groups.Contains(group)) leaking.Add(sample.Name);
            else if (learned.TryAdd(hash, (label, $"'{sample.Name}' of '{source}'"))) kept.Add(sample);
            else if (learned[hash].Label == label) repeated.Add(sample.Name);
            else
                problems.Add(new Problem(sample.Name,
                    $"It is labelled '{label}', and the identical image {learned[hash].Image} is labelled '{learned[hash].Label}'.",
                    "Keep the one with the right label."));
        }
        if (problems.Count > 0) throw new ProblemsException($"The data set '{source}'", problems);
        var prefix = Prefix;
        while (data.Dataset.Samples.Any(sample => sample.Name.StartsWith(prefix, StringComparison.Ordinal))) prefix = $"+{prefix}";
        var names = kept.ToDictionary(sample => sample.Name, sample => prefix + sample.Name, StringComparer.Ordinal);
        var joined = Joined(data, train, more, names, options, cancellation);
        return new AddedImages
        {
            Source = source,
            Found = offered.Length,
            Names = names,
            HeldOut = leaking,
            Repeated = repeated,
            Examination = joined,
            Warnings = [.. new CopyFindings(joined).OfAdded(names.Values.ToHashSet(StringComparer.Ordinal))],
        };
    }

    // Copies among what is held out stay as they were found: its images count as they do without those that are added.
    private static Examination Joined(Examination data, Sample[] train, Examination more, Dictionary<string, string> names, ExaminationOptions options,
        CancellationToken cancellation)
    {
        Sample[] added = [.. more.Dataset.Samples.Where(sample => names.ContainsKey(sample.Name)).Select(sample => sample with { Name = names[sample.Name] })];
        var learned = DatasetExamination.Look(data.Dataset with { Samples = [.. train, .. added] }, options, null, cancellation);
        var both = data.Dataset.Samples.Zip(data.Facts).Concat(added.Zip(learned.Facts.Skip(train.Length)))
            .OrderBy(pair => pair.First.Name, StringComparer.Ordinal).ToList();
        var isNew = names.Values.ToHashSet(StringComparer.Ordinal);
        return data with
        {
            Dataset = data.Dataset with { Samples = [.. both.Select(pair => pair.First)] },
            Facts = [.. both.Select(pair => pair.Second)],
            NearDuplicateGroups = [.. data.NearDuplicateGroups, .. learned.NearDuplicateGroups.Where(group => group.Any(isNew.Contains))],
        };
    }

    private static string Are(int count) => count == 1 ? "is a copy, a near-copy or of a group" : "are copies, near-copies or of groups";
}
