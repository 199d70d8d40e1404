using Graft.Imaging;
using Graft.Runtime;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft predict</c> with a segmentation network. Class maps are large: each image is shown and saved as it comes.</summary>
internal sealed class SegmentPredicting(SegmentationPredictor predictor, RunFolder? run, bool withRegions)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<CocoRegion> _regions = [];

    /// <summary>Images that could not be read.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>One entry an image: size, and share, box and run lengths of each class.</summary>
    public List<object> Run(IReadOnlyList<string> files, Table table, Terminal terminal, CancellationToken cancellation)
    {
        using var display = new EventDisplay(terminal);
        List<object> facts = new(files.Count);
        foreach (var prediction in predictor.Predict(files))
        {
            cancellation.ThrowIfCancellationRequested();
            if (prediction.Failure is { } failure)
            {
                Failures.Add(failure.Message);
                facts.Add(new { prediction.Path, Error = failure.Message });
            }
            else facts.Add(One(prediction, facts.Count + 1, table));
            display.Report(new RunEvent.Progress("predicting", facts.Count, files.Count));
        }
        run?.WriteJson("predictions.json", _regions);
        return facts;
    }

    private object One(SegmentationPrediction prediction, int number, Table table)
    {
        var map = prediction.Map!;
        var pixels = prediction.PixelsPerClass;
        var regions = withRegions || run is not null ? SegmentationFiles.Regions(prediction, number).ToDictionary(region => region.CategoryId) : [];
        var found = Enumerable.Range(0, pixels.Count).Where(label => pixels[label] > 0)
            .Select(label => new SegmentClassDto(prediction.Classes[label], label, pixels[label], (double)pixels[label] / map.Values.Length)
            {
                Bbox = regions.GetValueOrDefault(label)?.Bbox,
                Segmentation = regions.GetValueOrDefault(label)?.Segmentation,
            }).OrderByDescending(row => row.Pixels).ToList();
        foreach (var row in found) table.AddRow(new Text(prediction.Path), new Text(row.Class), new Text(PredictionFiles.Percent((float)row.Share)));
        if (run is not null) Save(prediction, regions.Values);
        return new { prediction.Path, map.Width, map.Height, Classes = found };
    }

    // NAME.png holds the class of every pixel, NAME.jpg shows it on the image.
    private void Save(SegmentationPrediction prediction, IEnumerable<CocoRegion> regions)
    {
        var name = Path.GetFileNameWithoutExtension(prediction.Path);
        for (var next = 2; !_taken.Add(name); next++) name = $"{Path.GetFileNameWithoutExtension(prediction.Path)}-{next}";
        AtomicFile.WriteBytes(run![$"{name}.png"], SegmentationFiles.Png(prediction));
        AtomicFile.WriteBytes(run[$"{name}.jpg"], ImageEncoder.EncodeJpeg(MaskDrawing.Overlay(ImageFile.Decode(prediction.Path), prediction.Map!), 90));
        _regions.AddRange(regions);
    }
}
