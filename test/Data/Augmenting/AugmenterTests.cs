using Graft.Imaging;
using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>From a decoded image to a training image.</summary>
public sealed class AugmenterTests
{
    private static readonly Preprocess Contract = Preprocess.ImageNet(256, 224);
    private static readonly RgbImage Photo = ImageFile.Decode(Repository.At("samples", "photos", "fish", "fish1.jpg"));

    public static TheoryData<string> Presets { get; } = ["light", "standard", "strong", "randaugment"];

    [Theory, MemberData(nameof(Presets))]
    public void A_seed_decides_everything_and_the_decoded_image_is_left_alone(string preset)
    {
        var augmenter = new Augmenter(Preset(preset), Contract);
        var before = Photo.Pixels.ToArray();
        var variants = Enumerable.Range(0, 12).Select(seed => augmenter.Apply(Photo, new SeededRandom((ulong)seed))).ToList();
        Assert.All(variants, variant => Assert.Equal((224, 224), (variant.Width, variant.Height)));
        for (var seed = 0; seed < variants.Count; seed++)
            Assert.Equal(variants[seed].Pixels, augmenter.Apply(Photo, new SeededRandom((ulong)seed)).Pixels);
        Assert.Equal(12, variants.Select(variant => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(variant.Pixels))).Distinct().Count());
        Assert.Equal(before, Photo.Pixels);
    }

    [Fact]
    public void Without_augmentation_the_image_is_prepared_as_for_prediction() =>
        Assert.Equal(Contract.Apply(Photo).Pixels, new Augmenter(AugmentationOptions.None, Contract).Apply(Photo, new SeededRandom(1)).Pixels);

    [Fact]
    public void An_image_already_of_the_size_is_not_written_to()
    {
        var image = Images.Pattern(1, 224, 224);
        var before = image.Pixels.ToArray();
        var options = AugmentationOptions.None with { CropScale = new(1, 1), CropRatio = new(1, 1), Brightness = 0.9, HorizontalFlip = 1 };
        Assert.NotEqual(before, new Augmenter(options, Contract).Apply(image, new SeededRandom(1)).Pixels);
        new Augmenter(options with { CropScale = null }, Preprocess.ImageNet(0, 224)).Apply(image, new SeededRandom(1));
        Assert.Equal(before, image.Pixels);
    }

    [Fact]
    public void Light_changes_keep_the_brightness_within_its_reach()
    {
        var augmenter = new Augmenter(AugmentationOptions.Light with { CropScale = new(1, 1), CropRatio = new(Ratio, Ratio), Rotation = 0 }, Preprocess.ImageNet(0, 224));
        var plain = Mean(Preprocess.ImageNet(0, 224).Apply(Photo));
        var variants = Enumerable.Range(0, 40).Select(seed => Mean(augmenter.Apply(Photo, new SeededRandom((ulong)seed))) / plain).ToList();
        Assert.InRange(variants.Min(), 0.78, 0.9);
        Assert.InRange(variants.Max(), 1.1, 1.22);
    }

    private static double Ratio => (double)Photo.Width / Photo.Height;

    private static double Mean(RgbImage image) => image.Pixels.Average(value => (double)value);

    [Fact]
    public void Decoding_may_shrink_only_as_far_as_the_smallest_crop_allows()
    {
        Assert.Equal(224, new Augmenter(AugmentationOptions.Light, Contract).Decoding.ShrinkToWidth);
        Assert.Equal(396, new Augmenter(AugmentationOptions.Strong, Contract).Decoding.ShrinkToHeight); // twice that: 792, times sqrt(0.08) = 224
        Assert.Equal(0, new Augmenter(AugmentationOptions.None, Contract).Decoding.ShrinkToWidth);
    }

    [Fact]
    public void Options_out_of_range_are_told_together()
    {
        var options = AugmentationOptions.None with { HorizontalFlip = 1.5, Hue = 0.6 };
        var error = Assert.Throws<ProblemsException>(() => new Augmenter(options, Contract));
        Assert.Equal(["HorizontalFlip", "Hue"], error.Problems.Select(problem => problem.Where).Order());
        var intervals = AugmentationOptions.None with { CropScale = new(0, 1), CropRatio = new(2, 1), ErasingScale = new(0.1, 1), ErasingRatio = new(0, 1) };
        Assert.Equal(["CropRatio", "CropScale", "ErasingRatio", "ErasingScale"],
            Assert.Throws<ProblemsException>(() => new Augmenter(intervals, Contract)).Problems.Select(problem => problem.Where).Order());
    }

    [Fact]
    public void Presets_are_found_by_name_and_by_the_size_of_the_data()
    {
        Assert.Same(AugmentationOptions.Light, AugmentationOptions.Named("Light"));
        Assert.Same(AugmentationOptions.Light, AugmentationOptions.For(107));
        Assert.Same(AugmentationOptions.Standard, AugmentationOptions.For(5000));
        Assert.Contains("none, light, standard or strong", Assert.Throws<GraftException>(() => AugmentationOptions.Named("heavy")).Message);
    }

    private static AugmentationOptions Preset(string name) =>
        name == "randaugment" ? AugmentationOptions.Standard with { Policy = AugmentationPolicy.RandAugment } : AugmentationOptions.Named(name);
}
