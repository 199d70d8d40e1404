using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Features;

public sealed class FeatureExtractorTests
{
    private static readonly Pretrained Model = Pretrained.Fresh("resnet_tiny", classes: 4, imageSize: 64);
    private static readonly string[] Photos = [.. Directory.GetFiles(Repository.At("samples", "photos", "fish"), "*.jpg").Order(StringComparer.Ordinal).Take(9)];

    [Fact]
    public void Features_are_in_the_order_of_the_paths_whatever_the_batch()
    {
        using var one = new FeatureExtractor(Model, new OnnxForwardFactory(), batch: 1);
        using var four = new FeatureExtractor(Model, new OnnxForwardFactory(), batch: 4);

        var expected = Photos.SelectMany(photo => one.Extract([photo])).ToArray();
        var actual = four.Extract(Photos);

        Assert.Equal(Photos.Length * four.Width, actual.Length);
        for (var i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f);
    }

    [Fact]
    public void What_the_cache_knows_and_what_it_does_not_come_out_alike()
    {
        using var folder = new TestFolder();
        using var cache = new FeatureCache(folder["features.db"]);
        using var extractor = new FeatureExtractor(Model, new OnnxForwardFactory(), cache, batch: 4);
        using var without = new FeatureExtractor(Model, new OnnxForwardFactory(), batch: 4);
        var expected = without.Extract(Photos);

        extractor.Extract([Photos[1], Photos[6], Photos[7]]);
        var mixed = extractor.Extract(Photos);
        var cached = extractor.Extract(Photos);

        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], mixed[i], 1e-5f);
        Assert.Equal(mixed, cached);
    }

    [Fact]
    public void A_broken_picture_among_good_ones_is_named()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["notes.jpg"], "not a picture");
        using var extractor = new FeatureExtractor(Model, new OnnxForwardFactory());

        var error = Assert.Throws<ImageException>(() => extractor.Extract([Photos[0], folder["notes.jpg"], Photos[1]]));

        Assert.Contains("notes.jpg", error.Message);
    }
}
