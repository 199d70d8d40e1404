using Graft.Imaging;
using Graft.Runtime;
using Graft.Shards;

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
        foreach (var (label, pixels) in SegmentedFacts.Found(prediction))
            AddRow(prediction, prediction.Classes[label], Quantities.Share((double)pixels / prediction.Map!.Values.Length));
    }

    protected override PartTable<SegmentationPrediction> Parts() => PredictionTables.Pixels();

    // Size, and share, box and run lengths of each class.
    protected override object Facts(SegmentationPrediction prediction, int number) => SegmentedFacts.Of(prediction);

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
}
