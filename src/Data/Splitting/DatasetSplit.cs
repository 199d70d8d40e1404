namespace Graft.Data;

/// <summary>Divides a data set into splits, stratified by class, without tearing groups or copies apart.</summary>
public static class DatasetSplit
{
    /// <summary>
    /// Splits the user gave are kept; what has no validation split gets one drawn from train. User groups and, with an
    /// examination, identical and nearly identical images stay in one split. The same seed gives the same split in whatever
    /// order the files were found.
    /// </summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="examination">Tells which images are copies of one another; null looks at user groups only.</param>
    /// <param name="validationShare">Share of each class to validate with, from 0 (none) to below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="GraftException">The share is out of range.</exception>
    public static Split<Sample> Make(ImageDataset dataset, Examination? examination, double validationShare, ulong seed)
    {
        if (validationShare is not (>= 0 and < 1))
            throw new GraftException(FormattableString.Invariant($"{validationShare} is not a valid validation share."),
                "Expected at least 0 and less than 1.", "0.2 is typical.");
        var given = dataset.Samples.ToLookup(sample => sample.Split ?? SplitNames.Train);
        var (train, validation) = (given[SplitNames.Train].ToList(), given[SplitNames.Validation].ToList());
        var drawn = validation.Count == 0 && validationShare > 0;
        if (drawn) (train, validation) = Draw(Unit.Of(train, dataset.Classes.Count, examination), dataset.Classes.Count, validationShare, seed);
        return new Split<Sample>(Sorted(train), Sorted(validation), Sorted(given[SplitNames.Test]), seed)
        {
            Problems = validation.Count > 0 || drawn ? [.. SplitProblems.MissingClasses(dataset, train, validation)] : [],
        };
    }

    private static (List<Sample> Train, List<Sample> Validation) Draw(List<Unit> units, int classes, double share, ulong seed)
    {
        var shuffled = units.ToArray();
        SeededRandom.For(seed, "split").Shuffle<Unit>(shuffled);
        var draw = new ValidationDraw(shuffled, classes, share);
        return ([.. shuffled.Where(unit => !draw.Chosen.Contains(unit)).SelectMany(unit => unit.Members)], [.. draw.Chosen.SelectMany(unit => unit.Members)]);
    }

    private static IReadOnlyList<Sample> Sorted(IEnumerable<Sample> samples) => [.. samples.OrderBy(sample => sample.Name, StringComparer.Ordinal)];
}

/// <summary>What can be wrong with two splits of a data set.</summary>
internal static class SplitProblems
{
    /// <summary>A warning for each class that is in one split only.</summary>
    public static IEnumerable<Problem> MissingClasses(ImageDataset dataset, IReadOnlyList<Sample> train, IReadOnlyList<Sample> validation)
    {
        var (learned, held) = (ImageDataset.Count(train, dataset.Classes.Count), ImageDataset.Count(validation, dataset.Classes.Count));
        for (var label = 0; label < dataset.Classes.Count; label++)
        {
            if (learned[label] > 0 == held[label] > 0) continue;
            yield return new Problem(dataset.Classes[label],
                $"The class has no image to {(held[label] == 0 ? "validate with" : "train on")}: "
                    + $"{Words.Count(learned[label] + held[label], "image")}, all in the other split.",
                "Add images of it that are not copies of one another nor of one group.", IsWarning: true);
        }
    }
}
