using Graft.Networks;

namespace Graft.Guide;

/// <summary>The program of docs/guide/02-detect.md.</summary>
internal static class Detect
{
    public static void Run(string scenes)
    {
        #region train
        var run = Detector.Train(new DetectRequest(scenes) { Epochs = 2 });
        Console.WriteLine($"AP50 {run.Validation.AP50:0.000}, AP {run.Validation.AP:0.000}; see {run.ReportPath}");
        #endregion

        #region predict
        using var predictor = Detector.Open(run.ModelPath);
        foreach (var prediction in predictor.Predict(Directory.EnumerateFiles(Path.Combine(scenes, "images", "val"), "*.jpg"), threshold: 0.3f))
            foreach (var found in prediction.Objects)
                Console.WriteLine($"{prediction.Path}: {found.ClassName} {found.Score:0.00} at {found.Box}");
        #endregion

        #region networks
        var architecture = DetectionCatalogue.Find("resnet18") with { ShorterSide = 480, LongerSide = 640 };
        var network = DetectionNetwork.Build(architecture, classes: 4);
        Console.WriteLine($"{network.Whole.Parameters.Sum(parameter => parameter.Count)} numbers, levels of stride {string.Join(", ", network.Strides)}");
        #endregion
    }
}
