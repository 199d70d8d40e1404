using System.Numerics.Tensors;
using Graft.Artifacts;

namespace Graft.Tests;

public sealed class Int8FeaturesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("stage3")]
    public void Features_in_8_bits_are_nearly_those_of_32_and_the_same_each_time(string? stage)
    {
        Copy(6);
        var request = new FeatureRequest { Data = _folder.Root, UseCache = false, Stage = stage };
        var single = FeatureExtraction.Run(request);
        var quantised = FeatureExtraction.Run(request with { Precision = Manifest.Int8 });
        Assert.Equal(single.Width, quantised.Width);
        for (var image = 0; image < 6; image++)
            Assert.InRange(TensorPrimitives.CosineSimilarity(Row(single, image), Row(quantised, image)), 0.97f, 0.999999f);
        Assert.Equal(quantised.Values, FeatureExtraction.Run(request with { Precision = Manifest.Int8, Batch = 2 }).Values);
    }

    [Fact]
    public void An_image_that_cannot_be_read_is_named_as_ever()
    {
        Copy(2);
        File.WriteAllText(_folder["bad.jpg"], "not an image");
        var refusal = Assert.Throws<ProblemsException>(() =>
            FeatureExtraction.Run(new FeatureRequest { Data = _folder.Root, UseCache = false, Precision = Manifest.Int8 }));
        Assert.Equal(_folder["bad.jpg"], Assert.Single(refusal.Problems).Where);
        Assert.Throws<ProblemsException>(() => FeatureExtraction.Run(new FeatureRequest { Data = _folder.Root, Precision = "int4" }));
    }

    private static ReadOnlySpan<float> Row(FeatureTable table, int image) => table.Values.AsSpan(image * table.Width, table.Width);

    private void Copy(int count)
    {
        foreach (var (at, photo) in Directory.EnumerateFiles(Repository.At("samples", "photos", "tool"), "*.jpg").Order().Take(count).Index())
            File.Copy(photo, _folder[$"{at}.jpg"]);
    }
}
