using Graft.Imaging;

namespace Graft.Artifacts;

/// <summary>Images made from a seed: smooth blobs with noise, so that a network's answers differ between them.</summary>
public static class ProbeImages
{
    /// <summary>Height x Width x 3 bytes for a seed; the same on every machine.</summary>
    public static byte[] Make(ulong seed, Preprocess preprocess)
    {
        var random = new SeededRandom(seed);
        const int cells = 4;
        var grid = new int[(cells + 1) * (cells + 1) * 3];
        for (var i = 0; i < grid.Length; i++) grid[i] = random.Next(256);
        var pixels = new byte[preprocess.Width * preprocess.Height * 3];
        for (var y = 0; y < preprocess.Height; y++)
            for (var x = 0; x < preprocess.Width; x++)
                for (var channel = 0; channel < 3; channel++)
                {
                    // bilinear between grid points in integers, so that no machine rounds differently
                    var (cellY, partY) = Math.DivRem(y * cells * 256 / preprocess.Height, 256);
                    var (cellX, partX) = Math.DivRem(x * cells * 256 / preprocess.Width, 256);
                    int Corner(int dy, int dx) => grid[((cellY + dy) * (cells + 1) + cellX + dx) * 3 + channel];
                    var top = Corner(0, 0) * (256 - partX) + Corner(0, 1) * partX;
                    var bottom = Corner(1, 0) * (256 - partX) + Corner(1, 1) * partX;
                    var value = (top * (256 - partY) + bottom * partY >> 16) + random.Next(33) - 16;
                    pixels[(y * preprocess.Width + x) * 3 + channel] = (byte)Math.Clamp(value, 0, 255);
                }
        return pixels;
    }
}
