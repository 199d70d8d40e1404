using Graft.Data;
using Graft.Imaging;

namespace Graft;

/// <summary>Sizes of batches: that of their images by the contract, times a factor drawn for each batch, up to the next multiple.</summary>
internal sealed class SceneScale(Preprocess preprocess, IReadOnlyList<double> factors)
{
    /// <summary>Images of one input size belong together.</summary>
    public int BucketOf(ObjectSample sample)
    {
        var (height, width) = Input(sample, 1);
        return height * 100_000 + width;
    }

    /// <summary>The size that holds all of them.</summary>
    public (int Height, int Width) SizeOf(IReadOnlyList<ObjectSample> samples, SeededRandom random)
    {
        var factor = factors[random.Next(factors.Count)];
        var sizes = samples.Select(sample => Input(sample, factor)).ToList();
        return (sizes.Max(size => size.Height), sizes.Max(size => size.Width));
    }

    private (int Height, int Width) Input(ObjectSample sample, double factor)
    {
        if (sample.Width < 1 || sample.Height < 1) return (preprocess.Height, preprocess.Width);
        var (width, height) = FittedImage.SizeOf(preprocess, sample.Width, sample.Height);
        return FittedImage.InputOf(preprocess, Math.Max(1, (int)(width * factor)), Math.Max(1, (int)(height * factor)));
    }
}
