using System.IO.Compression;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>A mask of an object inside a json file: a small image in base64, pasted at a place of the annotated image.</summary>
internal static class PastedMask
{
    // Decoded masks of a whole photo stay far below this.
    private const int MaxBytes = 1 << 26;

    /// <summary>Null where the text is no image, or too large a one.</summary>
    /// <param name="base64">A PNG file, as it is or packed by zlib.</param>
    /// <param name="corner">Where its upper left pixel lies.</param>
    /// <param name="size">Of the annotated image.</param>
    public static Mask? Read(string base64, (double Left, double Top) corner, (int Width, int Height) size)
    {
        if (!IsPlausible(corner, size)) return null;
        try
        {
            var bytes = Convert.FromBase64String(base64);
            if (bytes is not [0x89, ..]) bytes = Unpacked(bytes);
            var image = Pixels(bytes);
            var rows = new byte[image.Width * image.Height];
            for (var y = 0; y < image.Height; y++)
                for (var x = 0; x < image.Width; x++)
                    if (image.IsSet(x, y)) rows[y * image.Width + x] = 1;
            return Pasted(Mask.FromBitmap(image.Width, image.Height, rows), corner, size);
        }
        catch (Exception fault) when (fault is FormatException or ImageException or InvalidDataException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>A small mask at its place of the image; memory grows with the mask, not with the image.</summary>
    public static Mask Pasted(Mask mask, (double Left, double Top) corner, (int Width, int Height) size) =>
        mask.Place(new Placement(1, 1, Math.Floor(corner.Left), Math.Floor(corner.Top)), size.Width, size.Height);

    /// <summary>Whether an image of that size can have a mask there at all.</summary>
    public static bool IsPlausible((double Left, double Top) corner, (int Width, int Height) size) => size is { Width: > 0, Height: > 0 }
        && (long)size.Width * size.Height <= int.MaxValue && Coordinates.IsPlausible(corner.Left) && Coordinates.IsPlausible(corner.Top);

    // Grey and palette images have values; others are set where they have a colour.
    private static (int Width, int Height, Func<int, int, bool> IsSet) Pixels(byte[] bytes)
    {
        try
        {
            var map = IndexPng.Read(bytes, "mask.png").Map;
            return (map.Width, map.Height, (x, y) => map.Values[y * map.Width + x] > 0);
        }
        catch (ImageException)
        {
            var image = ImageFile.Decode(bytes, "mask.png");
            return (image.Width, image.Height, (x, y) => image.Pixels.AsSpan(3 * (y * image.Width + x), 3).IndexOfAnyExcept((byte)0) >= 0);
        }
    }

    private static byte[] Unpacked(byte[] bytes)
    {
        using var zlib = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var all = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = zlib.Read(buffer)) > 0;)
        {
            all.Write(buffer, 0, read);
            if (all.Length > MaxBytes) throw new InvalidDataException("The mask is too large.");
        }
        return all.ToArray();
    }
}
