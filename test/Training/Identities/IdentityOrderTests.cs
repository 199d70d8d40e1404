using Graft.Training;

namespace Graft.Tests.Training;

public sealed class IdentityOrderTests
{
    // Identity 0 has 2 images, identity 1 has 3, .. identity 6 has 8.
    private static readonly int[] Labels = [.. Enumerable.Range(0, 7).SelectMany(identity => Enumerable.Repeat(identity, identity + 2))];

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(7, 3)]
    public void Each_batch_has_P_identities_with_K_images_each(int identities, int each)
    {
        var source = new Images(Labels, each);
        for (var epoch = 0; epoch < 5; epoch++)
        {
            var order = IdentityOrder.Of(source, identities * each, seed: 4, epoch);
            Assert.Equal(IdentityOrder.BatchesOf(source.Count, identities * each) * identities * each, order.Length);
            Assert.All(order.Chunk(identities * each), batch =>
            {
                var groups = batch.GroupBy(index => Labels[index]).ToList();
                Assert.Equal(identities, groups.Count);
                // An image comes twice only where its identity has fewer than K.
                Assert.All(groups, own => Assert.Equal((each, Math.Min(each, Labels.Count(label => label == own.Key))), (own.Count(), own.Distinct().Count())));
            });
        }
    }

    [Fact]
    public void Every_identity_comes_as_often_as_any_other_and_every_image_comes()
    {
        var source = new Images(Labels, 2);
        List<int> all = [.. Enumerable.Range(0, 40).SelectMany(epoch => IdentityOrder.Of(source, 6, seed: 4, epoch))];
        var counts = all.CountBy(index => Labels[index]).Select(own => own.Value).ToList();
        Assert.True(counts.Max() < 1.3 * counts.Min(), string.Join(" ", counts));
        Assert.Equal(Labels.Length, all.Distinct().Count());
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        int[] Of(ulong seed, int epoch) => IdentityOrder.Of(new Images(Labels, 2), 6, seed, epoch);
        Assert.Equal(Of(1, 3), Of(1, 3));
        Assert.NotEqual(Of(1, 3), Of(1, 4));
        Assert.NotEqual(Of(1, 3), Of(2, 3));
    }

    private sealed class Images(int[] labels, int each) : IIdentityImages
    {
        public int Count => labels.Length;

        public int ImagesPerIdentity => each;

        public int LabelOf(int index) => labels[index];

        public string NameOf(int index) => $"{labels[index]}/{index}";

        public string? ContentHashOf(int index) => null;

        public object Load(int index, int epoch, Span<byte> destination) => labels[index];
    }
}
