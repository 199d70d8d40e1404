using System.Globalization;
using Graft.Imaging;
using Graft.Runtime;
using Graft.Shards;

namespace Graft.Cli;

/// <summary><c>graft predict</c> with a classifier.</summary>
internal sealed class ClassPredicting(ClassificationPredictor predictor, PredictSettings settings)
    : Predicting<ClassificationPrediction>(predictor, settings, "image", "class", "score")
{
    /// <summary>Images on the sheet: more cannot be looked at in one image.</summary>
    public const int MaxOnSheet = 64;

    private const int Tile = 192;

    private readonly List<CaptionedImage> _sheet = [];
    private readonly Dictionary<string, int> _decided = [];

    /// <summary>Opens the model.</summary>
    public static IPredicting Open(PredictSettings settings) =>
        new ClassPredicting(ClassificationPredictor.Open(settings.Model, settings.Runtime), settings);

    protected override void Show(ClassificationPrediction prediction)
    {
        if (prediction.Decision is { } decision) _decided[decision] = _decided.GetValueOrDefault(decision) + 1;
        AddRow(prediction, ClassOf(prediction) ?? Withheld(prediction), Quantities.Share(prediction.Score));
    }

    protected override PartTable<ClassificationPrediction> Parts() => PredictionTables.Classes(Settings.Confidence ?? 0);

    protected override object Facts(ClassificationPrediction prediction, int number) =>
        PredictionDto.Of(prediction, predictor.Manifest.Classes, Settings.Confidence ?? 0);

    // One text file an image, best class first: 0.9731 cat
    protected override void Save(ClassificationPrediction prediction, int number)
    {
        if (Settings.SavesText)
        {
            var lines = predictor.Manifest.Classes.Zip(prediction.Scores).OrderByDescending(pair => pair.Second)
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Second:0.0000} {pair.First}\n"));
            AtomicFile.WriteText(Place(prediction, ".txt", "labels"), string.Concat(lines));
        }
        if (!Settings.SavesImages || _sheet.Count == MaxOnSheet) return;
        var small = ImageFile.Decode(prediction.Path, new DecodeOptions { ShrinkToWidth = Tile, ShrinkToHeight = Tile });
        _sheet.Add(new CaptionedImage(small, $"{ClassOf(prediction) ?? Withheld(prediction)} {Quantities.Share(prediction.Score)}"));
    }

    // The first images with their classes, as one image.
    protected override void SaveAll()
    {
        if (_sheet.Count == 0) return;
        var sheet = ContactSheet.Make(_sheet, new ContactSheetOptions { TileSize = Tile });
        AtomicFile.WriteBytes(Folder["predictions.jpg"], ImageEncoder.EncodeJpeg(sheet, 90));
    }

    protected override string? Closing => _decided.Count == 0 ? null
        : string.Join(", ", new[] { Decisions.Answer, Decisions.Unsure, Decisions.Unlike }.Where(_decided.ContainsKey)
            .Select(decision => $"{_decided[decision]} {(decision == Decisions.Answer ? "answered" : decision)}"));

    private static string Withheld(ClassificationPrediction prediction) => prediction.Decision ?? Decisions.Unsure;

    private string? ClassOf(ClassificationPrediction prediction) =>
        prediction.IsAnswered && prediction.Score >= (Settings.Confidence ?? 0) ? prediction.ClassName : null;
}
