namespace Graft.Tasks.Tests;

/// <summary>Rates against sorting all pairs (eng/reference/identities.py), and what counts.</summary>
public sealed class IdentitySampleTests
{
    [Fact]
    public void Rates_are_those_of_all_pairs()
    {
        var row = IdentityReference.Read().Rates;
        var sample = new IdentitySample(row.Descriptors, row.Labels);

        Assert.Equal(row.Rank1, sample.RankOne!.Value, 1e-12);
        Assert.Equal((row.Mated, row.NonMated), (sample.Scores.Mated.Length, sample.Scores.NonMated.Length));
        Assert.Equal(row.Accepted["0.1"], sample.TrueAccept(0.1)!.Value, 1e-12);
        Assert.Equal(row.Accepted["0.01"], sample.TrueAccept(0.01)!.Value, 1e-12);
        Assert.Null(sample.TrueAccept(1e-3)); // 166 pairs of two
        Assert.Equal(row.Neighbour, sample.NeighbourLoss(row.Scale), 1e-5);
        Assert.Equal(6, sample.Judged); // the seventh has one image
    }

    [Fact]
    public void Copies_of_an_image_do_not_recognise_one_another()
    {
        // Two copies of one image, another image of the same identity far away, a stranger near the copies.
        float[] descriptors = [1, 0, 1, 0, 0, 1, 0.8f, 0.6f];
        int[] labels = [0, 0, 0, 1];

        Assert.Equal(2 / 3.0, new IdentitySample(descriptors, labels).RankOne);
        Assert.Equal(0, new IdentitySample(descriptors, labels, [0, 0, 2, 3]).RankOne);
        Assert.Equal(2, new IdentitySample(descriptors, labels, [0, 0, 2, 3]).Scores.Mated.Length);
    }

    [Fact]
    public void A_network_that_answers_the_same_to_everything_recognises_nobody() =>
        Assert.Equal(0, new IdentitySample([1, 0, 1, 0, 1, 0, 1, 0], [0, 0, 1, 1]).RankOne);

    [Fact]
    public void A_resample_of_identities_counts_their_images_as_often_as_they_were_drawn()
    {
        // The first identity is recognised, the second is not.
        var sample = new IdentitySample([1, 0, 1, 0, 0.98f, -0.2f, 0.99f, 0.14f], [0, 0, 1, 1]);
        Assert.Equal(0.5, sample.RankOne);
        Assert.Equal(1, sample.RankOneOf([2, 0]));
        Assert.Equal(0, sample.RankOneOf([0, 2]));
        Assert.Null(sample.RankOneOf([0, 0]));
    }
}
