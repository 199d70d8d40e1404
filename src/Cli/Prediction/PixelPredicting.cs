using Graft.Imaging;
using Graft.Runtime;

namespace Graft.Cli;

/// <summary><c>graft predict</c> with a segmentation network.</summary>
internal sealed class PixelPredicting(SegmentationPredictor predictor, PredictSettings settings)
    : Predicting<SegmentationPrediction>(predictor, settings, "image", "class", "share")
{
    private readonly List<CocoRegion> _regions = [];

    /// <summary>Opens the model.</summary>
    public static IPredicting Open(PredictSettings settings) =>
        new PixelPredicting(SegmentationPredictor.Open(settings.Model, settings.Runtime, settings.Tiling), settings);

    protected override void Show(SegmentationPrediction prediction)
    {
        foreach (var (label, pixels) in Found(prediction))
            AddRow(prediction, prediction.Classes[label], Quantities.Share((double)pixels / prediction.Map!.Values.Length));
    }

    // Size, and share, box and run lengths of each class.
    protected override object Facts(SegmentationPrediction prediction, int number)
    {
        if (prediction.Map is not { } map) return new SegmentedFacts(prediction.Path) { Error = prediction.Failure?.Message };
        var regions = SegmentationFiles.Regions(prediction, number).ToDictionary(region => region.CategoryId);
        var classes = Found(prediction).Select(found =>
            new SegmentClassDto(prediction.Classes[found.Label], found.Label, found.Pixels, (double)found.Pixels / map.Values.Length)
            {
                Bbox = regions.GetValueOrDefault(found.Label)?.Bbox,
                Segmentation = regions.GetValueOrDefault(found.Label)?.Segmentation,
            });
        return new SegmentedFacts(prediction.Path) { Width = map.Width, Height = map.Height, Classes = [.. classes] };
    }

    // NAME.png holds the class of every pixel, NAME.jpg shows it on the image.
    protected override void Save(SegmentationPrediction prediction, int number)
    {
        AtomicFile.WriteBytes(Place(prediction, ".png"), SegmentationFiles.Png(prediction));
        var drawn = MaskDrawing.Overlay(ImageFile.Decode(prediction.Path), prediction.Map!);
        AtomicFile.WriteBytes(Place(prediction, ".jpg"), ImageEncoder.EncodeJpeg(drawn, 90));
        _regions.AddRange(SegmentationFiles.Regions(prediction, number));
    }

    protected override void SaveAll() => Folder.WriteJson("predictions.json", _regions);

    protected override IReadOnlyList<Problem> Notes() => predictor.Notes();

    // The largest first.
    private static IEnumerable<(int Label, long Pixels)> Found(SegmentationPrediction prediction) =>
        prediction.PixelsPerClass.Select((pixels, label) => (Label: label, Pixels: pixels)).Where(found => found.Pixels > 0)
            .OrderByDescending(found => found.Pixels);
}
