using System.Globalization;
using Graft.Data;
using Graft.Imaging;
using Graft.Runtime;

namespace Graft;

/// <summary>Detections in the forms that other programs read.</summary>
internal static class DetectionFiles
{
    /// <summary>COCO's result list: one entry an object, the box from its corner, the category by number, masks as compressed run lengths.</summary>
    /// <param name="predictions">The predictions.</param>
    /// <param name="imageIds">Number of each image; null counts from 1.</param>
    /// <param name="categoryIds">Number of each class; null counts from 1.</param>
    public static IReadOnlyList<CocoResult> Coco(
        IReadOnlyList<DetectionPrediction> predictions, IReadOnlyList<long>? imageIds = null, IReadOnlyList<int>? categoryIds = null) =>
        [.. predictions.SelectMany((prediction, i) => prediction.Objects.Select(found => new CocoResult(imageIds?[i] ?? i + 1, prediction.Path,
            categoryIds?[found.Label] ?? found.Label + 1, [found.Box.X1, found.Box.Y1, found.Box.Width, found.Box.Height], found.Score)
            {
                Segmentation = found.Mask is { } mask ? CocoRunLengths.Of(mask) : null,
            }))];

    /// <summary>COCO's result list of annotated images: their own numbers where all have one, otherwise counted from 1.</summary>
    internal static IReadOnlyList<CocoResult> Coco(
        IReadOnlyList<DetectionPrediction> predictions, IReadOnlyList<ObjectSample> samples, IReadOnlyList<int>? categoryIds) =>
        Coco(predictions, samples.All(sample => sample.Id is not null) ? [.. samples.Select(sample => sample.Id!.Value)] : null, categoryIds);

    /// <summary>
    /// YOLO's label file of an image, one line an object: class, centre and sides, or the polygon of its mask (parts joined, holes filled), in shares of the
    /// image, and the score.
    /// </summary>
    public static string Yolo(DetectionPrediction prediction) => string.Concat(prediction.Objects.Select(found => string.Create(CultureInfo.InvariantCulture,
        $"{found.Label} {Place(found, prediction)} {found.Score:0.######}\n")));

    /// <summary>The image with its objects drawn on it, their masks below their boxes.</summary>
    public static RgbImage Draw(RgbImage image, DetectionPrediction prediction) => BoxDrawing.Draw(image, [.. prediction.Objects.Select(Caption)]);

    /// <summary>An object as it is drawn: class, score, box and mask.</summary>
    internal static BoxCaption Caption(FoundObject found) =>
        new(found.Box, string.Create(CultureInfo.InvariantCulture, $"{found.ClassName} {found.Score * 100:0}%"), found.Label) { Mask = found.Mask };

    private static string Place(FoundObject found, DetectionPrediction prediction) => found.Mask is { } mask && PolygonBridge.Of(mask) is { } polygon
        ? string.Join(' ', polygon.Points.Select((value, at) =>
            (value / (at % 2 == 0 ? prediction.Width : prediction.Height)).ToString("0.######", CultureInfo.InvariantCulture)))
        : string.Create(CultureInfo.InvariantCulture,
            $"{(found.Box.X1 + found.Box.X2) / 2 / prediction.Width:0.######} {(found.Box.Y1 + found.Box.Y2) / 2 / prediction.Height:0.######} "
            + $"{found.Box.Width / prediction.Width:0.######} {found.Box.Height / prediction.Height:0.######}");
}
