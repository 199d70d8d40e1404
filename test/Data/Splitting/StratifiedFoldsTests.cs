namespace Graft.Data.Tests;

/// <summary>k folds.</summary>
public sealed class StratifiedFoldsTests
{
    [Fact]
    public void Five_folds_of_the_bundled_photos_counts_are_even()
    {
        var dataset = MadeUp.Dataset(28, 26, 28, 25);
        var folds = StratifiedFolds.Make(dataset, null, 5, seed: 1);
        Assert.Equal([0, 1, 2, 3, 4], folds.Select(fold => fold.Index));
        Assert.All(folds, fold => Assert.InRange(fold.Validation.Count, 21, 22));
        Assert.All(folds, fold => Assert.All(MadeUp.CountPerClass(dataset, fold.Validation), count => Assert.InRange(count, 5, 6)));
        Assert.All(folds, fold => Assert.Empty(fold.Problems));
    }

    [Fact]
    public void The_same_seed_gives_the_same_folds_and_another_gives_others()
    {
        var dataset = MadeUp.Dataset(20, 20);
        Assert.Equal(StratifiedFolds.Make(dataset, null, 4, 9)[2].Validation, StratifiedFolds.Make(dataset, null, 4, 9)[2].Validation);
        Assert.NotEqual(StratifiedFolds.Make(dataset, null, 4, 9)[2].Validation, StratifiedFolds.Make(dataset, null, 4, 10)[2].Validation);
    }

    [Fact]
    public void A_class_with_fewer_images_than_folds_is_reported_where_it_lacks()
    {
        var folds = StratifiedFolds.Make(MadeUp.Dataset(10, 3), null, 5, 1);
        Assert.Equal(2, folds.Count(fold => fold.Problems.Any(problem => problem.Where == "class1" && problem.IsWarning)));
    }

    [Fact]
    public void Test_images_are_left_out()
    {
        var dataset = MadeUp.Dataset(10, 10);
        dataset = dataset with { Samples = [.. dataset.Samples.Select((sample, at) => sample with { Split = at % 5 == 0 ? "test" : "train" })] };
        Assert.Equal(16, StratifiedFolds.Make(dataset, null, 4, 1).Sum(fold => fold.Validation.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_number_of_folds_out_of_range_is_refused(int folds) =>
        Assert.Contains("Expected from 2 to 6.", Assert.Throws<GraftException>(() => StratifiedFolds.Make(MadeUp.Dataset(3, 3), null, folds, 1)).Message);

    [Fact]
    public void Groups_of_folds_are_those_of_the_user_and_of_copies_together()
    {
        var dataset = MadeUp.Dataset(4, 3);
        dataset = dataset with { Samples = [.. dataset.Samples.Select((sample, at) => sample with { Group = at is 1 or 5 ? "burst" : null })] };
        var examination = MadeUp.Copies(dataset, ["class0/0001.jpg", "class0/0003.jpg"]);
        Assert.Equal([null, "class0/0001.jpg", null, "class0/0001.jpg", null, "class0/0001.jpg", null], Unit.GroupsOf(dataset.Samples, examination));
        Assert.Equal([null, "class0/0001.jpg", null, null, null, "class0/0001.jpg", null], Unit.GroupsOf(dataset.Samples, null));
    }

    [Fact]
    public void Where_all_images_are_copies_of_one_another_nothing_is_held_together_but_the_users_groups()
    {
        var dataset = MadeUp.Dataset(2, 2);
        var examination = MadeUp.Copies(dataset, [.. dataset.Samples.Select(sample => sample.Name)]);
        Assert.All(Unit.GroupsOf(dataset.Samples, examination), Assert.Null);
    }
}
