namespace Graft.Data;

/// <summary>Divides identities, never their images: what is measured on somebody who was trained on says nothing of anybody else.</summary>
internal static class IdentitySplit
{
    /// <summary>Identities with two images that the training and the validation need at least.</summary>
    public const int Fewest = 2;

    /// <summary>Of the identities for validation and test, unless asked for otherwise.</summary>
    public static (double Validation, double Test) DefaultShares => (0.15, 0.25);

    /// <summary>
    /// Splits the user gave are kept; what has no validation or no test split gets one drawn from train: a share of the identities that have two images or
    /// more, at least as many as are needed. Identities whose images are copies of one another's, or that share a group, stay together; those with a single
    /// image are learned from.
    /// </summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="examination">Tells which images are copies.</param>
    /// <param name="shares">Of the identities, for validation and test.</param>
    /// <param name="tested">Identities with two images that the test needs.</param>
    /// <param name="seed">The run's seed.</param>
    /// <exception cref="ProblemsException">An identity is in two splits, or there are too few: with their numbers.</exception>
    public static Split<Sample> Make(ImageDataset dataset, Examination examination, (double Validation, double Test) shares, int tested, ulong seed)
    {
        var (splits, problems, lack) = Divide(dataset, examination, shares, tested, seed);
        if (problems.Exists(problem => !problem.IsWarning))
            throw new ProblemsException($"The data set '{dataset.Root}'", [.. problems.Where(problem => !problem.IsWarning)]);
        if (lack is not null) throw lack;
        return new Split<Sample>(Of(SplitNames.Train), Of(SplitNames.Validation), Of(SplitNames.Test), seed) { Problems = problems };

        IReadOnlyList<Sample> Of(string split) =>
            [.. dataset.Samples.Where(sample => splits[sample.Label] == split).OrderBy(sample => sample.Name, StringComparer.Ordinal)];
    }

    /// <summary>What <see cref="Make"/> would refuse or warn of.</summary>
    public static IReadOnlyList<Problem> Examine(ImageDataset dataset, Examination examination, (double Validation, double Test) shares, int tested, ulong seed)
    {
        var (_, problems, lack) = Divide(dataset, examination, shares, tested, seed);
        return lack is null ? problems : [.. problems, new(dataset.Root, $"{lack.What} {lack.Expected}", lack.Cure)];
    }

    private static (string[] Splits, List<Problem> Problems, GraftException? Lack) Divide(
        ImageDataset dataset, Examination examination, (double Validation, double Test) shares, int tested, ulong seed)
    {
        List<Problem> problems = [];
        var splits = SplitsOf(dataset, problems);
        var counts = ImageDataset.Count(dataset.Samples, dataset.Classes.Count);
        if (counts.Count(count => count == 1) is > 0 and var alone)
            problems.Add(new(dataset.Root,
                $"{Words.Count(alone, "identity has", "identities have")} a single image: it is learned from, and nothing can be measured on it.",
                "Add images.", IsWarning: true));
        if (problems.Exists(problem => !problem.IsWarning)) return (splits, problems, null);
        var families = Families(dataset, examination);
        problems.AddRange(Torn(dataset, families, splits));
        if (problems.Exists(problem => !problem.IsWarning)) return (splits, problems, null);
        var free = families.Where(family => splits[family[0]] == SplitNames.Train && family.Any(HasPair)).ToArray();
        SeededRandom.For(seed, "identities").Shuffle<IReadOnlyList<int>>(free);
        var (hasTest, hasValidation) = (splits.Contains(SplitNames.Test), splits.Contains(SplitNames.Validation));
        var all = free.Sum(Pairs);
        var validated = hasValidation ? 0 : Fewest;
        var test = hasTest ? 0 : Wanted(shares.Test, tested, all - validated - Fewest);
        var validation = hasValidation ? 0 : Wanted(shares.Validation, Fewest, all - test - Fewest);
        // The test first: what it is must not depend on how much is validated with.
        foreach (var family in free)
            if (test > 0) test -= Move(family, SplitNames.Test);
            else if (validation > 0) validation -= Move(family, SplitNames.Validation);
        return (splits, problems, Lack(dataset, counts, splits, tested));

        bool HasPair(int identity) => counts[identity] >= 2;

        int Pairs(IReadOnlyList<int> family) => family.Count(HasPair);

        // As many as are needed come first, then what is left for the others, then the share.
        int Wanted(double share, int least, int most) => Math.Max(least, Math.Min(most, (int)Math.Round(share * all, MidpointRounding.AwayFromZero)));

        int Move(IReadOnlyList<int> family, string split)
        {
            foreach (var identity in family) splits[identity] = split;
            return Pairs(family);
        }
    }

    // The split of each identity. Images without one are train's.
    private static string[] SplitsOf(ImageDataset dataset, List<Problem> problems)
    {
        var splits = new string[dataset.Classes.Count];
        Array.Fill(splits, SplitNames.Train);
        foreach (var own in dataset.Samples.GroupBy(sample => sample.Label))
        {
            string[] given = [.. own.Select(sample => sample.Split ?? SplitNames.Train).Distinct().Order(StringComparer.Ordinal)];
            splits[own.Key] = given[0];
            if (given.Length > 1)
                problems.Add(new Problem(dataset.Classes[own.Key], $"Its {own.Count()} images are in {Words.And(given)}.",
                    "An identity is wholly on one side: move its images into one of them, or give the identities without splits."));
        }
        return splits;
    }

    private static List<IReadOnlyList<int>> Families(ImageDataset dataset, Examination examination)
    {
        var sets = new UnionFind(dataset.Classes.Count);
        var labels = dataset.Samples.ToDictionary(sample => sample.Name, sample => sample.Label, StringComparer.Ordinal);
        var groups = dataset.Samples.Where(sample => sample.Group is not null).GroupBy(sample => sample.Group, sample => sample.Label);
        foreach (var together in examination.CopyGroups.Select(copies => copies.Where(labels.ContainsKey).Select(name => labels[name])).Concat(groups))
        {
            int[] identities = [.. together.Distinct()];
            for (var i = 1; i < identities.Length; i++) sets.Join(identities[0], identities[i]);
        }
        return [.. sets.Sets()];
    }

    private static IEnumerable<Problem> Torn(ImageDataset dataset, IEnumerable<IReadOnlyList<int>> families, string[] splits) =>
        families.Where(family => family.Select(identity => splits[identity]).Distinct().Count() > 1)
            .Select(family => new Problem(dataset.Classes[family[0]],
                $"Images of {Words.And(family.Select(identity => $"{dataset.Classes[identity]} ({splits[identity]})"))} are copies of one another, or of one "
                    + "group.",
                $"What is tested must not have been learned: move them to one side. {CopyFindings.Cure}"));

    private static GraftException? Lack(ImageDataset dataset, int[] counts, string[] splits, int tested)
    {
        int Of(string split) => counts.Index().Count(one => one.Item >= 2 && splits[one.Index] == split);
        var (train, validation, test) = (Of(SplitNames.Train), Of(SplitNames.Validation), Of(SplitNames.Test));
        if (train >= Fewest && validation >= Fewest && test >= tested) return null;
        var (pairs, alone) = (counts.Count(count => count >= 2), counts.Count(count => count == 1));
        return new GraftException(
            $"'{dataset.Root}' has {Words.Count(pairs, "identity", "identities")} with two images or more: {train} of them to learn from, {validation} to "
                + $"choose by and {test} to test on{(alone > 0 ? $"; the {alone} with a single image are learned from and do not count here" : "")}.",
            $"At least {Fewest}, {Fewest} and {tested} with two images are needed: whether training pays is shown on identities that it has not seen, and "
                + "fewer than that show nothing.",
            $"Add identities, or images of those with one. {CopyFindings.Cure}");
    }
}
