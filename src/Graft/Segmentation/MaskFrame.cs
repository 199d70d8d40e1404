using Graft.Data;
using Graft.Imaging;

namespace Graft;

/// <summary>Whole pictures with their class maps, brought to a size.</summary>
internal static class MaskFrame
{
    /// <summary>Scaled to fit and put into the upper left corner; the rest is grey and does not count.</summary>
    public static DecodedMaskSample Fit(DecodedMaskSample sample, int width, int height)
    {
        var scale = Math.Min((double)width / sample.Image.Width, (double)height / sample.Image.Height);
        // A picture that nearly fills the frame (240 of 256 pixels) keeps its own pixels.
        if (scale is > 1 and < 1.15) scale = 1;
        var image = Resampler.Resize(sample.Image, Side(sample.Image.Width, width), Side(sample.Image.Height, height), Interpolation.Bilinear);
        var map = ClassMapGeometry.Resize(sample.Map, image.Width, image.Height);
        var framed = new RgbImage(width, height);
        Array.Fill(framed.Pixels, (byte)114);
        for (var y = 0; y < image.Height; y++)
            image.Pixels.AsSpan(y * image.Width * 3, image.Width * 3).CopyTo(framed.Pixels.AsSpan(y * width * 3));
        return new DecodedMaskSample(framed, ClassMapGeometry.Cut(map, 0, 0, width, height));

        int Side(int side, int most) => Math.Clamp((int)Math.Round(side * scale), 1, most);
    }

    /// <summary>A shorter side of at most this; smaller pictures stay as they are.</summary>
    public static DecodedMaskSample Shrink(DecodedMaskSample sample, int shorter)
    {
        var own = Math.Min(sample.Image.Width, sample.Image.Height);
        if (own <= shorter) return sample;
        var (width, height) = (Math.Max(1, sample.Image.Width * shorter / own), Math.Max(1, sample.Image.Height * shorter / own));
        return new DecodedMaskSample(Resampler.Resize(sample.Image, width, height, Interpolation.Bilinear), ClassMapGeometry.Resize(sample.Map, width, height));
    }
}
