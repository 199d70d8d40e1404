namespace Graft.Imaging;

/// <summary>Judges a file by its first bytes and compares with what its name promises.</summary>
internal static class FormatSniffer
{
    /// <summary>The format of the content; null when it is none that is read.</summary>
    public static ImageFormat? Sniff(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageFormat.Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageFormat.Webp,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageFormat.Gif,
        [(byte)'B', (byte)'M', _, _, _, _, _, _, _, _, ..] => ImageFormat.Bmp,
        [(byte)'I', (byte)'I', 0x2A or 0x2B, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A or 0x2B, ..] => ImageFormat.Tiff,
        _ => null,
    };

    /// <summary>Names an image format that is known and not read, to say so instead of "not an image".</summary>
    public static string? SniffUnsupported(ReadOnlySpan<byte> head)
    {
        if (head is [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] && head.Length >= 12)
        {
            var brand = head.Slice(8, 4);
            if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8)) return "an AVIF image";
            if (brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8)
                || brand.SequenceEqual("msf1"u8)) return "a HEIF image";
            return "an MP4-like container";
        }
        return head switch
        {
            [0xFF, 0x0A, ..] or [0, 0, 0, 0x0C, (byte)'J', (byte)'X', (byte)'L', ..] => "a JPEG XL image",
            [0, 0, 0, 0x0C, (byte)'j', (byte)'P', ..] => "a JPEG 2000 image",
            [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "a Photoshop document",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
            [0, 0, 1, 0, ..] => "a Windows icon",
            [(byte)'P', >= (byte)'1' and <= (byte)'7', (byte)'\n' or (byte)' ' or (byte)'\r' or (byte)'\t', ..] => "a netpbm image",
            _ => null,
        };
    }

    /// <summary>What the extension promises; null for none or one that promises nothing we know.</summary>
    public static ImageFormat? Promised(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" or ".jpe" or ".jfif" => ImageFormat.Jpeg,
        ".png" => ImageFormat.Png,
        ".webp" => ImageFormat.Webp,
        ".gif" => ImageFormat.Gif,
        ".bmp" or ".dib" => ImageFormat.Bmp,
        ".tif" or ".tiff" => ImageFormat.Tiff,
        _ => null,
    };

    /// <exception cref="ImageException">Empty, NotAnImage, Unsupported or Mislabelled.</exception>
    public static ImageFormat Judge(ReadOnlySpan<byte> bytes, string name, DecodeOptions options)
    {
        if (bytes.IsEmpty) throw ImageFaults.Empty(name);
        var content = Sniff(bytes);
        if (content is null)
            throw SniffUnsupported(bytes) is { } kind ? ImageFaults.Unsupported(name, kind) : ImageFaults.NotAnImage(name);
        if (!options.AcceptMislabelled && Promised(name) is { } promised && promised != content)
            throw ImageFaults.Mislabelled(name, content.Value);
        return content.Value;
    }
}
