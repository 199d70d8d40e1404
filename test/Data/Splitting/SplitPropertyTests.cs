using CsCheck;

namespace Graft.Data.Tests;

/// <summary>What holds for every data set, share, number of folds and seed.</summary>
public sealed class SplitPropertyTests
{
    private static readonly Gen<(ImageDataset Dataset, Examination Examination, ulong Seed)> Datasets =
        from counts in Gen.Int[1, 25].Array[2, 5]
        from groups in Gen.Int[0, 30].Array[150]
        from copies in Gen.Int[0, 60].Array[150]
        from seed in Gen.ULong
        select Make(counts, groups, copies, seed);

    [Fact]
    public void A_split_is_a_partition_and_nothing_that_belongs_together_straddles() => Gen.Select(Datasets, Gen.Double[0.05, 0.6]).Sample((data, share) =>
    {
        var split = DatasetSplit.Make(data.Dataset, data.Examination, share, data.Seed);
        Assert.Equal(MadeUp.Names(data.Dataset.Samples).Order(StringComparer.Ordinal),
            MadeUp.Names([.. split.Train, .. split.Validation]).Order(StringComparer.Ordinal));
        AssertTogether(data.Dataset, data.Examination, [.. MadeUp.Names(split.Validation)]);
        Assert.All(MadeUp.CountPerClass(data.Dataset, split.Train), count => Assert.True(count > 0));
    }, iter: 200);

    [Fact]
    public void The_order_of_the_files_does_not_change_a_split() => Datasets.Sample(data =>
    {
        var shuffled = data.Dataset.Samples.ToArray();
        new SeededRandom(data.Seed + 1).Shuffle<Sample>(shuffled);
        var other = data.Dataset with { Samples = shuffled };
        Assert.Equal(DatasetSplit.Make(data.Dataset, data.Examination, 0.3, data.Seed).Validation,
            DatasetSplit.Make(other, data.Examination, 0.3, data.Seed).Validation);
        Assert.Equal(StratifiedFolds.Make(data.Dataset, null, 2, data.Seed)[0].Validation, StratifiedFolds.Make(other, null, 2, data.Seed)[0].Validation);
    }, iter: 100);

    [Fact]
    public void Folds_validate_each_image_once_and_tear_nothing_apart() => Gen.Select(Datasets, Gen.Int[2, 6]).Sample((data, folds) =>
    {
        if (Units(data.Dataset, data.Examination) < folds) return;
        var made = StratifiedFolds.Make(data.Dataset, data.Examination, folds, data.Seed);
        Assert.Equal(MadeUp.Names(data.Dataset.Samples).Order(StringComparer.Ordinal),
            MadeUp.Names(made.SelectMany(fold => fold.Validation)).Order(StringComparer.Ordinal));
        foreach (var fold in made)
        {
            Assert.NotEmpty(fold.Validation);
            Assert.Empty(MadeUp.Names(fold.Train).Intersect(MadeUp.Names(fold.Validation)));
            Assert.Equal(data.Dataset.Samples.Count, fold.Train.Count + fold.Validation.Count);
            AssertTogether(data.Dataset, data.Examination, [.. MadeUp.Names(fold.Validation)]);
        }
    }, iter: 200);

    [Fact]
    public void Without_groups_classes_are_exact_to_one_image() =>
        Gen.Select(Gen.Int[2, 40].Array[2, 6], Gen.Int[2, 8], Gen.ULong).Sample((counts, folds, seed) =>
    {
        var dataset = MadeUp.Dataset(counts);
        if (counts.Sum() < folds) return;
        foreach (var fold in StratifiedFolds.Make(dataset, null, folds, seed))
        {
            var held = MadeUp.CountPerClass(dataset, fold.Validation);
            for (var label = 0; label < counts.Length; label++) Assert.InRange(held[label], counts[label] / folds, (counts[label] + folds - 1) / folds);
            Assert.InRange(fold.Validation.Count, counts.Sum() / folds, (counts.Sum() + folds - 1) / folds);
        }
    }, iter: 200);

    private static int Units(ImageDataset dataset, Examination examination) => Unit.Of(dataset.Samples, dataset.Classes.Count, examination).Count;

    private static void AssertTogether(ImageDataset dataset, Examination examination, HashSet<string> validation)
    {
        foreach (var group in dataset.Samples.Where(sample => sample.Group is not null).GroupBy(sample => sample.Group))
            Assert.Single(MadeUp.Names(group).Select(validation.Contains).Distinct());
        foreach (var group in examination.CopyGroups) Assert.Single(group.Select(validation.Contains).Distinct());
    }

    // Group numbers above 12 and copy numbers above 15 stand for "none"; the first image of each class stands alone, so
    // that every class can be learned.
    private static (ImageDataset, Examination, ulong) Make(int[] counts, int[] groups, int[] copies, ulong seed)
    {
        var dataset = MadeUp.Dataset(counts);
        bool Alone(Sample sample) => sample.Name.EndsWith("/0000.jpg", StringComparison.Ordinal);
        dataset = dataset with
        {
            Samples = [.. dataset.Samples
            .Select((sample, at) => groups[at] > 12 || Alone(sample) ? sample : sample with { Group = $"g{groups[at]}" })]
        };
        var found = dataset.Samples.Select((sample, at) => (sample, copy: copies[at])).Where(pair => pair.copy <= 15 && !Alone(pair.sample))
            .GroupBy(pair => pair.copy, pair => pair.sample.Name).Where(same => same.Count() > 1).Select(same => same.ToArray());
        return (dataset, MadeUp.Copies(dataset, [.. found]), seed);
    }
}
