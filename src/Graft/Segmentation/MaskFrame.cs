using Graft.Data;
using Graft.Imaging;

namespace Graft;

/// <summary>Whole images with their class maps, brought to a size.</summary>
internal static class MaskFrame
{
    /// <summary>
    /// Scaled as the contract says, smaller where it would not fit, and put into the upper left corner of the contract's input; the rest is
    /// filled with the mean colour and does not count.
    /// </summary>
    public static DecodedMaskSample Fit(DecodedMaskSample sample, Preprocess contract)
    {
        var (width, height) = FittedImage.SizeOf(contract, sample.Image.Width, sample.Image.Height);
        var scale = Math.Min(1, Math.Min((double)contract.Width / width, (double)contract.Height / height));
        (width, height) = (Math.Max(1, (int)(width * scale + 1e-6)), Math.Max(1, (int)(height * scale + 1e-6)));
        var image = Resampler.Resize(sample.Image, width, height, contract.Interpolation);
        var map = ClassMapGeometry.Resize(sample.Map, width, height);
        var framed = new RgbImage(contract.Width, contract.Height);
        var (red, green, blue) = FittedImage.FillOf(contract);
        for (var i = 0; i < framed.Pixels.Length; i += 3) (framed.Pixels[i], framed.Pixels[i + 1], framed.Pixels[i + 2]) = (red, green, blue);
        for (var y = 0; y < height; y++)
            image.Pixels.AsSpan(y * width * 3, width * 3).CopyTo(framed.Pixels.AsSpan(y * contract.Width * 3));
        return new DecodedMaskSample(framed, ClassMapGeometry.Cut(map, 0, 0, contract.Width, contract.Height));
    }

    /// <summary>A shorter side of at most this; smaller images stay as they are.</summary>
    public static DecodedMaskSample Shrink(DecodedMaskSample sample, int shorter)
    {
        var own = Math.Min(sample.Image.Width, sample.Image.Height);
        if (own <= shorter) return sample;
        var (width, height) = (Math.Max(1, sample.Image.Width * shorter / own), Math.Max(1, sample.Image.Height * shorter / own));
        return new DecodedMaskSample(Resampler.Resize(sample.Image, width, height, Interpolation.Bilinear), ClassMapGeometry.Resize(sample.Map, width, height));
    }
}
