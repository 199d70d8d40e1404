using System.Globalization;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Shards;

namespace Graft.Cli;

/// <summary><c>graft predict</c> with a detector, whether it finds masks or not.</summary>
internal sealed class ObjectPredicting(DetectionPredictor predictor, PredictSettings settings)
    : Predicting<DetectionPrediction>(predictor, settings, "image", "class", "score", "box")
{
    private readonly List<CocoResult> _results = [];

    /// <summary>Opens the model.</summary>
    public static IPredicting Open(PredictSettings settings) => new ObjectPredicting(
        DetectionPredictor.Open(settings.Model, settings.Runtime with { ScoreThreshold = settings.Confidence ?? DetectedFacts.DefaultConfidence }), settings);

    protected override void Show(DetectionPrediction prediction)
    {
        if (prediction.Objects.Count == 0) AddRow(prediction, "nothing", "", "");
        foreach (var found in prediction.Objects) AddRow(prediction, found.ClassName, Quantities.Share(found.Score), Corners(found.Box));
    }

    protected override PartTable<DetectionPrediction> Parts() => PredictionTables.Objects();

    // Objects as COCO writes them.
    protected override object Facts(DetectionPrediction prediction, int number) => DetectedFacts.Of(prediction, number, predictor.Manifest);

    protected override void Save(DetectionPrediction prediction, int number)
    {
        if (Settings.SavesImages)
        {
            var drawn = DetectionFiles.Draw(ImageFile.Decode(prediction.Path), prediction);
            AtomicFile.WriteBytes(Place(prediction, ".jpg"), ImageEncoder.EncodeJpeg(drawn, 90));
        }
        if (Settings.SavesText) AtomicFile.WriteText(Place(prediction, ".txt", "labels"), DetectionFiles.Yolo(prediction));
        _results.AddRange(DetectionFiles.Coco([prediction], [number], predictor.Manifest.CategoryIds));
    }

    protected override void SaveAll() => Folder.WriteJson("predictions.json", _results);

    private static string Corners(Box box) => string.Create(CultureInfo.InvariantCulture, $"({box.X1:0}, {box.Y1:0}) to ({box.X2:0}, {box.Y2:0})");
}
