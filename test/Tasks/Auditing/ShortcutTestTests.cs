namespace Graft.Tasks.Tests;

public class ShortcutTestTests
{
    private static readonly int[] Labels = [.. Enumerable.Range(0, 90).Select(i => i % 3)];

    [Fact]
    public void A_trait_that_follows_the_class_is_found()
    {
        var evidence = Test(i => [Labels[i] == 0 ? 640 : 800]);
        Assert.InRange(evidence.Accuracy, 0.6, 0.75); // one class of three, and guesses among the others
        Assert.InRange(evidence.Chance, 0.28, 0.36);
        Assert.True(evidence.P < 0.005);
    }

    [Fact]
    public void A_trait_that_is_the_same_for_all_says_nothing() => Assert.Equal(1 / 3.0, Test(_ => [640, 480]).Accuracy, 0.02);

    [Fact]
    public void A_trait_of_chance_is_as_good_as_shuffled_labels()
    {
        var random = new Random(2);
        var small = Enumerable.Range(0, 20).Count(_ => Test(_ => [random.NextDouble(), random.NextDouble()]).P < 0.05);
        Assert.InRange(small, 0, 4);
    }

    [Fact]
    public void Of_many_images_some_are_asked()
    {
        int[] labels = [.. Enumerable.Range(0, 60_000).Select(i => i % 3)];
        Assert.Equal(1 / 3.0, ShortcutTest.Run([.. labels.Select(_ => new double[] { 1, 1 })], labels, null, 1).Accuracy, 0.02);
        Assert.Equal([0], ShortcutTest.Run([.. labels.Select(label => new double[] { label == 0 ? 1 : 2 })], labels, null, 1).Told);
    }

    [Fact]
    public void Copies_do_not_answer_for_one_another()
    {
        // Each image has one twin of its class that is near to it alone.
        var random = new Random(3);
        double[] places = [.. Enumerable.Range(0, 45).Select(_ => 1000 * random.NextDouble())];
        int[] labels = [.. Enumerable.Range(0, 90).Select(i => i / 2 % 3)];
        double[][] traits = [.. Enumerable.Range(0, 90).Select(i => new[] { places[i / 2] })];
        int[] units = [.. Enumerable.Range(0, 90).Select(i => i / 2)];
        Assert.True(ShortcutTest.Run(traits, labels, null, 1).P < 0.01);
        Assert.True(ShortcutTest.Run(traits, labels, units, 1).Accuracy < 0.6);
    }

    private static ShortcutEvidence Test(Func<int, double[]> trait) =>
        ShortcutTest.Run([.. Enumerable.Range(0, Labels.Length).Select(trait)], Labels, null, 1);
}
