using Graft.Imaging;

namespace Graft.Data.Tests;

public class ObjectAugmenterTests
{
    private static readonly ObjectAugmentationOptions Everything = ObjectAugmentationOptions.Standard with
    { Mosaic = 0.5, CutAndPaste = 0.7, CropScale = new(0.4, 1), VerticalFlip = 0.3, Rotation = 15, Hue = 0.05 };

    private static readonly SamplePool Pool = new(Scenes.Objects.Samples.Count, Scenes.Decoded);

    [Fact]
    public void Objects_stay_inside_their_image_whatever_happens()
    {
        var augmenter = new ObjectAugmenter(Everything);
        for (var seed = 0UL; seed < 40; seed++)
        {
            var result = augmenter.Apply(Scenes.Decoded((int)seed % 30), new SeededRandom(seed), Pool, (256, 192));
            Assert.Equal((256, 192), (result.Image.Width, result.Image.Height));
            foreach (var item in result.Objects)
            {
                Assert.False(item.Box.IsEmpty);
                Assert.Equal(item.Box, item.Box.Clip(256, 192));
                var mask = item.MaskFor(256, 192)!;
                Assert.True(mask.Area > 0);
                Assert.True(mask.Bounds.IoU(item.Box) > 0.4, $"seed {seed}: {mask.Bounds} in {item.Box}");
            }
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_image_and_leaves_the_original_alone()
    {
        var (sample, augmenter) = (Scenes.Decoded(0), new ObjectAugmenter(Everything));
        var before = sample.Image.Pixels.ToArray();
        var (one, other) = (augmenter.Apply(sample, new SeededRandom(5), Pool), augmenter.Apply(sample, new SeededRandom(5), Pool));
        Assert.Equal(one.Image.Pixels, other.Image.Pixels);
        Assert.Equal(one.Objects.Select(item => item.Box), other.Objects.Select(item => item.Box));
        Assert.Equal(before, sample.Image.Pixels);
    }

    [Fact]
    public void A_flip_mirrors_pixels_boxes_polygons_and_masks_alike()
    {
        var sample = Marked(new Box(10, 20, 40, 50));
        var flipped = new ObjectAugmenter(new() { HorizontalFlip = 1 }).Apply(sample, new SeededRandom(1));
        Assert.Equal(new Box(60, 20, 90, 50), flipped.Objects[0].Box);
        AssertMarked(flipped);
    }

    [Fact]
    public void Scaling_to_a_canvas_keeps_the_pixels_under_the_boxes()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var result = new ObjectAugmenter(new() { ScaleJitter = new(0.5, 1.5), MinVisible = 0 }).Apply(Marked(new Box(30, 20, 70, 60)), new SeededRandom(seed), canvas: (150, 130));
            AssertMarked(result);
        }
    }

    [Fact]
    public void Rotation_turns_polygons_with_their_pixels()
    {
        var result = new ObjectAugmenter(new() { Rotation = 30 }).Apply(Marked(new Box(30, 20, 60, 60)), new SeededRandom(3));
        AssertMarked(result);
    }

    [Fact]
    public void What_is_hardly_in_view_counts_as_difficult_and_what_is_not_is_gone()
    {
        ObjectAnnotation[] objects = [new(new Box(0, 0, 10, 10), 0), new(new Box(8, 8, 48, 48), 0), new(new Box(30, 30, 40, 40), 0)];
        var placed = ObjectPlacement.Place(objects, new(1, 1, -40, -40), 20, 20, 0.3);
        var left = Assert.Single(placed);
        Assert.Equal(new Box(0, 0, 8, 8), left.Box);
        Assert.True(left.IsDifficult && left.IsTruncated);
    }

    [Fact]
    public void Pasting_adds_objects_and_takes_covered_pixels_from_those_below()
    {
        var (sample, added) = (Scenes.Decoded(1), 0);
        for (var seed = 0UL; seed < 10; seed++)
        {
            var result = new ObjectAugmenter(new() { CutAndPaste = 1, MinVisible = 0 }).Apply(sample, new SeededRandom(seed), Pool);
            added += result.Objects.Count - sample.Objects.Count;
            var masks = result.Objects.Select(item => item.MaskFor(result.Image.Width, result.Image.Height)!).ToList();
            for (var i = 0; i < masks.Count; i++)
                for (var j = sample.Objects.Count; j < i; j++) Assert.Equal(0, masks[i].Intersection(masks[j]));
        }
        Assert.True(added > 0);
    }

    [Fact]
    public void Objects_without_polygons_are_pasted_by_their_boxes_with_soft_edges()
    {
        var grey = new RgbImage(120, 100, [.. Enumerable.Repeat((byte)100, 120 * 100 * 3)]);
        var white = new RgbImage(120, 100, [.. Enumerable.Repeat((byte)250, 120 * 100 * 3)]);
        var source = new DecodedObjectSample(white, [new ObjectAnnotation(new Box(20, 10, 60, 50), 1)]);
        var empty = new DecodedObjectSample(grey, []);
        var result = new ObjectAugmenter(new() { CutAndPaste = 1, PasteScale = new(1, 1) }).Apply(empty, new SeededRandom(3), new SamplePool(1, _ => source));
        var pasted = Assert.Single(result.Objects);
        Assert.Equal(1, pasted.Label);
        Assert.False(pasted.HasMask);
        Assert.Equal(pasted.Box, pasted.Box.Clip(120, 100));
        var (centreX, centreY) = ((int)(pasted.Box.X1 + pasted.Box.X2) / 2, (int)(pasted.Box.Y1 + pasted.Box.Y2) / 2);
        Assert.Equal(250, result.Image.Pixels[3 * (centreY * 120 + centreX)]);
        Assert.Contains(result.Image.Pixels, value => value is > 110 and < 240); // the edge goes over into the ground

        // Two objects in one box would be pasted under one name.
        var crowded = new DecodedObjectSample(white, [new ObjectAnnotation(new Box(20, 10, 60, 50), 1), new ObjectAnnotation(new Box(30, 20, 70, 60), 0)]);
        Assert.Empty(new ObjectAugmenter(new() { CutAndPaste = 1 }).Apply(empty, new SeededRandom(3), new SamplePool(1, _ => crowded)).Objects);
    }

    [Fact]
    public void The_short_split_is_one_of_those_given_and_the_long_split_is_bounded()
    {
        var augmenter = new ObjectAugmenter(new() { ShortSides = [120, 160], LongSide = 200 });
        var sizes = Enumerable.Range(0, 20).Select(seed => augmenter.Apply(Scenes.Decoded(0), new SeededRandom((ulong)seed)).Image).Select(image => (image.Width, image.Height)).Distinct().Order();
        Assert.Equal([(160, 120), (200, 150)], sizes);
    }

    [Fact]
    public void Options_out_of_range_are_told_together()
    {
        var message = Assert.Throws<ProblemsException>(() => new ObjectAugmenter(new() { Mosaic = 2, Rotation = 400, ScaleJitter = new(2, 1) })).Message;
        Assert.Contains("Mosaic", message);
        Assert.Contains("Rotation", message);
    }

    // A white object on black, known by a box, a polygon and a mask.
    private static DecodedObjectSample Marked(Box box)
    {
        var image = new RgbImage(100, 80);
        for (var y = (int)box.Y1; y < box.Y2; y++) image.Pixels.AsSpan((y * 100 + (int)box.X1) * 3, (int)box.Width * 3).Fill(255);
        return new(image, [new ObjectAnnotation(box, 0) { Polygons = [Polygon.Of(box)] }, new ObjectAnnotation(box, 0) { Mask = Mask.FromBox(100, 80, box) }]);
    }

    private static void AssertMarked(DecodedObjectSample sample)
    {
        var white = Mask.FromBitmap(sample.Image.Width, sample.Image.Height, [.. Enumerable.Range(0, sample.Image.Width * sample.Image.Height).Select(i => (byte)(sample.Image.Pixels[3 * i] > 190 ? 1 : 0))]);
        Assert.All(sample.Objects, item => Assert.True(item.MaskFor(white.Width, white.Height)!.IoU(white) > 0.85));
        Assert.All(sample.Objects, item => Assert.True(item.Box.IoU(white.Bounds) > 0.8, $"{item.Box} around {white.Bounds}"));
    }
}
