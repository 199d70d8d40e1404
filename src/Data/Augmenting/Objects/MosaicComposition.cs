using Graft.Imaging;

namespace Graft.Data;

/// <summary>Four images around a random point (Bochkovskiy, Wang and Liao, arXiv:2004.10934): more objects, smaller ones, and in other surroundings.</summary>
internal static class MosaicComposition
{
    public static DecodedObjectSample Apply(DecodedObjectSample sample, SamplePool pool, ObjectAugmentationOptions options, SeededRandom random)
    {
        var (width, height) = (sample.Image.Width, sample.Image.Height);
        var image = ImagePlacement.Filled(width, height, options.Fill);
        var objects = new List<ObjectAnnotation>();
        int x = (int)(width * random.Uniform(0.3, 0.7)), y = (int)(height * random.Uniform(0.3, 0.7)), own = random.Next(4);
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var cell = new CropBox(quarter % 2 == 0 ? 0 : x, quarter / 2 == 0 ? 0 : y, quarter % 2 == 0 ? x : width - x, quarter / 2 == 0 ? y : height - y);
            if (cell.Width < 1 || cell.Height < 1) continue;
            Fill(image, objects, quarter == own ? sample : pool.Draw(random), cell, options, random);
        }
        return new(image, objects);
    }

    // The image covers its quarter, so that no bare edges betray the composition.
    private static void Fill(RgbImage image, List<ObjectAnnotation> objects, DecodedObjectSample part, CropBox cell, ObjectAugmentationOptions options, SeededRandom random)
    {
        var factor = Math.Max((double)cell.Width / part.Image.Width, (double)cell.Height / part.Image.Height) * random.Uniform(1, 1.5);
        int width = Math.Max(cell.Width, (int)Math.Round(part.Image.Width * factor)), height = Math.Max(cell.Height, (int)Math.Round(part.Image.Height * factor));
        int cutX = random.Next(width - cell.Width + 1), cutY = random.Next(height - cell.Height + 1);
        ImagePlacement.Copy(ImagePlacement.Resize(part.Image, width, height), image, cell.Left - cutX, cell.Top - cutY, cell);
        var within = ObjectPlacement.Place(part.Objects, new((double)width / part.Image.Width, (double)height / part.Image.Height, -cutX, -cutY), cell.Width, cell.Height, options.MinVisible);
        foreach (var item in within)
        {
            // A polygon that reaches into the neighbour's quarter must not claim its pixels.
            var mask = item.HasMask ? item.MaskFor(cell.Width, cell.Height)!.Place(new(1, 1, cell.Left, cell.Top), image.Width, image.Height) : null;
            objects.Add(item with { Box = item.Box.Shift(cell.Left, cell.Top), Polygons = null, Mask = mask });
        }
    }
}
