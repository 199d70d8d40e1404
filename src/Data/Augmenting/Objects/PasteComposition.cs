using Graft.Imaging;

namespace Graft.Data;

/// <summary>
/// Pastes objects of another image by their polygons (Ghiasi et al., arXiv:2012.07177), or by their boxes where none has a polygon; what they
/// cover is taken from the objects below.
/// </summary>
internal static class PasteComposition
{
    public static DecodedObjectSample Apply(DecodedObjectSample sample, DecodedObjectSample source, ObjectAugmentationOptions options, SeededRandom random)
    {
        var able = source.Objects.Where(item => item.HasMask && !item.IsIgnored).ToArray();
        if (able.Length == 0) able = BoxCutOut.Able(source.Objects);
        if (able.Length == 0) return sample;
        random.Shuffle<ObjectAnnotation>(able);
        var image = new RgbImage(sample.Image.Width, sample.Image.Height, [.. sample.Image.Pixels]);
        var objects = sample.Objects.ToList();
        foreach (var item in able.Take(1 + random.Next(Math.Min(options.MaxPasted, able.Length))))
        {
            var cut = item.HasMask ? Cut(source.Image, item) : BoxCutOut.Of(source.Image, item.Box);
            var change = new PasteChange(options.ColoursOfPasted, item.HasMask ? options.PasteRotation : 0, options.HorizontalFlip);
            var (mask, box) = CutOutPaste.Paste(image, cut, change, FactorOf, random);
            if (mask.Area < 16) continue;
            Occlude(objects, mask, options.MinVisible);
            objects.Add(item.HasMask
                ? item with { Box = mask.Bounds, Mask = mask, Polygons = null, AnnotatedArea = mask.Area, Id = null }
                : item with { Box = box.Clip(image.Width, image.Height), AnnotatedArea = null, Id = null });
        }
        return new(image, objects);

        double FactorOf(RgbImage cut) =>
            options.PasteScale.DrawRatio(random) * Math.Min(1, Math.Min(0.9 * image.Width / cut.Width, 0.9 * image.Height / cut.Height));
    }

    /// <summary>Takes covered pixels from the objects below; what is hidden for the most part is gone or difficult.</summary>
    public static void Occlude(List<ObjectAnnotation> objects, Mask cover, double minVisible)
    {
        for (var i = objects.Count - 1; i >= 0; i--)
        {
            var item = objects[i];
            if (item.Box.Intersection(cover.Bounds) <= 0) continue;
            var below = item.MaskFor(cover.Width, cover.Height);
            var region = below ?? Mask.FromBox(cover.Width, cover.Height, item.Box);
            var shared = region.Intersection(cover);
            if (shared == 0) continue;
            var share = 1 - (double)shared / region.Area;
            if (share < 0.05) objects.RemoveAt(i);
            else if (below is null) objects[i] = item with { IsDifficult = item.IsDifficult || share < minVisible };
            else
            {
                var rest = below.Without(cover);
                objects[i] = item with
                {
                    Mask = rest,
                    Polygons = null,
                    Box = rest.Bounds,
                    AnnotatedArea = rest.Area,
                    IsDifficult = item.IsDifficult || share < minVisible
                };
            }
        }
    }

    private static CutOut Cut(RgbImage image, ObjectAnnotation item)
    {
        var mask = item.MaskFor(image.Width, image.Height)!;
        var bounds = mask.Bounds.IsEmpty ? new Box(0, 0, 1, 1) : mask.Bounds;
        var box = new CropBox((int)bounds.X1, (int)bounds.Y1, (int)bounds.Width, (int)bounds.Height);
        var alpha = mask.Place(new(1, 1, -box.Left, -box.Top), box.Width, box.Height).ToBitmap();
        for (var i = 0; i < alpha.Length; i++) alpha[i] *= 255;
        return new CutOut(ImagePlacement.Cut(image, box), alpha);
    }
}
