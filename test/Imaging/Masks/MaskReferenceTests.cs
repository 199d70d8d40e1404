using System.Text.Json;
using Graft.Tests;

namespace Graft.Imaging.Tests;

/// <summary>Against the areas, boxes and codes that pycocotools wrote.</summary>
public class MaskReferenceTests
{
    private static readonly JsonElement Document = JsonDocument.Parse(File.ReadAllText(Repository.At("test", "reference", "coco_eval.json"))).RootElement;

    [Fact]
    public void Polygons_fill_the_pixels_that_pycocotools_fills()
    {
        var checkedOnes = 0;
        var sizes = Document.GetProperty("ground_truth").GetProperty("images").EnumerateArray()
            .ToDictionary(image => image.GetProperty("id").GetInt64(), image =>
                (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        foreach (var item in Document.GetProperty("ground_truth").GetProperty("annotations").EnumerateArray())
        {
            var segmentation = item.GetProperty("segmentation");
            var (width, height) = sizes[item.GetProperty("image_id").GetInt64()];
            var mask = segmentation.ValueKind == JsonValueKind.Array
                ? Mask.FromPolygons(width, height, [.. segmentation.EnumerateArray().Select(points => new Polygon(Numbers(points)))])
                : Mask.FromRuns(width, height, [.. segmentation.GetProperty("counts").EnumerateArray().Select(run => run.GetInt32())]);
            Assert.Equal(item.GetProperty("area").GetDouble(), mask.Area);
            var box = Numbers(item.GetProperty("bbox"));
            Assert.Equal(Box.FromCorner(box[0], box[1], box[2], box[3]), mask.Bounds);
            checkedOnes++;
        }
        Assert.Equal(136, checkedOnes);
    }

    [Fact]
    public void Compressed_text_comes_back_letter_for_letter()
    {
        foreach (var item in Document.GetProperty("detections").EnumerateArray())
        {
            var segmentation = item.GetProperty("segmentation");
            var size = Numbers(segmentation.GetProperty("size"));
            var text = segmentation.GetProperty("counts").GetString()!;
            var mask = Mask.FromCocoText((int)size[1], (int)size[0], text);
            Assert.Equal(text, mask.ToCocoText());
            Assert.Equal(text, Mask.FromBitmap(mask.Width, mask.Height, mask.ToBitmap()).ToCocoText());
        }
    }

    private static double[] Numbers(JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetDouble())];
}
