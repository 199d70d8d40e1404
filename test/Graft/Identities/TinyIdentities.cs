using Graft.Data;
using Graft.Imaging;
using Graft.Networks;

namespace Graft.Tests.Identities;

/// <summary>Identities of two colours and the way they lie; noise, another place and light in each image. Trained in seconds.</summary>
internal static class TinyIdentities
{
    public static IdentityRequest Request(TestFolder folder, int identities = 40, int images = 6)
    {
        Write(folder["things"], 0, identities, images);
        SafeTensors.Write(folder["tiny.safetensors"], ParameterInitialiser.Create(ModelCatalogue.Build("resnet_tiny", 1000), 3));
        return new IdentityRequest(folder["things"])
        {
            Model = "resnet_tiny",
            Weights = folder["tiny.safetensors"],
            ImageSize = 32,
            Augmentation = AugmentationOptions.None,
            Epochs = 12,
            Batch = 32,
            LearningRate = 5e-3,
            Dimension = 16,
            NearDuplicateBits = -1,
            Project = folder["runs"],
            Name = "run",
        };
    }

    /// <summary>A folder of images for each identity.</summary>
    public static void Write(string folder, int first, int identities, int images, int side = 32)
    {
        for (var identity = first; identity < first + identities; identity++)
            for (var at = 0; at < images; at++)
            {
                var place = Path.Combine(folder, $"thing{identity:00}", $"{at}.png");
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.WriteAllBytes(place, ImageEncoder.EncodePng(Make(identity, at, side)));
            }
    }

    // What tells them apart is the hue of the upper and of the lower half; how bright they are is chance.
    private static RgbImage Make(int identity, int at, int side)
    {
        var (own, random) = (SeededRandom.For((ulong)identity, "identity"), SeededRandom.For((ulong)identity, $"image/{at}"));
        double[][] hues = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 3).Select(_ => own.Uniform(0.2, 1)).ToArray())];
        var (light, edge) = (random.Uniform(60, 240), (int)(side * random.Uniform(0.35, 0.65)));
        var image = new RgbImage(side, side);
        for (var i = 0; i < image.Pixels.Length; i++)
            image.Pixels[i] = (byte)Math.Clamp(hues[i / 3 / side < edge ? 0 : 1][i % 3] * light + 12 * random.Normal(), 0, 255);
        return image;
    }
}
