using System.Globalization;
using Graft.Artifacts;
using Graft.Imaging;
using Graft.Networks;
using Graft.Runtime;

namespace Graft.Bench;

/// <summary>Prediction from files beside the same graph alone on ONNX Runtime, with the default detector and the default Mask R-CNN.</summary>
internal sealed class DetectSpeed : IComparison
{
    public string Name => "detect-speed";

    public string Description => "detect-speed [SCENES]: milliseconds per image from file to objects, beside ONNX Runtime on the same graph";

    public int Run(string[] arguments)
    {
        var scenes = arguments.FirstOrDefault(Directory.Exists) ?? Path.Combine("samples", "scenes");
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(scenes, "images"), "*.jpg", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Take(36)];
        var folder = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            Console.WriteLine($"{Measure.Machine()}; untrained second stages, so as many regions as there can be");
            foreach (var name in new[] { Pretrained.DefaultModel, DetectionCatalogue.WithMasks(Pretrained.DefaultModel) })
                One(name, files, Path.Combine(folder, $"{name}.onnx"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return 0;
    }

    private static void One(string name, string[] files, string path)
    {
        var model = DetectionModel.Load(name, null, 4);
        DetectorExport.Write(path, model.Network, model.Parameters, ManifestOf(name, model));
        using var predictor = DetectionPredictor.Open(path);
        var inputs = files.Select(file => FittedImage.Load(model.Preprocess, file)).Select(fitted =>
        {
            var input = new byte[fitted.InputSize.Height * fitted.InputSize.Width * 3];
            fitted.CopyTo(fitted.InputSize, input);
            return (input, fitted.InputSize);
        }).ToList();
        var seconds = Measure.Rounds(5,
            () => _ = predictor.Predict(files).Count(),
            // As many images at a time as the pipeline works on, one thread each.
            () => Parallel.ForEach(
                inputs,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                input => predictor.Detect(input.input, 1, input.InputSize)));
        var (whole, graph) = (Measure.Median(seconds[0]) / files.Length * 1000, Measure.Median(seconds[1]) / files.Length * 1000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name}, {files.Length} images: {whole:0.0} ms from file to objects, {graph:0.0} ms the graph alone, "
            + $"ratio {whole / graph:0.00}; medians of 5 rounds in turn"));
    }

    private static Manifest ManifestOf(string name, DetectionModel model) => new()
    {
        Task = model.Network.MaskHead is null ? "detect" : "instances",
        Model = name,
        Classes = ["a", "b", "c", "d"],
        Preprocess = model.Preprocess,
        PreprocessHash = model.Preprocess.Hash,
        Producer = "bench",
    };
}
