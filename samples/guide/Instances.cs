namespace Graft.Guide;

/// <summary>The program of docs/guide/04-instances.md.</summary>
internal static class Instances
{
    public static void Run(string scenes)
    {
        #region train
        var run = Detector.Train(new InstanceRequest(scenes) { Epochs = 2 });
        Console.WriteLine($"AP50 of masks {run.Validation.MaskAP50:0.000}, of boxes {run.Validation.AP50:0.000}; see {run.ReportPath}");
        #endregion

        #region predict
        using var predictor = Detector.Open(run.ModelPath);
        foreach (var prediction in predictor.Predict(Directory.EnumerateFiles(Path.Combine(scenes, "images", "val"), "*.jpg"), threshold: 0.3f))
            foreach (var found in prediction.Objects)
                if (found.Mask is { } mask)
                    Console.WriteLine($"{prediction.Path}: {found.ClassName} {found.Score:0.00}, "
                        + $"{mask.Area} pixels in {mask.Contours().Count} polygons, {mask.ToCocoText()}");
        #endregion
    }
}
