namespace Graft.Imaging;

/// <summary>
/// Gives the transparent pixels of a GIF's first frame the colour their palette entry has, as dropping the alpha of other
/// formats does; Skia leaves them black.
/// </summary>
internal static class GifTransparency
{
    private const int Header = 13;
    private const byte Extension = 0x21, GraphicControl = 0xF9, ImageDescriptor = 0x2C;

    public static void Restore(ReadOnlySpan<byte> gif, PixelBuffer buffer)
    {
        var colour = Colour(gif);
        if (colour.IsEmpty) return;
        var pixels = buffer.Pixels.AsSpan(0, buffer.Width * buffer.Height * 4);
        for (var i = 0; i < pixels.Length; i += 4)
            if (pixels[i + 3] == 0) colour.CopyTo(pixels[i..]);
    }

    /// <summary>The red, green and blue of the first frame's transparent entry; empty when it has none.</summary>
    private static ReadOnlySpan<byte> Colour(ReadOnlySpan<byte> gif)
    {
        if (gif.Length < Header) return default;
        var palette = gif.Slice(Header, Math.Min(TableSize(gif[10]), gif.Length - Header));
        var at = Header + palette.Length;
        var transparent = -1;
        while (at + 10 <= gif.Length && gif[at] == Extension)
        {
            if (gif[at + 1] == GraphicControl && (gif[at + 3] & 1) != 0) transparent = gif[at + 6];
            // Sub-blocks begin with their length; one of length 0 ends them.
            for (at += 2; at < gif.Length && gif[at] != 0; at += gif[at] + 1) { }
            at++;
        }
        if (transparent < 0 || at + 10 > gif.Length || gif[at] != ImageDescriptor) return default;
        var local = TableSize(gif[at + 9]);
        if (local > 0) palette = gif.Slice(at + 10, Math.Min(local, gif.Length - at - 10));
        return transparent * 3 + 3 <= palette.Length ? palette.Slice(transparent * 3, 3) : default;
    }

    private static int TableSize(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;
}
