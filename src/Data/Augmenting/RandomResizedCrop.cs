using Graft.Imaging;

namespace Graft.Data;

/// <summary>A random part of the image, resized (Szegedy et al., arXiv:1409.4842), drawn as torchvision's RandomResizedCrop.</summary>
internal static class RandomResizedCrop
{
    public static RgbImage Apply(RgbImage image, Interval scale, Interval ratio, Preprocess preprocess, SeededRandom random)
    {
        var box = Draw(image.Width, image.Height, scale, ratio, random);
        // Always a copy: the decoded image may be used again, and resizing to the same size returns the same object.
        var part = ImagePlacement.Cut(image, box);
        return Resampler.Resize(part, preprocess.Width, preprocess.Height, preprocess.Interpolation);
    }

    /// <summary>Ten tries, then the largest centred part within the ratios.</summary>
    public static CropBox Draw(int width, int height, Interval scale, Interval ratio, SeededRandom random)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var area = (double)width * height * scale.Draw(random);
            var aspect = ratio.DrawRatio(random);
            var (w, h) = ((int)Math.Round(Math.Sqrt(area * aspect)), (int)Math.Round(Math.Sqrt(area / aspect)));
            if (w > 0 && h > 0 && w <= width && h <= height)
                return new CropBox(random.Next(width - w + 1), random.Next(height - h + 1), w, h);
        }
        var given = (double)width / height;
        var (lastWidth, lastHeight) = (width, height);
        if (given < ratio.Low) lastHeight = Math.Max(1, (int)Math.Round(width / ratio.Low));
        else if (given > ratio.High) lastWidth = Math.Max(1, (int)Math.Round(height * ratio.High));
        return new CropBox((width - lastWidth) / 2, (height - lastHeight) / 2, lastWidth, lastHeight);
    }
}
