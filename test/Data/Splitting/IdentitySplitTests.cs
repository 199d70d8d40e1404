namespace Graft.Data.Tests;

public sealed class IdentitySplitTests
{
    [Fact]
    public void No_identity_is_in_two_splits_and_the_shares_are_of_identities()
    {
        var split = Make(Of([.. Enumerable.Range(0, 40).Select(identity => 2 + identity % 3)]), (0.15, 0.25));
        int[] Identities(IReadOnlyList<Sample> samples) => [.. samples.Select(sample => sample.Label).Distinct()];
        Assert.Equal((24, 6, 10), (Identities(split.Train).Length, Identities(split.Validation).Length, Identities(split.Test).Length));
        Assert.Equal(40, new[] { split.Train, split.Validation, split.Test }.SelectMany(Identities).Distinct().Count());
        Assert.Equal(split.Test.Select(sample => sample.Name), Make(Of([.. Enumerable.Range(0, 40).Select(identity => 2 + identity % 3)]), (0.15, 0.25))
            .Test.Select(sample => sample.Name));
    }

    [Fact]
    public void At_least_as_many_are_tested_as_an_interval_needs()
    {
        var split = Make(Of([.. Enumerable.Repeat(2, 14)]), (0.15, 0.25));
        Assert.Equal((4, 4, 20), (split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void A_share_does_not_take_what_the_others_need()
    {
        var split = Make(Of([.. Enumerable.Repeat(2, 15)]), (0.6, 0.9));
        Assert.Equal((4, 4, 22), (split.Train.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void Too_few_identities_are_refused_with_their_numbers()
    {
        var refusal = Assert.Throws<GraftException>(() => Make(Of([.. Enumerable.Repeat(2, 13), 1, 1]), (0.15, 0.25)));
        Assert.Contains("13 identities with two images or more: 1 of them to learn from, 2 to choose by and 10 to test on; the 2 with", refusal.Message);
        Assert.Contains("At least 2, 2 and 10", refusal.Message);
    }

    [Fact]
    public void A_single_image_is_learned_from_and_said()
    {
        var split = Make(Of([.. Enumerable.Repeat(3, 20), 1]), (0.15, 0.25));
        Assert.Contains(split.Train, sample => sample.Label == 20);
        Assert.Contains("1 identity has a single image", Assert.Single(split.Problems).What);
    }

    [Fact]
    public void An_identity_that_was_given_to_two_splits_is_refused_by_name()
    {
        var dataset = Of([.. Enumerable.Repeat(2, 20)]);
        dataset = dataset with { Samples = [.. dataset.Samples.Select(sample => sample with { Split = sample.Name == "i03/1.png" ? "test" : "train" })] };
        var refusal = Assert.Throws<ProblemsException>(() => Make(dataset, (0.15, 0.25)));
        Assert.Equal("i03", Assert.Single(refusal.Problems).Where);
        Assert.Contains("test and train", refusal.Message);
    }

    [Fact]
    public void What_would_be_refused_is_found_without_dividing()
    {
        var few = Of([.. Enumerable.Repeat(2, 3), 1]);
        var problems = Examine(few);
        Assert.Equal([true, false], problems.Select(problem => problem.IsWarning));
        Assert.Contains("a single image", problems[0].What);
        Assert.Contains("3 identities with two images or more", problems[1].What);
        var torn = Of([.. Enumerable.Repeat(2, 20)]);
        torn = torn with { Samples = [.. torn.Samples.Select(sample => sample with { Split = sample.Name == "i03/1.png" ? "test" : "train" })] };
        Assert.Equal("i03", Assert.Single(Examine(torn)).Where);
        Assert.Empty(Examine(Of([.. Enumerable.Repeat(2, 20)])));

        static IReadOnlyList<Problem> Examine(ImageDataset dataset) =>
            IdentitySplit.Examine(dataset, new Examination(dataset, [], [], [], []), IdentitySplit.DefaultShares, 10, seed: 1);
    }

    [Fact]
    public void Given_splits_are_kept_and_only_what_is_missing_is_drawn()
    {
        var dataset = Of([.. Enumerable.Repeat(2, 30)]);
        dataset = dataset with { Samples = [.. dataset.Samples.Select(sample => sample with { Split = sample.Label >= 18 ? "test" : "train" })] };
        var split = Make(dataset, (0.25, 0.25));
        Assert.Equal(Enumerable.Range(18, 12), split.Test.Select(sample => sample.Label).Distinct());
        Assert.Equal(5, split.Validation.Select(sample => sample.Label).Distinct().Count());
    }

    [Fact]
    public void Identities_with_copies_of_one_image_stay_together()
    {
        var dataset = Of([.. Enumerable.Repeat(2, 20)]);
        for (ulong seed = 0; seed < 10; seed++)
        {
            var examination = new Examination(dataset, [], [], [["i00/0.png", "i01/1.png"], ["i01/0.png", "i02/0.png"]], []);
            var split = IdentitySplit.Make(dataset, examination, (0.15, 0.25), 10, seed);
            Assert.Single(new[] { split.Train, split.Validation, split.Test }, samples => samples.Any(sample => sample.Label <= 2));
        }
    }

    private static Split<Sample> Make(ImageDataset dataset, (double, double) shares) =>
        IdentitySplit.Make(dataset, new Examination(dataset, [], [], [], []), shares, tested: 10, seed: 1);

    private static ImageDataset Of(int[] counts) => new("/things", [.. counts.Select((_, identity) => $"i{identity:00}")],
        [.. counts.SelectMany((count, identity) => Enumerable.Range(0, count).Select(at => $"i{identity:00}/{at}.png")
            .Select(name => new Sample($"/things/{name}", name, identity)))]);
}
