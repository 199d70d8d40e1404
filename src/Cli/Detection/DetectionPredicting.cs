using System.Globalization;
using Graft.Imaging;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft predict</c> with a detector.</summary>
internal sealed class DetectionPredicting(DetectionPredictor predictor)
{
    public List<DetectionPrediction> Predict(IReadOnlyList<string> files, Terminal terminal, CancellationToken cancellation)
    {
        using var display = new EventDisplay(terminal);
        var predictions = new List<DetectionPrediction>(files.Count);
        foreach (var prediction in predictor.Predict(files))
        {
            cancellation.ThrowIfCancellationRequested();
            predictions.Add(prediction);
            display.Report(new RunEvent.Progress("predicting", predictions.Count, files.Count));
        }
        return predictions;
    }

    /// <summary>One entry an image, its objects as COCO writes them.</summary>
    public IEnumerable<object> Facts(IEnumerable<DetectionPrediction> predictions) => predictions.Select((prediction, at) => new
    {
        prediction.Path,
        prediction.Width,
        prediction.Height,
        Objects = prediction.Objects.Select(found => ObjectDto.Of(found, at + 1, predictor.Manifest)),
        Error = prediction.Failure?.Message,
    });

    public static void Show(List<DetectionPrediction> predictions, IAnsiConsole console)
    {
        var table = Terminal.Table("image", "class", "score", "box");
        foreach (var prediction in predictions.Where(prediction => prediction.Failure is null))
        {
            if (prediction.Objects.Count == 0) table.AddRow(new Text(prediction.Path), new Text("nothing"), new Text(""), new Text(""));
            foreach (var found in prediction.Objects)
                table.AddRow(new Text(prediction.Path), new Text(found.ClassName), new Text(PredictionFiles.Percent((float)found.Score)), new Text(Place(found.Box)));
        }
        console.Write(table);
    }

    /// <summary>Images with boxes, label files, and the list in COCO's form.</summary>
    public void Save(RunFolder run, List<DetectionPrediction> predictions, bool images, bool labels)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var prediction in predictions.Where(prediction => prediction.Failure is null))
        {
            var name = Path.GetFileNameWithoutExtension(prediction.Path);
            for (var number = 2; !taken.Add(name); number++) name = $"{Path.GetFileNameWithoutExtension(prediction.Path)}-{number}";
            if (images) AtomicFile.WriteBytes(run[$"{name}.jpg"], ImageEncoder.EncodeJpeg(DetectionFiles.Draw(ImageFile.Decode(prediction.Path), prediction), 90));
            if (labels) AtomicFile.WriteText(run[Path.Combine("labels", $"{name}.txt")], DetectionFiles.Yolo(prediction));
        }
        run.WriteJson("predictions.json", DetectionFiles.Coco(predictions, categoryIds: predictor.Manifest.CategoryIds));
    }

    private static string Place(Box box) => string.Create(CultureInfo.InvariantCulture, $"({box.X1:0}, {box.Y1:0}) to ({box.X2:0}, {box.Y2:0})");
}
