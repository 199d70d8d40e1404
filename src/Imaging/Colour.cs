using System.Runtime.InteropServices;

namespace Graft.Imaging;

/// <summary>One 8-bit colour, laid out as in an <see cref="RgbImage"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    /// <summary>The mean of ImageNet's images.</summary>
    public static Colour ImageNet => new(124, 116, 104);

    public static Colour Mean(Preprocess preprocess) => new(Level(preprocess.Mean[0]), Level(preprocess.Mean[1]), Level(preprocess.Mean[2]));

    private static byte Level(float mean) => (byte)Math.Clamp(MathF.Round(mean * 255), 0, 255);
}
