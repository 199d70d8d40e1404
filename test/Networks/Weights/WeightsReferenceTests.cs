using System.Text.Json;
using Graft.Networks;

namespace Graft.Tests.Networks;

/// <summary>The rows of the catalogue beside what their publisher says of them.</summary>
public sealed class WeightsReferenceTests
{
    // The reference's release named these files by hashes that are not theirs.
    private static readonly Dictionary<string, string> Corrected = new()
    {
        ["efficientnet_b0_rwightman-3dd342df.pth"] = "7f5810bc",
        ["efficientnet_b1_rwightman-533bc792.pth"] = "bac287d4",
        ["efficientnet_b2_rwightman-bcdf34b7.pth"] = "c35c1473",
        ["efficientnet_b3_rwightman-cf984f9c.pth"] = "b3899882",
        ["efficientnet_b4_rwightman-7eb33cd5.pth"] = "23ab8bcd",
        ["efficientnet_b5_lukemelas-b6417697.pth"] = "1a07897c",
        ["efficientnet_b6_lukemelas-c76e70fd.pth"] = "24a108a5",
        ["efficientnet_b7_lukemelas-dcc49843.pth"] = "c5b4e57e",
    };

    [Fact]
    public void Every_row_says_what_the_reference_says_and_where_it_is_from()
    {
        // Python writes NaN, which JSON does not have.
        using var reference = JsonDocument.Parse(File.ReadAllText(Repository.At("test", "reference", "torchvision_weights.json")).Replace(": NaN", ": null"));
        var published = reference.RootElement.GetProperty("weights").EnumerateArray()
            .ToDictionary(row => $"{row.GetProperty("model").GetString()}.{row.GetProperty("tag").GetString()}");
        foreach (var row in WeightsCatalogue.All)
        {
            Assert.All([row.LicenceSource, row.Page, row.Recipe], source => Assert.StartsWith("https://", source));
            if (row.IsBundled) continue;
            var expected = published[row.Name];
            var file = expected.GetProperty("url").GetString()!.Split('/')[^1];
            var hash = Corrected.GetValueOrDefault(file, expected.GetProperty("sha256_prefix").GetString()!);
            Assert.Equal((row.Name, $"{file[..(file.LastIndexOf('-') + 1)]}{hash}.pth"), (row.Name, row.FileName));
            Assert.Equal((hash, expected.GetProperty("num_params").GetInt64()), (row.Sha256, row.Parameters));
            if (expected.GetProperty("transforms").TryGetProperty("crop_size", out var crop)) Assert.Equal(crop[0].GetInt32(), row.Preprocess.Width);
            Assert.EndsWith($".{row.Model}.html", row.Page);
        }
    }

    [Fact]
    public void Every_detector_has_its_published_weights_with_the_metrics_of_COCO()
    {
        foreach (var name in DetectionCatalogue.Names)
        {
            var row = WeightsCatalogue.Find($"{name}.coco_v1"); // tags in any case
            var architecture = DetectionCatalogue.Find(name);
            Assert.Equal(("COCO_V1", 91, true), (row.Tag, row.Classes, row.IsDefault));
            Assert.Equal((architecture.ShorterSide, architecture.LongerSide, DetectionNetwork.SizeMultiple),
                (row.Preprocess.ResizeShorter, row.Preprocess.ResizeLonger, row.Preprocess.SizeMultiple));
            Assert.InRange(row.Metrics["box_map"], 20, 50);
            Assert.Equal(architecture.MaskHead is not null, row.Metrics.ContainsKey("mask_map"));
        }
        Assert.Equal((37.9, 34.6),
            (WeightsCatalogue.Find("maskrcnn_resnet50_fpn").Metrics["box_map"], WeightsCatalogue.Find("maskrcnn_resnet50_fpn").Metrics["mask_map"]));
    }
}
