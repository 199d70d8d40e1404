using Graft.Imaging;
using Graft.Training;

namespace Graft.Tests.Training;

public sealed class PixelNormaliserTests
{
    [Fact]
    public void Bytes_become_value_minus_mean_over_deviation_per_channel()
    {
        var preprocess = Preprocess.ImageNet(2, 2);
        byte[] pixels = [0, 128, 255, 10, 20, 30];
        var values = new float[6];
        new PixelNormaliser(preprocess).Apply(pixels, values);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal((pixels[i] / 255.0 - preprocess.Mean[i % 3]) / preprocess.Std[i % 3], values[i], 1e-5));
    }
}
