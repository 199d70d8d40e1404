using Graft.Runtime;

namespace Graft.Guide;

/// <summary>The program of docs/guide/03-segment.md.</summary>
internal static class Segment
{
    public static void Run(string scenes)
    {
        #region train
        var run = Segmenter.Train(new SegmentRequest(scenes) { Epochs = 2 });
        Console.WriteLine($"mean IoU {run.Validation.MeanIoU:0.000} ({run.Validation["mean_iou"].Interval}); see {run.ReportPath}");
        foreach (var row in run.Validation.PerClass) Console.WriteLine($"{row.Name}: IoU {row.IoU:0.000}, boundary F {row.BoundaryF:0.000}");
        #endregion

        #region validate
        var again = Evaluation.Run(run.ModelPath, scenes);
        Console.WriteLine($"mean IoU through ONNX Runtime {again.Metrics[0].ValueText()}");
        #endregion

        #region predict
        using var predictor = Segmenter.Open(run.ModelPath);
        foreach (var prediction in predictor.Predict(Directory.EnumerateFiles(Path.Combine(scenes, "images", "val"), "*.jpg").Order()))
        {
            var pixels = prediction.PixelsPerClass;
            var found = prediction.Classes.Where((_, label) => label > 0 && pixels[label] > 0);
            Console.WriteLine($"{prediction.Path}: {string.Join(", ", found)}");
        }
        #endregion

        #region tiles
        var tiling = new TilingOptions { OriginalScale = true, WholePixels = 200 * 200, Tile = 192, Overlap = 64, Margin = 16 };
        using var tiled = Segmenter.Open(run.ModelPath, tiling: tiling);
        var large = tiled.Predict(Directory.EnumerateFiles(Path.Combine(scenes, "images", "val"), "*.jpg").Order().First());
        File.WriteAllBytes("large.png", SegmentationFiles.Png(large));
        #endregion
    }
}
