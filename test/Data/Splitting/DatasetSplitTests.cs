namespace Graft.Data.Tests;

/// <summary>One split into splits.</summary>
public sealed class DatasetSplitTests
{
    [Fact]
    public void Each_class_gives_its_share()
    {
        var dataset = MadeUp.Dataset(100, 50, 10, 2);
        var split = DatasetSplit.Make(dataset, null, 0.2, seed: 7);
        Assert.Equal([20, 10, 2, 1], MadeUp.CountPerClass(dataset, split.Validation));
        Assert.Equal([80, 40, 8, 1], MadeUp.CountPerClass(dataset, split.Train));
        Assert.Empty(split.Test);
        Assert.Empty(split.Problems);
        Assert.Equal(7UL, split.Seed);
    }

    [Fact]
    public void Another_seed_gives_another_split()
    {
        var dataset = MadeUp.Dataset(50, 50);
        Assert.NotEqual(MadeUp.Names(DatasetSplit.Make(dataset, null, 0.2, 1).Validation), MadeUp.Names(DatasetSplit.Make(dataset, null, 0.2, 2).Validation));
    }

    [Fact]
    public void Sides_the_user_gave_are_kept()
    {
        var dataset = MadeUp.Dataset(10, 10);
        dataset = dataset with
        {
            Samples = [.. dataset.Samples
            .Select((sample, at) => sample with { Split = at % 10 == 0 ? "test" : at % 10 == 1 ? "val" : "train" })]
        };
        var split = DatasetSplit.Make(dataset, null, 0.5, 1);
        Assert.Equal(["class0/0001.jpg", "class1/0001.jpg"], MadeUp.Names(split.Validation));
        Assert.Equal(["class0/0000.jpg", "class1/0000.jpg"], MadeUp.Names(split.Test));
        Assert.Equal(16, split.Train.Count);
    }

    [Fact]
    public void A_missing_validation_split_is_drawn_from_train_and_never_from_test()
    {
        var dataset = MadeUp.Dataset(10, 10);
        dataset = dataset with { Samples = [.. dataset.Samples.Select((sample, at) => sample with { Split = at % 2 == 0 ? "test" : "train" })] };
        var split = DatasetSplit.Make(dataset, null, 0.2, 1);
        Assert.Equal([1, 1], MadeUp.CountPerClass(dataset, split.Validation));
        Assert.All(split.Test, sample => Assert.Equal("test", sample.Split));
        Assert.Equal(10, split.Test.Count);
        Assert.All(split.Validation, sample => Assert.Equal("train", sample.Split));
    }

    [Fact]
    public void A_class_of_one_image_is_learned_and_reported()
    {
        var dataset = MadeUp.Dataset(10, 1);
        var split = DatasetSplit.Make(dataset, null, 0.2, 1);
        Assert.Equal([8, 1], MadeUp.CountPerClass(dataset, split.Train));
        var problem = Assert.Single(split.Problems);
        Assert.Equal("class1", problem.Where);
        Assert.True(problem.IsWarning);
        Assert.Contains("no image to validate with", problem.What);
    }

    [Fact]
    public void A_class_whose_images_are_all_copies_stays_whole_and_is_reported()
    {
        var dataset = MadeUp.Dataset(10, 4);
        var copies = MadeUp.Copies(dataset, [.. Enumerable.Range(0, 4).Select(i => $"class1/{i:d4}.jpg")]);
        var split = DatasetSplit.Make(dataset, copies, 0.2, 1);
        Assert.Equal([8, 4], MadeUp.CountPerClass(dataset, split.Train));
        Assert.Equal("class1", Assert.Single(split.Problems).Where);
    }

    [Fact]
    public void A_class_of_large_groups_validates_with_the_smallest()
    {
        var dataset = MadeUp.Dataset(20, 20);
        dataset = dataset with
        {
            Samples = [.. dataset.Samples
            .Select((sample, at) => sample with { Group = sample.Label == 0 ? null : at % 20 < 12 ? "long" : "short" })]
        };
        var split = DatasetSplit.Make(dataset, null, 0.1, 1);
        Assert.Equal([2, 8], MadeUp.CountPerClass(dataset, split.Validation));
        Assert.All(split.Validation.Where(sample => sample.Label == 1), sample => Assert.Equal("short", sample.Group));
    }

    [Fact]
    public void Copies_are_not_drawn_into_validation_more_often_than_others()
    {
        var dataset = MadeUp.Dataset(40, 40);
        var copies = MadeUp.Copies(dataset, ["class0/0000.jpg", "class0/0001.jpg"]);
        var held = Enumerable.Range(0, 200)
            .Count(seed => DatasetSplit.Make(dataset, copies, 0.25, (ulong)seed).Validation.Any(sample => sample.Name == "class0/0000.jpg"));
        Assert.InRange(held, 25, 80); // 50 expected
    }

    [Fact]
    public void No_share_leaves_everything_in_train()
    {
        var split = DatasetSplit.Make(MadeUp.Dataset(3, 3), null, 0, 1);
        Assert.Equal(6, split.Train.Count);
        Assert.Empty(split.Validation);
        Assert.Empty(split.Problems);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_share_out_of_range_is_refused(double share) =>
        Assert.Contains("less than 1", Assert.Throws<GraftException>(() => DatasetSplit.Make(MadeUp.Dataset(3, 3), null, share, 1)).Message);
}
