using System.Text.Json;
using Graft.Tests;

namespace Graft.Imaging.Tests;

public class PreprocessReferenceTests
{
    public static TheoryData<int> Cases()
    {
        var data = new TheoryData<int>();
        for (var i = 0; i < Read().Count; i++) data.Add(i);
        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_photo_has_the_reference_means_of_channels_and_blocks(int index)
    {
        var reference = Read()[index];
        var preprocess = Preprocess.ImageNet(reference.ResizeShorter, reference.Crop);

        var image = preprocess.Load(Repository.At("samples", "photos", reference.Image));

        for (var channel = 0; channel < 3; channel++)
        {
            Assert.Equal(reference.ChannelMean[channel], Summary.Mean(image, channel), 0.0005);
            var blocks = Summary.BlockMeans(image, channel, 4);
            for (var y = 0; y < 4; y++)
                for (var x = 0; x < 4; x++)
                    Assert.Equal(reference.BlockMeans4X4[channel][y][x], blocks[y, x], 0.001);
        }
    }

    private static List<Case> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Repository.At("test", "reference", "preprocess.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => new Case(
            c.GetProperty("image").GetString()!, c.GetProperty("resize_shorter").GetInt32(), c.GetProperty("crop").GetInt32(),
            c.GetProperty("channel_mean").Deserialize<double[]>()!, c.GetProperty("block_means_4x4").Deserialize<double[][][]>()!))];
    }

    private sealed record Case(string Image, int ResizeShorter, int Crop, double[] ChannelMean, double[][][] BlockMeans4X4);
}
