namespace Graft.Tasks.Tests;

public class LabelAuditTests
{
    private const int Classes = 3, Each = 40, Width = 6;

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    public void Flipped_labels_are_ranked_first_and_most_are_sure(double share)
    {
        var (features, labels) = Blobs(spread: 1.5, seed: 3);
        var random = new Random(5);
        HashSet<int> flipped = [.. Enumerable.Range(0, labels.Length).OrderBy(_ => random.Next()).Take((int)(share * labels.Length))];
        int[] noisy = [.. labels.Index().Select(pair => flipped.Contains(pair.Index) ? (pair.Item + 1) % Classes : pair.Item)];
        var result = new LabelAudit(features, noisy, null).Run();
        var first = result.Doubts.Take(flipped.Count).Select(doubt => doubt.Index).ToList();
        Assert.True(first.Count(flipped.Contains) >= 0.9 * flipped.Count);
        var sure = result.Doubts.Where(doubt => doubt.IsSure).ToList();
        Assert.True(sure.Count(doubt => flipped.Contains(doubt.Index)) >= 0.6 * flipped.Count);
        Assert.True(sure.Count(doubt => !flipped.Contains(doubt.Index)) <= 0.02 * labels.Length);
        Assert.All(sure.Where(doubt => flipped.Contains(doubt.Index)), doubt => Assert.Equal(labels[doubt.Index], doubt.Suggestion));
        Assert.All(result.Doubts, doubt => Assert.InRange(doubt.Score, 0, 1));
    }

    [Fact]
    public void Right_labels_are_left_alone()
    {
        var (features, labels) = Blobs(spread: 1.5, seed: 4);
        Assert.True(new LabelAudit(features, labels, null).Run().Doubts.Count(doubt => doubt.IsSure) <= 0.02 * labels.Length);
    }

    [Fact]
    public void A_copy_with_the_same_wrong_label_does_not_vouch_for_it()
    {
        var (features, labels) = Blobs(spread: 1.5, seed: 6);
        // Ten copies of one image, all labelled wrongly alike.
        for (var copy = 1; copy < 10; copy++) features.AsSpan(0, Width).CopyTo(features.AsSpan(copy * Width));
        for (var copy = 0; copy < 10; copy++) labels[copy] = 1;
        IReadOnlyList<string?> groups = [.. labels.Index().Select(pair => pair.Index < 10 ? "copies" : null)];
        var doubts = new LabelAudit(features, labels, groups).Run().Doubts;
        Assert.All(doubts.Where(doubt => doubt.Index < 10), doubt => Assert.True(doubt.IsSure));
    }

    [Fact]
    public void The_same_seed_gives_the_same_answer()
    {
        var (features, labels) = Blobs(spread: 3, seed: 7);
        Assert.Equal(new LabelAudit(features, labels, null).Run().Doubts, new LabelAudit(features, labels, null).Run().Doubts);
    }

    [Fact]
    public void Classes_that_overlap_are_named_and_others_are_not()
    {
        var (features, labels) = Blobs(spread: 1, seed: 8);
        // The third class lies where the second is.
        for (var i = 0; i < labels.Length; i++)
            if (labels[i] == 2) (features[i * Width + 1], features[i * Width + 2]) = (features[i * Width + 2], features[i * Width + 1]);
        var result = new LabelAudit(features, labels, null).Run();
        var pair = Assert.Single(ConfusedClasses.Find(result.Probabilities, labels, Classes));
        Assert.Equal((1, 2), (pair.One, pair.Other));
        Assert.InRange((double)pair.Wrong / pair.Images, 0.3, 0.7);
    }

    [Fact]
    public void What_lies_far_from_all_is_an_outlier_and_its_copy_does_not_hide_it()
    {
        var (features, labels) = Blobs(spread: 0.3, seed: 9);
        foreach (var i in new[] { 0, 1 })
        {
            features.AsSpan(i * Width, Width).Clear();
            features[i * Width + 5] = -9;
        }
        int[] units = [.. Enumerable.Range(0, labels.Length).Select(i => i < 2 ? 0 : i)];
        Assert.Equal([0, 1], EmbeddingOutliers.Far(EmbeddingOutliers.Score(features, labels.Length, units)).Take(2).Order());
        var (plain, count) = (Blobs(spread: 0.3, seed: 10).Features, labels.Length);
        Assert.True(EmbeddingOutliers.Far(EmbeddingOutliers.Score(plain, count, null)).Count <= 0.05 * count);
    }

    private static (float[] Features, int[] Labels) Blobs(double spread, int seed)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, Classes * Each).Select(i => i / Each)];
        var features = new float[labels.Length * Width];
        for (var i = 0; i < labels.Length; i++)
            for (var f = 0; f < Width; f++)
                features[i * Width + f] = (float)((f == labels[i] ? 4 : 0) + spread * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
        return (features, labels);
    }
}
