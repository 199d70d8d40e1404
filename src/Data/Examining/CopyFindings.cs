namespace Graft.Data;

/// <summary>What copies mean: double counting, contradictory labels, validation images seen in training.</summary>
internal sealed class CopyFindings(Examination examination)
{
    /// <summary>What parts images that only look alike.</summary>
    public static string Cure { get; } = "Where their small differences are what is learned, as from a fixed camera, give "
        + $"{Flag.Of("--near-copies", "off")}: then only identical files stay together.";

    private const string NearlyIdentical = "nearly identical";
    private const int MaxGroups = 50;
    private const int SmallestScene = 10;
    private const double ShareOfScene = 0.25;
    private readonly ImageDataset _dataset = examination.Dataset;
    private readonly Dictionary<string, Sample> _samples = examination.Dataset.Samples.ToDictionary(sample => sample.Name, StringComparer.Ordinal);

    /// <summary>Whether a finding is that many images show one scene.</summary>
    public static bool IsOfOneScene(Problem finding) => finding.Cure.StartsWith(Cure, StringComparison.Ordinal);

    public IEnumerable<Problem> All() =>
    [
        .. Of(examination.DuplicateGroups, "identical", isError: true),
        .. Of(examination.NearDuplicateGroups, NearlyIdentical, isError: false),
        .. OneScene(),
        .. TornGroups(),
    ];

    /// <summary>Near-copies of images to learn from that others bring under another label.</summary>
    /// <param name="added">Names of the others.</param>
    public IEnumerable<Problem> OfAdded(IReadOnlySet<string> added) =>
        Contradictions([.. examination.NearDuplicateGroups.Where(group => group.Any(added.Contains) && !group.All(added.Contains))], NearlyIdentical, false);

    private IEnumerable<Problem> Of(IReadOnlyList<IReadOnlyList<string>> groups, string how, bool isError)
    {
        if (groups.Count > 0)
            yield return new Problem(_dataset.Root,
                $"{Words.Count(groups.Sum(group => group.Count), "image")} in {Words.Count(groups.Count, "group")} are {how}, as "
                    + $"{Words.List([.. groups[0]])}.",
                "They count several times; Graft's own splits keep them together. Remove the copies you do not need.", IsWarning: true);
        foreach (var problem in Contradictions(groups, how, isError)) yield return problem;
        var leaking = groups.Where(group => Distinct(group, SplitOf) > 1).Select(group => Leak(group, how));
        foreach (var problem in Capped(leaking, $"{how} groups in several splits", isWarning: true)) yield return problem;
    }

    // Copies are few beside the others; a quarter of all images alike is a place that a camera looks at all the time.
    private IEnumerable<Problem> OneScene() => examination.NearDuplicateGroups
        .Where(group => group.Count >= SmallestScene && group.Count >= ShareOfScene * _dataset.Samples.Count)
        .Select(group => new Problem(group[0], $"{group.Count} of {_dataset.Samples.Count} images show nearly the same as this one and stay in one split, as "
            + "copies do.", $"{Cure} A number from 0 to 11 instead of off decides how alike they must be.", IsWarning: true));

    private int Distinct(IReadOnlyList<string> group, Func<Sample, string> key) => group.Select(name => key(_samples[name])).Distinct().Count();

    private static string SplitOf(Sample sample) => sample.Split ?? SplitNames.Train;

    private IEnumerable<Problem> Contradictions(IReadOnlyList<IReadOnlyList<string>> groups, string how, bool isError) =>
        Capped(groups.Where(group => Distinct(group, _dataset.ClassOf) > 1).Select(group => Contradiction(group, how, isError)),
            $"{how} groups with several labels", !isError);

    // Of a large group a few are named, of each label at least one.
    private Problem Contradiction(IReadOnlyList<string> group, string how, bool isError)
    {
        var labelled = group.Select(name => (Name: name, Label: _dataset.ClassOf(_samples[name])));
        var byLabel = labelled.GroupBy(image => image.Label).SelectMany(same => same.Index()).OrderBy(image => image.Index).Select(image => image.Item);
        return new(group[0], $"The images {Words.List([.. byLabel.Select(image => $"{image.Name} ({image.Label})")])} are {how} but have different labels.",
            "Keep the one with the right label.", IsWarning: !isError);
    }

    private Problem Leak(IReadOnlyList<string> group, string how) =>
        new(group[0], $"The images {Words.List([.. group.Select(name => $"{name} ({SplitOf(_samples[name])})")])} are {how} and lie in different splits: "
            + "validation sees what training learned.",
            "Remove the copies from one split, or let Graft make the split.", IsWarning: true);

    private IEnumerable<Problem> TornGroups() =>
        Capped(_dataset.Samples.Where(sample => sample.Group is not null).GroupBy(sample => sample.Group!)
            .Where(group => group.Select(SplitOf).Distinct().Count() > 1)
            .Select(group => new Problem(group.Key,
                $"The group lies in several splits: {string.Join(", ", group.Select(SplitOf).Distinct().Order(StringComparer.Ordinal))}.",
                "Move it to one split, or let Graft make the split.", IsWarning: true)), "groups in several splits", isWarning: true);

    private IEnumerable<Problem> Capped(IEnumerable<Problem> problems, string what, bool isWarning)
    {
        var all = problems.ToList();
        foreach (var problem in all.Take(MaxGroups)) yield return problem;
        if (all.Count > MaxGroups)
            yield return new Problem(_dataset.Root, $"There are {all.Count - MaxGroups} more {what}.", "All are in the examination's groups.", isWarning);
    }
}
