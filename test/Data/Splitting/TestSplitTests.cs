namespace Graft.Data.Tests;

/// <summary>Images set aside to test with, before those to validate with are drawn.</summary>
public sealed class TestSplitTests
{
    [Fact]
    public void A_test_split_is_set_aside_before_the_validation_split_and_does_not_depend_on_it()
    {
        var dataset = MadeUp.Dataset(100, 50);
        var split = DatasetSplit.Make(dataset, null, 0.2, 3, testShare: 0.1);
        Assert.Equal([10, 5], MadeUp.CountPerClass(dataset, split.Test));
        Assert.Equal([20, 10], MadeUp.CountPerClass(dataset, split.Validation));
        Assert.Equal([70, 35], MadeUp.CountPerClass(dataset, split.Train));
        Assert.Equal(MadeUp.Names(split.Test), MadeUp.Names(DatasetSplit.Make(dataset, null, 0.4, 3, 0.1).Test));
        Assert.Equal(150, split.Train.Concat(split.Validation).Concat(split.Test).Distinct().Count());
    }

    [Fact]
    public void A_test_split_that_is_there_is_kept_and_a_validation_split_is_never_taken_from()
    {
        var dataset = MadeUp.Dataset(10, 10);
        dataset = dataset with { Samples = [.. dataset.Samples.Select((sample, at) => sample with { Split = at % 2 == 0 ? "test" : "train" })] };
        Assert.Equal(10, DatasetSplit.Make(dataset, null, 0.2, 1, 0.3).Test.Count);
        dataset = dataset with { Samples = [.. dataset.Samples.Select(sample => sample with { Split = sample.Split == "test" ? "val" : "train" })] };
        var split = DatasetSplit.Make(dataset, null, 0.2, 1, 0.2);
        Assert.Equal((2, 10, 8), (split.Test.Count, split.Validation.Count, split.Train.Count));
        Assert.All(split.Test, sample => Assert.Equal("train", sample.Split));
    }

    [Fact]
    public void Copies_stay_on_one_side_of_the_test_too()
    {
        var dataset = MadeUp.Dataset(20, 20);
        string[][] groups = [.. dataset.Samples.Chunk(4).Select(chunk => chunk.Select(sample => sample.Name).ToArray())];
        var split = DatasetSplit.Make(dataset, MadeUp.Copies(dataset, groups), 0.2, 1, 0.2);
        Assert.NotEmpty(split.Test);
        foreach (var group in groups)
            Assert.Single(new[] { split.Train, split.Validation, split.Test }, part => part.Any(sample => group.Contains(sample.Name)));
    }

    [Fact]
    public void Shares_that_leave_nothing_are_refused() =>
        Assert.Contains("less than 1", Assert.Throws<GraftException>(() => DatasetSplit.Make(MadeUp.Dataset(3, 3), null, 0.5, 1, 0.5)).Message);
}
