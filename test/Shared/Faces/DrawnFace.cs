using Graft.Imaging;

namespace Graft.Tests;

/// <summary>A face drawn by arithmetic, as eng/reference/face_networks.js draws it.</summary>
internal static class DrawnFace
{
    public static RgbImage Of(int side)
    {
        var image = new RgbImage(side, side);
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++)
            {
                var colour = Colour(x, y, side);
                var noise = (x * 7919 + y * 104729) % 13 - 6;
                for (var k = 0; k < 3; k++) image.Pixels[3 * (y * side + x) + k] = (byte)Math.Clamp(colour[k] + noise, 0, 255);
            }
        return image;
    }

    private static int[] Colour(int x, int y, int side)
    {
        int[] colour = [60 + 80 * x / side, 90 + 60 * y / side, 140];
        if (Inside(0.5, 0.46, 0.27, 0.36)) colour = [70, 45, 30]; // hair
        if (Inside(0.5, 0.52, 0.22, 0.30)) colour = [224 - (int)Math.Floor(60 * Math.Abs(x - side / 2.0) / side), 172, 138]; // skin
        foreach (var centre in new[] { 0.415, 0.585 })
        {
            if (Inside(centre, 0.405, 0.06, 0.012)) colour = [60, 40, 30]; // eyebrow
            if (Inside(centre, 0.455, 0.045, 0.02)) colour = [245, 245, 240]; // eye
            if (Inside(centre, 0.455, 0.018, 0.02)) colour = [50, 35, 25];
        }
        if (Inside(0.5, 0.54, 0.022, 0.06)) colour = [200, 148, 116]; // nose
        if (Inside(0.5, 0.60, 0.035, 0.012)) colour = [150, 95, 75];
        if (Inside(0.5, 0.68, 0.085, 0.025)) colour = [170, 70, 70]; // mouth
        return colour;

        bool Inside(double centreX, double centreY, double radiusX, double radiusY)
        {
            var (u, v) = ((x - centreX * side) / (radiusX * side), (y - centreY * side) / (radiusY * side));
            return u * u + v * v <= 1;
        }
    }
}
