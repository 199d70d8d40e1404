using System.Text.Json.Serialization;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft;

/// <summary>Segmentations in the forms that other programs read.</summary>
public static class SegmentationFiles
{
    /// <summary>COCO's result list: one entry for each class of an image, as compressed run lengths; a class called background is left out.</summary>
    /// <param name="predictions">The predictions; those that failed have no entries.</param>
    public static IReadOnlyList<CocoRegion> Coco(IEnumerable<SegmentationPrediction> predictions) =>
        [.. predictions.SelectMany((prediction, i) => prediction.Map is null ? [] : Regions(prediction, i + 1))];

    /// <summary>The entries of one image.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="imageId">Number of the image.</param>
    public static IEnumerable<CocoRegion> Regions(SegmentationPrediction prediction, long imageId)
    {
        var pixels = prediction.PixelsPerClass;
        for (var label = 0; label < prediction.Classes.Count; label++)
        {
            if (pixels[label] == 0 || SegmentationPrediction.IsBackground(prediction.Classes[label])) continue;
            var mask = prediction.MaskOf(label);
            var box = mask.Bounds;
            yield return new CocoRegion(imageId, prediction.Path, label, prediction.Classes[label], CocoRunLengths.Of(mask))
            {
                Area = mask.Area,
                Bbox = [box.X1, box.Y1, box.Width, box.Height],
            };
        }
    }

    /// <summary>The class map as a palette PNG of 8 bits.</summary>
    public static byte[] Png(SegmentationPrediction prediction) => IndexPng.Write(prediction.Map ?? throw new GraftException("There is no class map."));
}
