namespace Graft.Data;

/// <summary>Divides a data set into splits, stratified by class, without tearing groups or copies apart.</summary>
public static class DatasetSplit
{
    /// <summary>
    /// Splits the user gave are kept; what has no validation split, or no test split where one is asked for, gets one drawn from train. User groups and,
    /// with an examination, identical and nearly identical images stay in one split. The same seed gives the same split in whatever
    /// order the files were found.
    /// </summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="examination">Tells which images are copies of one another; null looks at user groups only.</param>
    /// <param name="validationShare">Share of each class to validate with, from 0 (none) to below 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="testShare">Share of each class to set aside for the test, from 0 (none); both shares together are below 1.</param>
    /// <exception cref="GraftException">A share is out of range.</exception>
    public static Split<Sample> Make(ImageDataset dataset, Examination? examination, double validationShare, ulong seed, double testShare = 0)
    {
        Check(validationShare, "validation share");
        Check(testShare, "test share");
        Check(validationShare + testShare, "share of validation and test together");
        var given = dataset.Samples.ToLookup(sample => sample.Split ?? SplitNames.Train);
        var (train, validation, test) = (given[SplitNames.Train].ToList(), given[SplitNames.Validation].ToList(), given[SplitNames.Test].ToList());
        var (drawsTest, drawsValidation) = (test.Count == 0 && testShare > 0, validation.Count == 0 && validationShare > 0);
        // The test first: what it is must not depend on how much is validated with.
        if (drawsTest) (train, test) = Draw(train, "test split", testShare);
        if (drawsValidation) (train, validation) = Draw(train, "split", drawsTest ? validationShare / (1 - testShare) : validationShare);
        return new Split<Sample>(Sorted(train), Sorted(validation), Sorted(test), seed)
        {
            Problems =
            [
                .. validation.Count > 0 || drawsValidation ? SplitProblems.MissingClasses(dataset, train, validation) : [],
                .. drawsTest ? SplitProblems.MissingClasses(dataset, train, test, "test") : [],
            ],
        };

        (List<Sample> Kept, List<Sample> Drawn) Draw(List<Sample> samples, string purpose, double share) =>
            DatasetSplit.Draw(Unit.Of(samples, dataset.Classes.Count, examination), dataset.Classes.Count, share, SeededRandom.For(seed, purpose));
    }

    private static void Check(double share, string what)
    {
        if (share is not (>= 0 and < 1))
            throw new GraftException(FormattableString.Invariant($"{share} is not a valid {what}."), "Expected at least 0 and less than 1.", "0.2 is typical.");
    }

    private static (List<Sample> Kept, List<Sample> Drawn) Draw(List<Unit> units, int classes, double share, SeededRandom random)
    {
        var shuffled = units.ToArray();
        random.Shuffle<Unit>(shuffled);
        var draw = new ValidationDraw(shuffled, classes, share);
        return ([.. shuffled.Where(unit => !draw.Chosen.Contains(unit)).SelectMany(unit => unit.Members)], [.. draw.Chosen.SelectMany(unit => unit.Members)]);
    }

    private static IReadOnlyList<Sample> Sorted(IEnumerable<Sample> samples) => [.. samples.OrderBy(sample => sample.Name, StringComparer.Ordinal)];
}

/// <summary>What can be wrong with two splits of a data set.</summary>
internal static class SplitProblems
{
    /// <summary>A warning for each class that is in one split only.</summary>
    /// <param name="dataset">What was divided.</param>
    /// <param name="train">What is learned from.</param>
    /// <param name="other">The other split.</param>
    /// <param name="purpose">What the other split is for.</param>
    public static IEnumerable<Problem> MissingClasses(
        ImageDataset dataset, IReadOnlyList<Sample> train, IReadOnlyList<Sample> other, string purpose = "validate")
    {
        var (learned, held) = (ImageDataset.Count(train, dataset.Classes.Count), ImageDataset.Count(other, dataset.Classes.Count));
        for (var label = 0; label < dataset.Classes.Count; label++)
        {
            if (learned[label] > 0 == held[label] > 0) continue;
            yield return new Problem(dataset.Classes[label],
                $"The class has no image to {(held[label] == 0 ? $"{purpose} with" : "train on")}: "
                    + $"{Words.Count(learned[label] + held[label], "image")}, all in the other split.",
                "Add images of it that are not copies of one another nor of one group.", IsWarning: true);
        }
    }
}
