using NetVips;

namespace Graft.Imaging;

/// <summary>Any libvips picture as 4 bands of 8 bits, the fourth ignored, without colour management.</summary>
internal static class VipsColours
{
    public static Image ToRgbx(Image image)
    {
        var eight = image.Colourspace(Enums.Interpretation.Srgb).Cast(Enums.BandFormat.Uchar);
        if (eight.Bands > 3) eight = eight.ExtractBand(0, n: 3);
        return eight.Bandjoin(255);
    }
}
