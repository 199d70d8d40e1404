namespace Graft.Tasks.Tests;

/// <summary>Against dense inverses (eng/reference/identities.py).</summary>
public sealed class ShrunkenDiscriminantTests
{
    [Theory]
    [InlineData(0)] // more features than images
    [InlineData(1)]
    public void The_projection_is_that_of_dense_matrices(int index)
    {
        var row = IdentityReference.Read().Discriminants[index];

        var (weights, bias, shrinkage) = ShrunkenDiscriminant.Fit(row.Features, row.Labels, row.Directions);

        Assert.Equal(row.Shrinkage, shrinkage, 1e-6);
        var projected = row.Features.Chunk(row.Width).Select(x => Enumerable.Range(0, row.Directions)
            .Select(d => bias[d] + x.Select((value, f) => (double)value * weights[d * row.Width + f]).Sum()).ToArray()).ToArray();
        var scale = row.Products.Max(Math.Abs);
        for (var i = 0; i < projected.Length; i++)
            for (var j = 0; j < projected.Length; j++)
                Assert.Equal(row.Products[i * projected.Length + j], projected[i].Zip(projected[j], (a, b) => a * b).Sum(), 1e-5 * scale);
    }

    [Fact]
    public void Identities_that_differ_where_their_own_images_vary_most_are_told_apart()
    {
        // The first feature is noise that is the same for all, the second tells the identities apart.
        var random = SeededRandom.For(3, "identities");
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 4)];
        float[] features = [.. labels.SelectMany(label => new[] { (float)(10 * random.Normal()), label + (float)(0.05 * random.Normal()) })];

        var (weights, _, _) = ShrunkenDiscriminant.Fit(features, labels, 1);

        Assert.True(Math.Abs(weights[1]) > 20 * Math.Abs(weights[0]), $"{weights[0]}, {weights[1]}");
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2 }, 2)] // no identity has two
    [InlineData(new[] { 0, 0, 1, 1 }, 2)] // two identities have one direction between them
    [InlineData(new[] { 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7 }, 6)] // five features have five
    public void Too_few_images_or_too_many_directions_are_refused(int[] labels, int directions) =>
        Assert.Throws<GraftException>(() => ShrunkenDiscriminant.Fit(new float[labels.Length * 5], labels, directions));
}
