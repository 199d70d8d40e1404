using Graft.Imaging;

namespace Graft.Data.Tests;

public class MaskAugmenterTests
{
    [Fact]
    public void Image_and_mask_move_together_and_padding_does_not_count()
    {
        var options = new MaskAugmentationOptions { Scale = new(0.6, 1.6), CropWidth = 90, CropHeight = 70, HorizontalFlip = 0.5, VerticalFlip = 0.5, Rotation = 20 };
        var augmenter = new MaskAugmenter(options);
        var padded = 0L;
        for (var seed = 0UL; seed < 30; seed++)
        {
            var result = augmenter.Apply(Marked(), new SeededRandom(seed));
            Assert.Equal((90, 70, 90, 70), (result.Image.Width, result.Image.Height, result.Map.Width, result.Map.Height));
            var wrong = 0;
            for (var i = 0; i < result.Map.Values.Length; i++)
            {
                if (result.Map.Values[i] == ClassMap.Ignore) padded++;
                else if (result.Map.Values[i] == 1 != result.Image.Pixels[3 * i] > 127) wrong++;
            }
            Assert.True(wrong < 0.04 * result.Map.Values.Length, $"seed {seed}: {wrong} pixels");
            Assert.All(result.Map.Values, value => Assert.Contains(value, (byte[])[0, 1, ClassMap.Ignore]));
        }
        Assert.True(padded > 0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_pair_and_nothing_random_gives_a_copy()
    {
        var augmenter = new MaskAugmenter(MaskAugmentationOptions.Standard with { CropWidth = 64, CropHeight = 64 });
        Assert.Equal(augmenter.Apply(Marked(), new SeededRandom(2)).Image.Pixels, augmenter.Apply(Marked(), new SeededRandom(2)).Image.Pixels);
        var sample = Marked();
        var same = new MaskAugmenter(MaskAugmentationOptions.None).Apply(sample, new SeededRandom(1));
        Assert.Equal(sample.Map.Values, same.Map.Values);
        Assert.NotSame(sample.Image, same.Image);
    }

    [Fact]
    public void Resizing_never_mixes_classes()
    {
        var map = new ClassMap(4, 2, [0, 0, 9, 9, 0, 0, 9, 9]);
        Assert.Equal([0, 9, 9], ClassMapGeometry.Resize(map, 3, 1).Values);
        Assert.Equal([255, 0, 255, 255], ClassMapGeometry.Cut(map, -1, 1, 2, 2).Values);
    }

    [Fact]
    public void Pasted_classes_bring_their_pixels_and_never_the_ground_they_lie_on()
    {
        var options = new MaskAugmentationOptions { CropWidth = 100, CropHeight = 80, PasteClasses = 1 };
        var (onto, from) = (new DecodedMaskSample(new RgbImage(100, 80), new ClassMap(100, 80, new byte[8000])), Marked());
        var result = new MaskAugmenter(options).Apply(onto, new SeededRandom(3), new MaskPool(1, _ => from));
        Assert.Equal(from.Map.Values, result.Map.Values);
        Assert.Equal(from.Image.Pixels, result.Image.Pixels);
        Assert.All(onto.Map.Values, value => Assert.Equal(0, value));

        var plain = new DecodedMaskSample(new RgbImage(100, 80), new ClassMap(100, 80, new byte[8000]));
        Assert.Equal(from.Map.Values, new MaskAugmenter(options).Apply(from, new SeededRandom(3), new MaskPool(1, _ => plain)).Map.Values);
    }

    [Fact]
    public void Pasted_regions_lie_with_their_class_where_their_pixels_lie()
    {
        var options = new MaskAugmentationOptions { CropWidth = 100, CropHeight = 80, PasteRegions = 1, PasteRotation = 30, HorizontalFlip = 0.5, Scale = new(0.5, 1.5) };
        var augmenter = new MaskAugmenter(options);
        HashSet<long> areas = [];
        for (var seed = 0UL; seed < 20; seed++)
        {
            var plain = new DecodedMaskSample(new RgbImage(100, 80), new ClassMap(100, 80, new byte[8000]));
            var result = augmenter.Apply(plain, new SeededRandom(seed), new MaskPool(1, _ => Marked()));
            areas.Add(result.Map.Histogram()[1]);
            // Padding of the small scales is grey; every white pixel is a pasted one.
            var wrong = Enumerable.Range(0, 8000).Count(i => result.Map.Values[i] != ClassMap.Ignore && result.Map.Values[i] == 1 != result.Image.Pixels[3 * i] > 127);
            Assert.True(wrong < 0.02 * 8000, $"seed {seed}: {wrong} pixels");
        }
        Assert.True(areas.Count > 10 && areas.Max() > 0);
    }

    [Fact]
    public void Regions_hang_together_and_neither_the_ground_nor_specks_are_some()
    {
        var values = new byte[40 * 30];
        Fill(5, 5, 12, 10, 2);
        Fill(25, 5, 12, 10, 2);
        Fill(5, 20, 3, 3, 1);
        Fill(15, 20, 10, 9, ClassMap.Ignore);
        var regions = MapRegion.Of(new ClassMap(40, 30, values));
        Assert.Equal([new CropBox(5, 5, 12, 10), new CropBox(25, 5, 12, 10)], regions.Select(region => region.Box));
        Assert.All(regions, region => Assert.Equal((2, 120), (region.Label, region.Alpha.Count(alpha => alpha == 255))));

        void Fill(int left, int top, int width, int height, byte value)
        {
            for (var y = top; y < top + height; y++) values.AsSpan(y * 40 + left, width).Fill(value);
        }
    }

    private static DecodedMaskSample Marked()
    {
        var (image, map) = (new RgbImage(100, 80), new ClassMap(100, 80, new byte[8000]));
        for (var y = 20; y < 50; y++)
        {
            image.Pixels.AsSpan((y * 100 + 10) * 3, 50 * 3).Fill(255);
            map.Values.AsSpan(y * 100 + 10, 50).Fill(1);
        }
        return new(image, map);
    }
}
