using Graft.Artifacts;

namespace Graft.Tests.Artifacts;

public sealed class SeenImagesTests
{
    private static readonly string[] Hashes =
        [.. Enumerable.Range(0, 9).Select(i => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData([(byte)i])))];

    [Fact]
    public void Images_are_known_by_the_hash_of_their_files_alone()
    {
        var lookup = SeenImages.Of(Hashes[..3], Hashes[3..5]).Lookup();
        Assert.Equal([(true, false), (true, false), (true, false), (false, true), (false, true), (false, false)], Hashes[..6].Select(lookup));
        Assert.Equal((false, false), lookup(""));
    }

    [Fact]
    public void A_network_has_seen_what_the_weights_it_began_with_had_seen()
    {
        var lookup = SeenImages.Of(Hashes[..2], []).With(SeenImages.Of(Hashes[1..4], Hashes[4..5])).Lookup();
        Assert.Equal([true, true, true, true, false, false], Hashes[..6].Select(hash => lookup(hash).Trained));
        Assert.True(lookup(Hashes[4]).Chose);
    }

    [Fact]
    public void An_image_takes_six_bytes_whatever_the_order()
    {
        var seen = SeenImages.Of(Hashes, []);
        Assert.Equal(9 * 6, Convert.FromBase64String(seen.TrainedOn).Length);
        Assert.Equal(seen, SeenImages.Of(Hashes.Reverse().Concat(Hashes), []));
        Assert.Equal("", seen.ChosenOn);
    }
}
