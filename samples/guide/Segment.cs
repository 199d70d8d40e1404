using Graft.Runtime;

namespace Graft.Guide;

/// <summary>The program of docs/guide/03-segment.md.</summary>
internal static class Segment
{
    public static void Run(string scenes)
    {
        #region train
        var request = new SegmentRequest { Data = scenes, Model = "efficientnet_lite0", Epochs = 2 };
        var run = Segmenter.Train(request);
        Console.WriteLine($"mean IoU {run.Validation.MeanIoU:0.000} ({run.Validation.MeanIoUInterval}); see {run.Folder.Report}");
        foreach (var row in run.Validation.PerClass) Console.WriteLine($"{row.Name}: IoU {row.IoU:0.000}, boundary F {row.BoundaryF:0.000}");
        #endregion

        #region validate
        var again = SegmenterValidation.Run(new ValidateRequest { Model = run.Folder.Model, Data = scenes });
        Console.WriteLine($"mean IoU through ONNX Runtime {again.Report.MeanIoU:0.000}");
        #endregion

        #region predict
        using var predictor = SegmentationPredictor.Open(run.Folder.Model);
        foreach (var prediction in predictor.Predict(Directory.EnumerateFiles(Path.Combine(scenes, "images", "val"), "*.jpg").Order()))
        {
            var pixels = prediction.PixelsPerClass;
            var found = prediction.Classes.Where((_, label) => label > 0 && pixels[label] > 0);
            Console.WriteLine($"{prediction.Path}: {string.Join(", ", found)}");
        }
        #endregion

        #region tiles
        var tiling = new TilingOptions { OriginalScale = true, WholePixels = 200 * 200, Tile = 192, Overlap = 64, Margin = 16 };
        using var tiled = SegmentationPredictor.Open(run.Folder.Model, tiling: tiling);
        var large = tiled.Predict(Directory.EnumerateFiles(Path.Combine(scenes, "images", "val"), "*.jpg").Order().First());
        File.WriteAllBytes("large.png", SegmentationFiles.Png(large));
        #endregion
    }
}
