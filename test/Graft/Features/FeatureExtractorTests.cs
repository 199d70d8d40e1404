using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Tests.Features;

public sealed class FeatureExtractorTests
{
    private static readonly Pretrained Model = Pretrained.Fresh("resnet_tiny", classes: 4, imageSize: 64);
    private static readonly string[] Photos =
        [.. Directory.GetFiles(Repository.At("samples", "photos", "fish"), "*.jpg").Order(StringComparer.Ordinal).Take(9)];

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

    [Theory]
    [InlineData("resnet_tiny", "stage2", 16)]
    [InlineData("vit_twin", "stage2", 32)]
    [InlineData("resnet_tiny", "head", 4)]
    public void Features_of_a_stage_are_the_means_of_its_channels(string name, string stage, int channels)
    {
        var model = Pretrained.Fresh(name, classes: 4, imageSize: 64);
        using var pooled = new FeatureExtractor(model, new OnnxForwardFactory(), stage: new(stage));
        using var flat = new FeatureExtractor(model, new OnnxForwardFactory(), stage: new(stage, IsFlat: true));
        var (means, values) = (pooled.Extract([Photos[0]]), flat.Extract([Photos[0]]));

        Assert.Equal(channels, pooled.Width);
        var positions = flat.Width / channels;
        for (var channel = 0; channel < channels; channel++)
            Assert.Equal(values.Skip(channel * positions).Take(positions).Average(), means[channel], 1e-4f);
    }

    [Fact]
    public void Each_stage_has_its_own_place_in_the_cache()
    {
        using var folder = new TestFolder();
        using var cache = new FeatureCache(folder["features.db"]);
        float[] Of(FeatureStage? stage)
        {
            using var extractor = new FeatureExtractor(Model, new OnnxForwardFactory(), cache, stage: stage);
            return extractor.Extract([Photos[0]]);
        }
        // The last stage averaged is the neck: the same width, so that only the key tells them apart.
        var (neck, last, first) = (Of(null), Of(new("stage4")), Of(new("stage1")));
        Assert.Equal(neck.Length, last.Length);
        Assert.Equal(neck, Of(FeatureStage.Neck));
        Assert.Equal(last, Of(new("stage4")));
        Assert.Equal(first, Of(new("stage1")));
        Assert.NotEqual(first.Length, last.Length);
    }

    [Fact]
    public void A_stage_that_is_none_is_refused_with_those_there_are()
    {
        var refusal = Assert.Throws<GraftException>(() => new FeatureExtractor(Model, new OnnxForwardFactory(), stage: new("layer3")));
        Assert.Contains("stem, stage1, stage2, stage3, stage4, neck, head", refusal.Expected);
    }

    [Fact]
    public void A_broken_image_among_good_ones_is_named()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["notes.jpg"], "not an image");
        using var extractor = new FeatureExtractor(Model, new OnnxForwardFactory());

        var error = Assert.Throws<ImageException>(() => extractor.Extract([Photos[0], folder["notes.jpg"], Photos[1]]));

        Assert.Contains("notes.jpg", error.Message);
    }
}
