using Graft.Imaging;

namespace Graft.Bench;

/// <summary>640x480 JPEGs made of the sample photos: enlarged to cover, cropped, quality 90.</summary>
internal static class ImagingDecodeImages
{
    private const int Width = 640, Height = 480;

    public static IReadOnlyList<byte[]> Make(int count)
    {
        var photos = Directory.GetFiles(Path.Combine(Repository(), "samples", "photos"), "*.jpg", SearchOption.AllDirectories);
        Array.Sort(photos, StringComparer.Ordinal);
        return [.. Enumerable.Range(0, count).Select(i => Make(photos[i * photos.Length / count]))];
    }

    private static byte[] Make(string photo)
    {
        var image = ImageFile.Decode(photo);
        var scale = Math.Max((double)Width / image.Width, (double)Height / image.Height);
        var large = Resampler.Resize(image, (int)Math.Ceiling(image.Width * scale), (int)Math.Ceiling(image.Height * scale), Interpolation.Bicubic);
        var cover = new RgbImage(Width, Height);
        for (var y = 0; y < Height; y++)
            large.Pixels.AsSpan((y + (large.Height - Height) / 2) * large.Width * 3 + (large.Width - Width) / 2 * 3, Width * 3)
                .CopyTo(cover.Pixels.AsSpan(y * Width * 3));
        return ImageEncoder.EncodeJpeg(cover, 90);
    }

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Graft.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new GraftException("The bench runs outside the repository.");
        return folder;
    }
}
