using Graft.Tests;

namespace Graft.Data.Tests;

/// <summary>Augmentation options to and from JSON files.</summary>
public sealed class AugmentationFileTests
{
    [Fact]
    public void Every_preset_of_every_task_is_read_back_as_it_was_written()
    {
        Assert.All(AugmentationOptions.Presets.Values, RoundTrip);
        Assert.All(ObjectAugmentationOptions.Presets.Values, RoundTrip);
        Assert.All(MaskAugmentationOptions.Presets.Values, RoundTrip);
        RoundTrip(AugmentationOptions.Standard with { Policy = AugmentationPolicy.RandAugment, RandAugmentMagnitude = 3, Hue = 1.0 / 3 });
    }

    [Fact]
    public void What_a_file_leaves_out_changes_nothing()
    {
        var options = Read<AugmentationOptions>("""{ "verticalFlip": 0.5, "CropScale": [0.5, 1], "policy": "randAugment", /* all else off */ }""");
        Assert.Equal(new AugmentationOptions { VerticalFlip = 0.5, CropScale = new(0.5, 1), Policy = AugmentationPolicy.RandAugment }, options);
        Assert.Equal(ObjectAugmentationOptions.None, Read<ObjectAugmentationOptions>("{}"));
    }

    [Fact]
    public void Everything_wrong_with_a_file_is_told_at_once_by_name()
    {
        var error = Assert.Throws<ProblemsException>(() => Read<AugmentationOptions>("""
            { "horizontalFlop": 0.5, "brightness": "0.2", "contrast": 3, "cropScale": [1, 0.5], "erasingRatio": 2, "policy": "randAugmnt",
              "randAugmentOperations": 2.5, "hue": 0.1, "Hue": 0.2, "mosaic": 1 }
            """));
        string[] named =
        [
            "brightness", "contrast", "cropScale", "erasingRatio", "horizontalFlop", "Hue", "mosaic", "policy", "randAugmentOperations",
        ];
        Assert.Equal(named, error.Problems.Select(problem => problem.Where).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Contains("Did you mean 'horizontalFlip'?", error.Message);
        Assert.Contains("Did you mean 'randAugment'?", error.Message);
        Assert.Contains("between 0 and 1", error.Message);
        Assert.Contains("an interval of two numbers", error.Message);
        Assert.Contains("a whole number", error.Message);
    }

    [Theory]
    [InlineData("[1]", "no JSON object")]
    [InlineData("{ flip }", "no JSON")]
    public void What_is_no_object_is_refused(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<GraftException>(() => Read<MaskAugmentationOptions>(text)).Message);

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        using var folder = new TestFolder();
        var path = folder["none.json"];
        Assert.Contains(path, Assert.Throws<GraftException>(() => AugmentationFile.Read<AugmentationOptions>(path)).Message);
    }

    private static void RoundTrip<TOptions>(TOptions options) where TOptions : ImageAugmentation, new()
    {
        using var folder = new TestFolder();
        var path = folder["augment.json"];
        AugmentationFile.Write(path, options);
        Assert.Equal(options, AugmentationFile.Read<TOptions>(path));
    }

    private static TOptions Read<TOptions>(string text) where TOptions : ImageAugmentation, new()
    {
        using var folder = new TestFolder();
        var path = folder["augment.json"];
        File.WriteAllText(path, text);
        return AugmentationFile.Read<TOptions>(path);
    }
}
