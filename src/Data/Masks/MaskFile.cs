using System.Buffers.Binary;
using Graft.Imaging;

namespace Graft.Data;

/// <summary>Reads the classes of a mask from any image format that keeps the values of its pixels: as numbers, or as the colours of a legend.</summary>
internal static class MaskFile
{
    private const string AsPng = "Save the masks as PNG, from the program that drew them.";

    /// <summary>The mask of a sample.</summary>
    /// <exception cref="ImageException">The file is missing or damaged, its format changes values, or it holds colours that nothing explains.</exception>
    public static IndexedImage Read(MaskSample sample) => Read(sample.MaskPath!, sample.Legend);

    private static IndexedImage Read(string path, MaskLegend? legend)
    {
        var isPng = path.EndsWith(".png", StringComparison.OrdinalIgnoreCase);
        if (legend is null && isPng) return IndexPng.Read(path);
        if (!isPng) CheckFormat(path);
        var image = ImageFile.Decode(path);
        var map = new ClassMap(image.Width, image.Height, new byte[image.Width * image.Height]);
        if (legend is null) Levels(image, map, path);
        else if (Colours(image, map, legend) is { } unknown)
        {
            if (!TryLevels(image, map) || map.Values.Any(value => value >= legend.Rows.Count && value != ClassMap.Ignore))
                throw Refusal(path, $"its pixels have the colour {unknown.Red}, {unknown.Green}, {unknown.Blue}, which '{legend.Source}' does not name",
                    $"Add the colour to '{legend.Source}', or correct the mask.");
            for (var i = 0; i < map.Values.Length; i++)
                if (map.Values[i] < legend.Rows.Count) map.Values[i] = legend.Rows[map.Values[i]];
        }
        return new IndexedImage(map, legend?.Colours ?? []);
    }

    private static (byte Red, byte Green, byte Blue)? Colours(RgbImage image, ClassMap map, MaskLegend legend)
    {
        for (var i = 0; i < map.Values.Length; i++)
        {
            var colour = (image.Pixels[3 * i], image.Pixels[3 * i + 1], image.Pixels[3 * i + 2]);
            if (legend.LabelOf(colour) is not { } label) return colour;
            map.Values[i] = label;
        }
        return null;
    }

    private static void Levels(RgbImage image, ClassMap map, string path)
    {
        if (!TryLevels(image, map))
            throw Refusal(path, "it is a mask in colours, and nothing says what they mean",
                "Write the classes as a labelmap.txt or a CSV of name,r,g,b beside the folders, or draw masks with a number for each class.");
    }

    private static bool TryLevels(RgbImage image, ClassMap map)
    {
        for (var i = 0; i < map.Values.Length; i++)
        {
            var level = image.Pixels[3 * i];
            if (level != image.Pixels[3 * i + 1] || level != image.Pixels[3 * i + 2]) return false;
            map.Values[i] = level;
        }
        return true;
    }

    private static void CheckFormat(string path)
    {
        using var bytes = FileBytes.Read(path);
        var content = bytes.Span;
        switch (FormatSniffer.Sniff(content))
        {
            case ImageFormat.Jpeg:
                throw Refusal(path, "JPEG changes the values of pixels, so that other classes appear at every edge", AsPng);
            case ImageFormat.Webp when content.Length > 16 && !content[12..16].SequenceEqual("VP8L"u8) && content.IndexOf("VP8L"u8) < 0:
                throw Refusal(path, "this WebP is lossy, which changes the values of pixels", AsPng);
            case ImageFormat.Tiff when BitsOf(content) > 8:
                throw Refusal(path, $"it has {BitsOf(content)} bits a pixel, of which the lower would be lost", "Save the masks with 8 bits, as PNG or TIFF.");
        }
    }

    // Tag 258 of the first directory: bits of a sample.
    private static int BitsOf(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return 0;
        var isLittle = tiff[0] == 'I';
        var at = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (at + 2 > (uint)tiff.Length) return 0;
        var count = Short(tiff, (int)at);
        for (var entry = 0; entry < count && at + 14 + 12 * entry <= tiff.Length; entry++)
            if (Short(tiff, (int)at + 2 + 12 * entry) == 258) return Math.Max(8, (int)Short(tiff, (int)at + 10 + 12 * entry)) is var bits and <= 64 ? bits : 8;
        return 0;

        ushort Short(ReadOnlySpan<byte> bytes, int place) =>
            isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[place..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[place..]);
    }

    private static ImageException Refusal(string path, string why, string cure) =>
        new(ImageFault.Unsupported, $"'{path}' cannot be read as a mask: {why}.", "", cure);
}
