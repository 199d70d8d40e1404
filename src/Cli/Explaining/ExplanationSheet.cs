using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary>The image that <c>graft explain</c> writes: the image as it is, and beside it each map with its class and score.</summary>
internal static class ExplanationSheet
{
    private const int MaxTile = 640, MinTile = 224, Quality = 90;

    /// <summary>The file's content.</summary>
    /// <param name="path">The image.</param>
    /// <param name="explanations">What its answer rests on.</param>
    public static byte[] Make(string path, IReadOnlyList<Explanation> explanations)
    {
        var image = ImageFile.Decode(path, new DecodeOptions { ShrinkToWidth = MaxTile, ShrinkToHeight = MaxTile });
        var tile = Math.Clamp(Math.Max(image.Width, image.Height), MinTile, MaxTile);
        // Maps are drawn at the size that is shown, so that lines keep their width.
        var scale = (double)tile / Math.Max(image.Width, image.Height);
        image = Resampler.Resize(image, Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)),
            Interpolation.Bilinear);
        List<CaptionedImage> tiles = [new(image, Path.GetFileName(path)),
            .. explanations.Select(one => new CaptionedImage(one.Draw(image), $"{one.ClassName} {Quantities.Share(one.Score)}"))];
        // Wide images lie below each other; a narrow one has room for its caption.
        var columns = image.Width > 2 * image.Height ? 1 : tiles.Count <= 3 ? tiles.Count : (int)Math.Ceiling(Math.Sqrt(tiles.Count));
        var layout = new ContactSheetOptions { TileSize = Math.Max(image.Width, MinTile), TileHeight = image.Height, Columns = columns };
        return ImageEncoder.EncodeJpeg(ContactSheet.Make(tiles, layout), Quality, OutputKind.Mark);
    }
}
